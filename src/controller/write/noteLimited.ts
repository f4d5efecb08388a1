import { rrsetKey } from '../../dns/rrset.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { fullRrsets } from './writtenSource.ts';

/**
 * Keeps what units are cut to, after a unit was written or found as it should be: what fits whole again is
 * forgotten.
 */
export const noteLimited = (context: ZoneContext, unit: UnitKey): void => {
  const { serverLimits, report } = context;
  const allowance = serverLimits.of(unit);
  if (allowance === undefined) return;
  const cut = fullRrsets(context, unit).filter(
    (rrset) => rrset.rdatas.length > (allowance.get(rrsetKey(rrset)) ?? Number.POSITIVE_INFINITY),
  );
  const needed = new Map(cut.map((rrset) => [rrsetKey(rrset), allowance.get(rrsetKey(rrset)) ?? 0]));
  if (needed.size < allowance.size) serverLimits.set(unit, needed);
  if (!serverLimits.noteReported(unit)) return;
  const limits = [...needed.values()].filter((records) => records > 0);
  if (limits.length > 0) report({ kind: 'record-limit', unit, limit: Math.min(...limits) });
  const refused = cut.filter((rrset) => needed.get(rrsetKey(rrset)) === 0);
  if (refused.length > 0) report({ kind: 'rrsets-refused', unit, rrsets: refused.map(rrsetKey) });
};
