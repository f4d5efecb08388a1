import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import type { ZoneContext } from '../zoneContext.ts';
import type { ZoneState } from '../zoneState.ts';
import type { LeftOut } from './leftOut.ts';

/** Why a unit stands apart: the server refused it when it stood alone, or takes it and leaves records out. */
export type Refusal = Exclude<UpdateOutcome, { kind: 'applied' }> | LeftOut;

/**
 * A unit that the name server does not take; everything else goes on without it. When its time has come it is sent again, alone, so that it holds
 * nothing else up.
 *
 * ```
 *   refused alone ──▶ waiting ──time, or its Service changed──▶ trying ──taken──▶ released
 *                        ▲                                         │
 *                        └──────────── refused again ──────────────┘
 * ```
 */
export type Quarantine = {
  /** When it is tried again, by the monotonic clock. */
  readonly untilMs: number;
  readonly trying: boolean;
  readonly attempts: number;
  readonly outcome: Refusal;
  /** When it was refused first, in milliseconds since 1970. */
  readonly sinceMs: number;
};

const firstWaitMs = 5_000;
const longestWaitMs = 10 * 60_000;

export const quarantine = (context: ZoneContext, unit: UnitKey, outcome: Refusal): void => {
  const { state } = context;
  const before = state.quarantine.get(unit);
  const attempts = (before?.attempts ?? 0) + 1;
  const retryMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempts - 1));
  const sinceMs = before?.sinceMs ?? context.timeMs();
  const untilMs = context.nowMs() + retryMs;
  state.dirty.delete(unit);
  state.stalePlans = 0;
  state.quarantine.set(unit, { untilMs, trying: false, attempts, outcome, sinceMs });
  context.report({ kind: 'quarantined', unit, outcome, retryMs, attempts });
};

/** The server has taken the unit, or it needs nothing any more. */
export const release = ({ state, report }: ZoneContext, unit: UnitKey): void => {
  state.leftOut.delete(unit);
  if (state.quarantine.delete(unit)) report({ kind: 'released', unit });
};

/** Units whose time has come go back into the queue. */
export const releaseDue = ({ state, nowMs }: ZoneContext): void => {
  for (const [unit, { untilMs, trying }] of state.quarantine) {
    if (trying || untilMs > nowMs()) continue;
    retryNow(state, unit);
    if (!state.dirty.has(unit)) state.dirty.set(unit, nowMs());
  }
};

/** A unit in the queue is tried at once: its Service was changed, by its owner perhaps because of the refusal. */
export const retryNow = (state: ZoneState, unit: UnitKey): void => {
  const held = state.quarantine.get(unit);
  if (held !== undefined) state.quarantine.set(unit, { ...held, trying: true });
};

/** When the next unit is to be tried again. */
export const nextRetryMs = (state: ZoneState): number | undefined => {
  let earliest: number | undefined;
  for (const { untilMs, trying } of state.quarantine.values()) {
    if (!trying && (earliest === undefined || untilMs < earliest)) earliest = untilMs;
  }
  return earliest;
};

/** Writes without effect in a row, after which a unit is no longer written at once: one may be due to another hand. */
const tolerated = 1;

/** Takes note that the server acknowledged a unit and left records of it out. */
export const noteLeftOut = (context: ZoneContext, unit: UnitKey, leftOut: LeftOut): void => {
  const { state } = context;
  const times = (state.leftOut.get(unit) ?? 0) + 1;
  state.leftOut.set(unit, times);
  if (times > tolerated) quarantine(context, unit, leftOut);
  else if (!state.dirty.has(unit)) state.dirty.set(unit, context.nowMs());
};
