import type { UnitKey } from '../../zone/zoneLayout.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { longestRrset } from './writtenSource.ts';

const firstProbeMs = 60_000;

/** Keeps the list of what is cut to the server's limit, after a unit was written or found as it should be. */
export const noteLimited = (context: ZoneContext, unit: UnitKey): void => {
  const { state } = context;
  const { recordLimit } = state;
  if (recordLimit === undefined || longestRrset(context, unit) <= recordLimit) {
    state.limited.delete(unit);
    return;
  }
  if (state.limited.has(unit)) return;
  state.limited.add(unit);
  if (state.limitProbeAtMs === undefined) {
    state.limitProbeWaitMs = firstProbeMs;
    state.limitProbeAtMs = context.nowMs() + firstProbeMs;
  }
  context.report({ kind: 'recordLimit', unit, limit: recordLimit });
};
