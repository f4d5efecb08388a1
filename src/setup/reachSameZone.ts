import type { DomainName, Rdata } from '../dns/rrset.ts';
import type { UpdateContent } from '../dns/updateMessage.ts';
import { claimFence } from '../plan/claimUpdate.ts';
import type { UpdateOutcome } from '../server/updateOutcome.ts';
import type { ZoneClient } from '../server/zoneClient.ts';
import { markerName } from '../zone/marker.ts';
import type { FailedUpdate } from './explain.ts';

/** A zone as one of our keys reaches it, with all that stood at the claim's name when it was read. */
export type ZoneSide = {
  readonly client: Pick<ZoneClient, 'update'>;
  readonly claim: readonly Rdata[];
  /** False where the zone belongs to somebody else. */
  readonly mayProbe: boolean;
};

export type Reach =
  | { readonly kind: 'different' }
  | { readonly kind: 'same' }
  /** Undefined: nothing was asked. */
  | { readonly kind: 'unknown'; readonly outcome: FailedUpdate | undefined };

/**
 * Whether two keys reach the same data of a zone, or two views of it. Where the claims differ that is proved
 * without writing; else one key writes a text that nobody has, at a name beside our marks, the other looks
 * for it, and it is taken away again. Serials and records prove nothing: they may be equal by chance, and
 * change between two questions.
 *
 * @param probe a label that nobody else uses at this moment
 */
export const reachSameZone = async (
  zone: DomainName,
  [first, second]: readonly [ZoneSide, ZoneSide],
  probe: string,
): Promise<Reach> => {
  if (await differByClaims(zone, first, second)) return { kind: 'different' };
  const reach = await probeBy(zone, { writer: first, reader: second }, probe);
  return reach.kind === 'unknown' ? probeBy(zone, { writer: second, reader: first }, probe) : reach;
};

/**
 * The claim of one side stands there before and after the other side does not have it. Its epoch only rises,
 * so it has not been another one in between.
 */
const differByClaims = async (zone: DomainName, first: ZoneSide, second: ZoneSide): Promise<boolean> => {
  const [one, other] = first.claim.length > 0 ? [first, second] : [second, first];
  if (one.claim.length === 0) return false;
  const question: UpdateContent = { prerequisites: claimFence(zone, one.claim), operations: [] };
  const isThere = async ({ client }: ZoneSide): Promise<UpdateOutcome['kind']> =>
    (await client.update(question)).kind;
  return (
    (await isThere(one)) === 'applied' &&
    (await isThere(other)) === 'prerequisite-failed' &&
    (await isThere(one)) === 'applied'
  );
};

type Roles = { readonly writer: ZoneSide; readonly reader: ZoneSide };

const probeBy = async (zone: DomainName, { writer, reader }: Roles, probe: string): Promise<Reach> => {
  if (!writer.mayProbe) return { kind: 'unknown', outcome: undefined };
  const name = markerName(`_view-test-${probe}.${zone}`, zone);
  const record = { name, type: 'TXT', rdata: `"k8s-bind looks which view has this"` } as const;
  const written = await writer.client.update({
    prerequisites: [{ kind: 'name-not-in-use', name }],
    operations: [{ kind: 'add', ttlSeconds: 0, ...record }],
  });
  if (written.kind !== 'applied') return { kind: 'unknown', outcome: written };
  const found = await reader.client.update({
    prerequisites: [{ kind: 'name-in-use', name }],
    operations: [],
  });
  await writer.client.update({ prerequisites: [], operations: [{ kind: 'delete-record', ...record }] });
  if (found.kind === 'applied') return { kind: 'same' };
  return found.kind === 'prerequisite-failed' ? { kind: 'different' } : { kind: 'unknown', outcome: found };
};
