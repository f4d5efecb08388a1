import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { longestRrset } from './writtenSource.ts';

/** Keeps the list of what is cut to the server's limit, after a unit was written or found as it should be. */
export const noteLimited = (context: ZoneContext, unit: UnitKey): void => {
  const { recordLimit, report } = context;
  const limit = recordLimit.limit();
  if (limit === undefined || longestRrset(context, unit) <= limit) recordLimit.uncut(unit);
  else if (recordLimit.cut(unit)) report({ kind: 'record-limit', unit, limit });
};
