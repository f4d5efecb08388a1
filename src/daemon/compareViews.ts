import { randomInt } from 'node:crypto';
import { openZoneClient } from '../setup/openZoneClient.ts';
import { type Reach, reachSameZone, type ZoneSide } from '../setup/reachSameZone.ts';
import { findClaim } from '../zone/claim.ts';
import type { ZoneService } from './zoneService.ts';

/**
 * Whether two zones of one name, which have been read, are the same one. On connections of its own, which
 * are closed at the end. Nothing is written into a zone that is somebody else's.
 */
export const compareViews = async (
  [first, second]: readonly [ZoneService, ZoneService],
  owner: string,
): Promise<Reach> => {
  const [one, closeOne] = open(first, owner);
  const [other, closeOther] = open(second, owner);
  try {
    return await reachSameZone(first.zone, [one, other], randomInt(2 ** 40).toString(36));
  } finally {
    closeOne();
    closeOther();
  }
};

const open = ({ zone, access, loop }: ZoneService, owner: string): readonly [ZoneSide, () => void] => {
  const client = openZoneClient(zone, access);
  const claim = loop.parts.standing.mirror()?.claim ?? [];
  const { kind } = findClaim(claim, owner);
  return [{ client, claim, mayProbe: kind === 'absent' || kind === 'ours' }, client.close];
};
