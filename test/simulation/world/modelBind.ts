import { assertNever } from '../../../src/assertNever.ts';
import type { Prerequisite, UpdateContent, UpdateOperation } from '../../../src/dns/updateMessage.ts';

/** A record of any type, and who wrote it. */
export type ZoneRecord = {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly rdata: string;
  readonly writer: string;
};

/** What the zone had from one serial to the next. */
export type ZoneDelta = {
  readonly from: number;
  readonly to: number;
  readonly removed: readonly ZoneRecord[];
  readonly added: readonly ZoneRecord[];
};

export type Rcode = 'NOERROR' | 'NXDOMAIN' | 'YXDOMAIN' | 'NXRRSET' | 'YXRRSET' | 'REFUSED' | 'SERVFAIL';

/** A name with its RRsets. Never changed in place, so that a copy of the map is a copy of the zone. */
type Name = ReadonlyMap<string, ModelRrset>;
type ModelRrset = { readonly ttlSeconds: number; readonly rdatas: ReadonlyMap<string, string> };

export type ZoneState = { readonly names: ReadonlyMap<string, Name>; readonly serial: number };

export type ZoneLimits = {
  /** `max-records-per-type`: a message that makes an RRset longer is answered SERVFAIL as a whole. */
  readonly recordsPerType: number;
  /** A count in `update-policy`, such as `A(2)`: what is above it is left out without a word. */
  readonly addressesAtMost?: number;
};

/**
 * A dynamic zone as BIND 9.18 keeps it (RFC 2136 §3, and what BIND does beyond it): pure content, without
 * messages and without time. `test/bind/simulationModel.test.ts` holds it against named.
 */
export type ModelBind = {
  readonly zone: string;
  readonly serial: () => number;
  readonly state: () => ZoneState;
  readonly records: () => readonly ZoneRecord[];
  readonly at: (name: string) => readonly ZoneRecord[];
  /** How the zone comes from this serial to the present one; undefined where that is not known any more. */
  readonly deltasSince: (serial: number) => readonly ZoneDelta[] | undefined;
  readonly update: (content: UpdateContent, writer: string) => Rcode;
  /** The journal is lost: what changed is not known any more. */
  readonly dropJournal: () => void;
  /** An edit of the file of a frozen zone, whose serial the editor may forget. */
  readonly editFile: (content: UpdateContent, writer: string, keepsSerial: boolean) => void;
  /** Everything as it was, the serial too. */
  readonly restore: (state: ZoneState) => void;
  readonly setLimits: (limits: ZoneLimits) => void;
};

export const createModelBind = (
  zone: string,
  initial: readonly ZoneRecord[],
  limitsAtFirst: ZoneLimits = { recordsPerType: 100 },
): ModelBind => {
  let names = new Map<string, Name>();
  let serial = 1;
  let limits = limitsAtFirst;
  let journal: ZoneDelta[] = [];
  for (const record of initial) add(names, record, record.writer);

  /** Carries out the operations on a copy, and takes it over unless the zone refuses it. */
  const perform = (operations: readonly UpdateOperation[], writer: string, bump: boolean): Rcode => {
    const next = new Map(names);
    const touched = new Set<string>();
    for (const operation of operations) {
      touched.add(operation.name);
      if (operation.kind === 'add' && isOmitted(next, operation, limits)) continue;
      if (operation.kind === 'add') add(next, operation, writer);
      else remove(next, operation, zone);
      if (isTooLong(next, operation, limits)) return 'SERVFAIL';
    }
    const delta = deltaOf(names, next, touched);
    if (delta.removed.length + delta.added.length === 0) return 'NOERROR';
    names = next;
    if (!bump) return 'NOERROR';
    journal.push({ from: serial, to: serial + 1, ...delta });
    if (journal.length > 2 * keptDeltas) journal = journal.slice(-keptDeltas);
    serial += 1;
    return 'NOERROR';
  };

  return {
    zone,
    serial: () => serial,
    state: () => ({ names: new Map(names), serial }),
    records: () => [...names.keys()].flatMap((name) => recordsAt(names, name)),
    at: (name) => recordsAt(names, name),
    deltasSince: (from) => {
      const start = journal.findIndex((delta) => delta.from === from);
      return start < 0 ? undefined : journal.slice(start);
    },
    update: ({ prerequisites, operations }, writer) => {
      // BIND looks at what may be written before it looks at prerequisites.
      if (operations.some(hasBadOwner)) return 'REFUSED';
      const failed = failedPrerequisite(names, prerequisites);
      if (failed !== undefined) return failed;
      return perform(operations, writer, true);
    },
    dropJournal: () => {
      journal = [];
    },
    editFile: ({ operations }, writer, keepsSerial) => {
      perform(operations, writer, !keepsSerial);
      if (keepsSerial) journal = [];
    },
    restore: (state) => {
      names = new Map(state.names);
      ({ serial } = state);
      journal = [];
    },
    setLimits: (given) => {
      limits = given;
    },
  };
};

/** A journal has a size. */
const keptDeltas = 200;

const none: Name = new Map();

const recordsAt = (names: ReadonlyMap<string, Name>, name: string): ZoneRecord[] =>
  [...(names.get(name) ?? none)].flatMap(([type, { ttlSeconds, rdatas }]) =>
    [...rdatas].map(([rdata, writer]) => ({ name, type, ttlSeconds, rdata, writer })),
  );

/**
 * RFC 2136 §3.4.2.2: a CNAME beside anything else, or anything beside a CNAME, is left out without a word. An
 * added record gives its TTL to the RRset.
 */
const add = (
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
const remove = (
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

const isOmitted = (
  names: ReadonlyMap<string, Name>,
  { name, type, rdata }: Extract<UpdateOperation, { readonly kind: 'add' }>,
  { addressesAtMost = Number.POSITIVE_INFINITY }: ZoneLimits,
): boolean => {
  const held = names.get(name)?.get(type)?.rdatas;
  return type === 'A' && held?.has(rdata) !== true && (held?.size ?? 0) >= addressesAtMost;
};

const isTooLong = (
  names: ReadonlyMap<string, Name>,
  { kind, name, type }: UpdateOperation,
  { recordsPerType }: ZoneLimits,
): boolean => kind === 'add' && (names.get(name)?.get(type)?.rdatas.size ?? 0) > recordsPerType;

/** `check-names`: an address belongs to a host name. */
const hasBadOwner = ({ kind, name, type }: UpdateOperation): boolean =>
  kind === 'add' && (type === 'A' || type === 'AAAA' || type === 'MX') && /(?:^|\.)[^.]*_/.test(name);

const failedPrerequisite = (
  names: ReadonlyMap<string, Name>,
  prerequisites: readonly Prerequisite[],
): Rcode | undefined => {
  // RFC 2136 §3.2.5: what depends on values is looked at last.
  const inOrder = [
    ...prerequisites.filter(({ kind }) => kind !== 'rrset-equals'),
    ...prerequisites.filter(({ kind }) => kind === 'rrset-equals'),
  ];
  for (const one of inOrder) {
    const rcode = failureOf(names, one);
    if (rcode !== undefined) return rcode;
  }
  return undefined;
};

const failureOf = (names: ReadonlyMap<string, Name>, prerequisite: Prerequisite): Rcode | undefined => {
  const types = names.get(prerequisite.name) ?? none;
  switch (prerequisite.kind) {
    case 'name-in-use':
      return types.size > 0 ? undefined : 'NXDOMAIN';
    case 'name-not-in-use':
      return types.size === 0 ? undefined : 'YXDOMAIN';
    case 'rrset-exists':
      return types.has(prerequisite.type) ? undefined : 'NXRRSET';
    case 'rrset-absent':
      return types.has(prerequisite.type) ? 'YXRRSET' : undefined;
    case 'rrset-equals': {
      const held = types.get(prerequisite.type)?.rdatas ?? new Map<string, string>();
      const wanted = new Set(prerequisite.rdatas);
      const same = held.size === wanted.size && [...wanted].every((rdata) => held.has(rdata));
      return same ? undefined : 'NXRRSET';
    }
    default:
      return assertNever(prerequisite);
  }
};

const keyOf = ({ type, ttlSeconds, rdata }: ZoneRecord): string => `${type} ${ttlSeconds} ${rdata}`;

const deltaOf = (
  before: ReadonlyMap<string, Name>,
  after: ReadonlyMap<string, Name>,
  touched: ReadonlySet<string>,
): Pick<ZoneDelta, 'removed' | 'added'> => {
  const removed: ZoneRecord[] = [];
  const added: ZoneRecord[] = [];
  for (const name of touched) {
    const [old, now] = [recordsAt(before, name), recordsAt(after, name)];
    const [oldKeys, nowKeys] = [new Set(old.map(keyOf)), new Set(now.map(keyOf))];
    removed.push(...old.filter((record) => !nowKeys.has(keyOf(record))));
    added.push(...now.filter((record) => !oldKeys.has(keyOf(record))));
  }
  return { removed, added };
};
