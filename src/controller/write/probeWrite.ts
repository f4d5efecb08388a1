import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import { formatMarker, markerName, markerTtlSeconds } from '../../zone/marker.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { fenceOf } from './takeBatch.ts';

/** The place of the marker that {@link probeWrite} writes, and what it says it is for. */
const label = '_write-test';

/**
 * Writes one small record into the side tree of markers and takes it away again. An empty UPDATE writes
 * nothing, so a server whose journal or disk is full takes that all the same; this it does not.
 *
 * The record is a marker that nothing stands behind. Where it was written and there was no room left to take
 * it away, whoever reads the zone next takes it for one whose object is gone.
 */
export const probeWrite = async (context: ZoneContext): Promise<UpdateOutcome> => {
  const { zone } = context.standing.layout();
  const object = { kind: 'Zone', namespace: '', name: label };
  const record = {
    name: markerName(`${label}.${zone}`, zone),
    type: 'TXT',
    rdata: formatMarker({ owner: context.options.owner, object, marks: [] }),
  } as const;
  const prerequisites = fenceOf(context);
  const added = await context.client.update({
    prerequisites,
    operations: [{ kind: 'add', ttlSeconds: markerTtlSeconds, ...record }],
  });
  if (added.kind !== 'applied') return added;
  const taken = await context.client.update({
    prerequisites,
    operations: [{ kind: 'delete-record', ...record }],
  });
  if (taken.kind !== 'applied') context.schedule.doubt('incremental');
  return taken;
};
