import { leftOutText } from '../../model/leftOutText.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { isReady, readiness } from '../../telemetry/readiness.ts';
import { durationText } from '../../telemetry/spells.ts';
import type { Status, ZoneStatus } from '../../telemetry/status.ts';

/** The daemon's status for people: what is well in a line each, what is not with its reason. */
export const statusText = (status: Status): string => {
  const lines = readiness(status);
  return [
    `k8s-bind ${status.version}, owner ${status.owner}, running for ${durationText(status.nowMs - status.startedMs)}`,
    `source   ${status.source}: ${status.services} Services, ${status.endpoints} endpoints`,
    ...status.watches.map(
      ({ resource, objects, synced, problem }) =>
        `watch    ${resource}: ${objects}${synced ? '' : ', not synced yet'}${problem === undefined ? '' : `; ${problem}`}`,
    ),
    ...status.zones.flatMap((zone) => zoneLines(zone, status.nowMs)),
    isReady(lines)
      ? 'ready'
      : `not ready: ${lines
          .filter(({ ready }) => !ready)
          .map(({ text }) => text)
          .join('; ')}`,
    '',
  ].join('\n');
};

const zoneLines = (zone: ZoneStatus, nowMs: number): readonly string[] => [
  `zone     ${zoneInView(zone.zone, zone.view)} at ${zone.server}: ${stateText(zone)}, serial ${zone.serial}, ${zone.recordsOwned} records of ours, ${zone.pending} changes waiting, written ${ago(zone.lastWriteMs, nowMs)}, read ${ago(zone.lastReadMs, nowMs)}`,
  ...(zone.problem === undefined ? [] : problemLines(zone.problem)),
  ...(zone.guard === undefined
    ? []
    : problemLines(zone.guard, `; held back for ${durationText(nowMs - zone.guard.sinceMs)}`)),
  ...[...zone.conflicts, ...zone.limited, ...zone.held, ...zone.unpublishable].flatMap((found) =>
    problemLines(found),
  ),
  ...zone.quarantined.flatMap((found) =>
    problemLines(found, `; tried again in ${durationText(found.retryMs - nowMs)}`),
  ),
  ...(zone.foreign.length === 0 ? [] : [`  left alone inside the territory: ${listed(zone.foreign)}`]),
  ...leftOutLines(zone),
  ...zone.drift
    .slice(-5)
    .map(
      ({ atMs, name, was, found }) =>
        `  drift healed ${ago(atMs, nowMs)}: ${name} ${found === '' ? `lacked ${was}` : `held ${found}`}`,
    ),
];

/** That an object is not in a zone may have this reason, which is no fault. */
const leftOutLines = ({ leftOut }: ZoneStatus): readonly string[] =>
  leftOut === undefined ? [] : [`  not published here: ${leftOutText(leftOut)}`];

const stateText = ({ state, writtenBy }: ZoneStatus): string =>
  writtenBy === undefined ? state : `${state}, written by ${writtenBy}`;

const shownNames = 10;

const listed = (names: readonly string[]): string =>
  names.length <= shownNames
    ? names.join(', ')
    : `${names.slice(0, shownNames).join(', ')} and ${names.length - shownNames} more`;

/** The code, so that docs/reference/errors.md can be asked; what it is; and what fixes it. */
const problemLines = ({ code, message, fix }: Problem, more = ''): readonly string[] => [
  `  ${code.padEnd(18)} ${message}${more}`,
  ...(fix === '' ? [] : [`  ${''.padEnd(18)} fix: ${fix}`]),
];

const ago = (atMs: number, nowMs: number): string =>
  atMs === 0 ? 'never' : `${durationText(nowMs - atMs)} ago`;
