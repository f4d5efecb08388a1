import { type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';

/** A Lease (coordination.k8s.io/v1) as leader election uses it. */
export type LeaseRecord = {
  /** Empty: released, free for anyone. */
  readonly holder: string;
  readonly durationMs: number;
  /** As the holder wrote it. Clocks differ, so it is only compared with what was seen before. */
  readonly renewTime: string;
  readonly acquireTime: string;
  readonly transitions: number;
  /** Of the object: a write with it fails when somebody else wrote in between. */
  readonly resourceVersion: string;
};

/** A lease that claims to be good for longer is not waited for longer: its holder may be gone for good. */
const longestLeaseMs = 600_000;

export const parseLease = (json: JsonObject): LeaseRecord => {
  const spec = objectAt(json, 'spec');
  const seconds = spec['leaseDurationSeconds'];
  const transitions = spec['leaseTransitions'];
  return {
    holder: textAt(spec, 'holderIdentity'),
    durationMs: typeof seconds === 'number' ? Math.min(longestLeaseMs, seconds * 1000) : 0,
    renewTime: textAt(spec, 'renewTime'),
    acquireTime: textAt(spec, 'acquireTime'),
    transitions: typeof transitions === 'number' ? transitions : 0,
    resourceVersion: textAt(objectAt(json, 'metadata'), 'resourceVersion'),
  };
};

/** The object to write; without a resource version it is one to create. */
export const leaseObject = (
  { namespace, name }: { readonly namespace: string; readonly name: string },
  record: LeaseRecord,
): JsonObject => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: {
    namespace,
    name,
    ...(record.resourceVersion !== '' && { resourceVersion: record.resourceVersion }),
  },
  spec: {
    holderIdentity: record.holder,
    leaseDurationSeconds: Math.max(1, Math.round(record.durationMs / 1000)),
    ...(record.acquireTime !== '' && { acquireTime: record.acquireTime }),
    renewTime: record.renewTime,
    leaseTransitions: record.transitions,
  },
});

/** `MicroTime` of the API: RFC 3339 with six digits. */
export const microTime = (wallMs: number): string => new Date(wallMs).toISOString().replace('Z', '000Z');

/**
 * What to write so that the lease is ours from now on; undefined while somebody else holds it.
 *
 * @param seenMs how long ago, by our own clock, this state of the lease was first seen
 */
export const claimLease = (
  found: LeaseRecord | undefined,
  me: { readonly identity: string; readonly durationMs: number },
  time: { readonly seenMs: number; readonly wallMs: number },
): LeaseRecord | undefined => {
  const now = microTime(time.wallMs);
  const mine = found?.holder === me.identity;
  const held = found !== undefined && found.holder !== '' && !mine;
  if (held && time.seenMs < found.durationMs) return undefined;
  return {
    holder: me.identity,
    durationMs: me.durationMs,
    renewTime: now,
    acquireTime: mine && found.acquireTime !== '' ? found.acquireTime : now,
    transitions: (found?.transitions ?? 0) + (found === undefined || mine ? 0 : 1),
    resourceVersion: found?.resourceVersion ?? '',
  };
};
