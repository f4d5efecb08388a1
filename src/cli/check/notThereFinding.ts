import { enclosingZone } from '../../server/enclosingZone.ts';
import type { ExplainFacts } from '../../setup/explain.ts';
import { openExchange, type ServerAccess } from '../../setup/openZoneClient.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { zoneFlags } from '../../telemetry/problems/inZoneBlock.ts';
import { type Finding, faultOf } from './finding.ts';

/** That the server is not the zone's primary: its names may lie in a larger zone that it has. */
export const notThereFinding = async (
  access: ServerAccess,
  problem: Problem,
  { zone, largerZone, server }: ExplainFacts,
): Promise<Finding> => {
  const fault = faultOf('zone', problem);
  const asked = largerZone ?? zone;
  const { exchange, close } = openExchange(access);
  const found = await enclosingZone(exchange, asked).finally(close);
  if (found.kind !== 'zone' || found.zone === asked || !asked.endsWith(`.${found.zone}`)) return fault;
  return {
    ...fault,
    message: `Cannot update zone "${asked}": ${server} has no zone of that name, its names lie in zone "${found.zone}"`,
    fix: `${zoneFlags({ zone, largerZone: found.zone })}  (or a zone block of its own: ${problem.fix})`,
  };
};
