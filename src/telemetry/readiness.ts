import { zoneInView } from '../model/zoneInView.ts';
import type { Status, WatchStatus, ZoneState, ZoneStatus } from './status.ts';

/** One line of the readiness answer. */
export type ReadinessLine = { readonly ready: boolean; readonly text: string };

/**
 * Ready: every watch has synced, every zone is written, the fence is held and no deletion is held back. One
 * line for each of these.
 */
export const readiness = (status: Status): readonly ReadinessLine[] => [
  ...(status.watches.length === 0
    ? [{ ready: false, text: 'watches: not started' }]
    : status.watches.map(watchLine)),
  ...(status.zones.length === 0
    ? [{ ready: false, text: 'zones: not started' }]
    : status.zones.map(zoneLine)),
];

export const isReady = (lines: readonly ReadinessLine[]): boolean => lines.every((line) => line.ready);

/** The lines as `/readyz` prints them, the verdict last. */
export const readinessText = (lines: readonly ReadinessLine[]): string =>
  `${lines.map((line) => `[${line.ready ? '+' : '-'}] ${line.text}`).join('\n')}\n${isReady(lines) ? 'ready' : 'not ready'}\n`;

const watchLine = (watch: WatchStatus): ReadinessLine => ({
  ready: watch.synced || watch.mayBeAbsent === true,
  text: `watch ${watch.resource}: ${watch.synced ? 'synced' : 'not synced'}${watch.problem === undefined ? '' : `, ${watch.problem}`}`,
});

const STATES: Readonly<Record<ZoneState, { readonly ready: boolean; readonly text: string }>> = {
  starting: { ready: false, text: 'not read yet' },
  syncing: { ready: false, text: 'being written for the first time' },
  inStep: { ready: true, text: 'in step' },
  behind: { ready: false, text: 'behind, the last good records answer' },
  standby: { ready: true, text: 'stands by, written by another instance' },
  fencedOut: { ready: false, text: 'taken over by another instance' },
};

/** A state in words. */
export const zoneStateText = (state: ZoneState): string => STATES[state].text;

const zoneLine = (zone: ZoneStatus): ReadinessLine => {
  const state = STATES[zone.state];
  const by = zone.writtenBy === undefined ? '' : ` (${zone.writtenBy})`;
  const held =
    zone.guard === undefined
      ? ''
      : `, ${zone.guard.deletes} of ${zone.guard.owned} records held back from deletion`;
  const problem = zone.problem === undefined ? '' : `, ${zone.problem.message}`;
  return {
    ready: state.ready && zone.guard === undefined,
    text: `zone ${zoneInView(zone.zone, zone.view)} ${state.text}${by}${held}${problem}`,
  };
};
