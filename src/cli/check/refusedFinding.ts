import { assertNever } from '../../assertNever.ts';
import type { ExplainFacts } from '../../setup/explain.ts';
import { shellWord } from '../../shellWord.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { type Finding, faultOf } from './finding.ts';
import type { ZoneStanding } from './zoneStanding.ts';

/** That all updates are refused, with the one reason where named says it to rndc. */
export const refusedFinding = (
  problem: Problem,
  standing: ZoneStanding,
  { zone, largerZone, server, keyName }: ExplainFacts,
): Finding => {
  const fault = faultOf('update', problem);
  const name = largerZone ?? zone;
  const said = (why: string, fix = ''): Finding => ({
    ...fault,
    message: `Cannot update zone "${zone}": ${server} answers REFUSED; ${why}`,
    ...(fix === '' ? {} : { fix }),
  });
  switch (standing) {
    case 'secondary':
      return said(
        'it has a copy of the zone, as a secondary',
        '--server with the address of its primary, which stands in the zone block of named.conf',
      );
    case 'frozen':
      return said('the zone is frozen', `rndc thaw ${shellWord(name.replace(/\.$/, ''))}`);
    case 'static':
      return said('the zone is static, nobody may update it');
    case 'not-granted':
      return said(`the zone takes updates, and none from key ${keyName}`);
    case 'not-loaded':
    case 'unknown':
      return fault;
    default:
      return assertNever(standing);
  }
};
