import type { ZoneClient } from '../../server/zoneClient.ts';
import { error, type Finding } from './finding.ts';

/**
 * Whether the server would answer for our territory from this zone at all: a delegation, a DNAME or a more
 * specific zone on the same server hides whatever is written there.
 */
export const checkHidden = async (client: ZoneClient, zone: string): Promise<readonly Finding[]> => {
  const name = `svc.${zone}`;
  const result = await client.ask(name, 'A');
  if (result.kind !== 'hidden' || result.cause === 'absent') return [];
  return [
    error(
      'hidden',
      `names below ${name} would not be answered from this zone: the server ${result.found}`,
      'take that away, or give --zone the more specific zone',
    ),
  ];
};
