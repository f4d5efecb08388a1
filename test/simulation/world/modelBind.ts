import type { UpdateContent, UpdateOperation } from '../../../src/dns/updateMessage.ts';
import { failedPrerequisite } from './failedPrerequisite.ts';
import { add, type Name, recordsAt, remove, type ZoneRecord } from './modelNames.ts';

/** What the zone had from one serial to the next. */
export type ZoneDelta = {
  readonly from: number;
  readonly to: number;
  readonly removed: readonly ZoneRecord[];
  readonly added: readonly ZoneRecord[];
};

export type Rcode = 'NOERROR' | 'NXDOMAIN' | 'YXDOMAIN' | 'NXRRSET' | 'YXRRSET' | 'REFUSED' | 'SERVFAIL';

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
