import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import { markerName } from '../../zone/marker.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { fenceOf } from './takeBatch.ts';

/**
 * Writes one small record into the side tree of markers and takes it away again. An empty UPDATE writes
 * nothing, so a server whose journal or disk is full takes that all the same; this it does not.
 */
export const probeWrite = async (context: ZoneContext): Promise<UpdateOutcome> => {
  const { zone } = context.standing.layout();
  const record = {
    name: markerName(`_write-test.${zone}`, zone),
    type: 'TXT',
    rdata: '"k8s-bind writes this to see whether the zone can be written"',
  } as const;
  const prerequisites = fenceOf(context);
  const added = await context.client.update({
    prerequisites,
    operations: [{ kind: 'add', ttlSeconds: 0, ...record }],
  });
  if (added.kind !== 'applied') return added;
  return context.client.update({ prerequisites, operations: [{ kind: 'delete-record', ...record }] });
};
