import type { UpdateOperation } from '../../../src/dns/updateMessage.ts';

/** A record of any type, and who wrote it. */
export type ZoneRecord = {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly rdata: string;
  readonly writer: string;
};

/** A name with its RRsets. Never changed in place, so that a copy of the map is a copy of the zone. */
export type Name = ReadonlyMap<string, ModelRrset>;
type ModelRrset = { readonly ttlSeconds: number; readonly rdatas: ReadonlyMap<string, string> };

export const none: Name = new Map();

export const recordsAt = (names: ReadonlyMap<string, Name>, name: string): ZoneRecord[] =>
  [...(names.get(name) ?? none)].flatMap(([type, { ttlSeconds, rdatas }]) =>
    [...rdatas].map(([rdata, writer]) => ({ name, type, ttlSeconds, rdata, writer })),
  );

/**
 * RFC 2136 §3.4.2.2: a CNAME beside anything else, or anything beside a CNAME, is left out without a word. An
 * added record gives its TTL to the RRset.
 */
export const add = (
  names: Map<string, Name>,
  { name, type, ttlSeconds, rdata }: Omit<ZoneRecord, 'writer'>,
  writer: string,
): void => {
  const types = names.get(name) ?? none;
  if (type === 'SOA' && types.has('SOA')) return;
  if (type === 'CNAME' ? types.size > Number(types.has('CNAME')) : types.has('CNAME')) return;
  const before = types.get(type);
  const kept = type === 'CNAME' && before?.rdatas.has(rdata) !== true ? [] : (before?.rdatas ?? []);
  const rdatas = new Map(kept);
  if (!rdatas.has(rdata)) rdatas.set(rdata, writer);
  names.set(name, new Map(types).set(type, { ttlSeconds, rdatas }));
};

/** RFC 2136 §3.4.2.3 and §3.4.2.4: the SOA stays, and the last NS of the zone itself. */
export const remove = (
  names: Map<string, Name>,
  operation: Exclude<UpdateOperation, { readonly kind: 'add' }>,
  zone: string,
): void => {
  const { name, type } = operation;
  const types = names.get(name);
  const before = types?.get(type);
  if (types === undefined || before === undefined) return;
  if (operation.kind === 'delete-rrset' && name === zone && type === 'NS') return;
  const rdatas = new Map(operation.kind === 'delete-rrset' ? [] : before.rdatas);
  if (operation.kind === 'delete-record') rdatas.delete(operation.rdata);
  if (name === zone && type === 'NS' && rdatas.size === 0) return;
  const after = new Map(types);
  if (rdatas.size === 0) after.delete(type);
  else after.set(type, { ...before, rdatas });
  if (after.size === 0) names.delete(name);
  else names.set(name, after);
};
