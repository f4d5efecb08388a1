import type { UnitKey } from '../zone/zoneLayout.ts';
import type { ZoneContext } from './zoneContext.ts';

/** The zone's content differs from what was written there, or may: once the first sync is over, what planning finds now is healing. */
export const suspect = ({ state, nowMs }: ZoneContext, unit: UnitKey): void => {
  state.guardDue = true;
  if (state.settled && !state.dirty.has(unit)) state.suspects.add(unit);
  state.dirty.set(unit, state.dirty.get(unit) ?? nowMs());
};
