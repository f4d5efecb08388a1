import type { UnitKey } from '../zone/unit.ts';
import type { ZoneContext } from './zoneContext.ts';

/**
 * The zone's content differs from what was written there, or may: once the first sync is over, what planning
 * finds now is healing.
 */
export const markSuspect = ({ queue, schedule, nowMs }: ZoneContext, unit: UnitKey): void => {
  queue.add(unit, { seenMs: nowMs(), reason: schedule.settled() ? 'drift' : 'changed' });
};
