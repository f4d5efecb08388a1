import { assertNever } from '../../src/assertNever.ts';
import type { Prerequisite, UpdateContent, UpdateOperation } from '../../src/dns/updateMessage.ts';

/** A record of any type, as the model holds it. */
export type ModelRecord = {
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly rdata: string;
};

/**
 * What an UPDATE does by RFC 2136 §3, with BIND's way about CNAMEs, and with BIND's or Knot's about TTLs:
 * nothing but a set of records.
 */
export type ModelZone = {
  readonly records: () => readonly ModelRecord[];
  /** Whether all prerequisites held; nothing changes unless they did. */
  readonly update: (content: UpdateContent) => boolean;
  readonly edit: (edit: ModelEdit) => void;
};

export type ModelEdit =
  | { readonly kind: 'add'; readonly record: ModelRecord }
  | { readonly kind: 'remove'; readonly name: string; readonly type: string };

/**
 * What becomes of the TTL when a record is added that is there already: with `bind` the RRset takes the new
 * one, with `knot` the record is passed over.
 */
export type TtlWay = 'bind' | 'knot';

type ModelRrset = { ttlSeconds: number; readonly rdatas: Set<string> };

export const createModelZone = (initial: readonly ModelRecord[] = [], ttlWay: TtlWay = 'bind'): ModelZone => {
  const names = new Map<string, Map<string, ModelRrset>>();
  const at = (name: string): ReadonlyMap<string, ModelRrset> => names.get(name) ?? new Map();

  const add = ({ name, type, ttlSeconds, rdata }: ModelRecord): void => {
    const types = names.get(name) ?? new Map<string, ModelRrset>();
    const others = [...types.keys()].some((other) => other !== type);
    // RFC 2136 §3.4.2.2: a CNAME beside anything else is left out, silently.
    if (type === 'CNAME' ? others : types.has('CNAME')) return;
    const rrset = types.get(type) ?? { ttlSeconds, rdatas: new Set<string>() };
    if (ttlWay === 'knot' && rrset.rdatas.has(rdata)) return;
    if (type === 'CNAME') rrset.rdatas.clear();
    rrset.rdatas.add(rdata);
    rrset.ttlSeconds = ttlSeconds;
    types.set(type, rrset);
    names.set(name, types);
  };
  const remove = (name: string, type: string, rdata?: string): void => {
    const types = names.get(name);
    const rrset = types?.get(type);
    if (types === undefined || rrset === undefined) return;
    if (rdata !== undefined) rrset.rdatas.delete(rdata);
    if (rdata === undefined || rrset.rdatas.size === 0) types.delete(type);
    if (types.size === 0) names.delete(name);
  };
  const holds = (prerequisite: Prerequisite): boolean => {
    const types = at(prerequisite.name);
    switch (prerequisite.kind) {
      case 'name-in-use':
        return types.size > 0;
      case 'name-not-in-use':
        return types.size === 0;
      case 'rrset-exists':
        return types.has(prerequisite.type);
      case 'rrset-absent':
        return !types.has(prerequisite.type);
      case 'rrset-equals': {
        const found = [...(types.get(prerequisite.type)?.rdatas ?? [])].sort();
        return JSON.stringify(found) === JSON.stringify([...new Set(prerequisite.rdatas)].sort());
      }
      default:
        return assertNever(prerequisite);
    }
  };
  const perform = (operation: UpdateOperation): void => {
    if (operation.kind === 'add') add(operation);
    else
      remove(
        operation.name,
        operation.type,
        operation.kind === 'delete-record' ? operation.rdata : undefined,
      );
  };

  for (const record of initial) add(record);
  return {
    records: () =>
      [...names].flatMap(([name, types]) =>
        [...types].flatMap(([type, { ttlSeconds, rdatas }]) =>
          [...rdatas].map((rdata) => ({ name, type, ttlSeconds, rdata })),
        ),
      ),
    update: ({ prerequisites, operations }) => {
      if (!prerequisites.every(holds)) return false;
      for (const operation of operations) perform(operation);
      return true;
    },
    edit: (edit) => (edit.kind === 'add' ? add(edit.record) : remove(edit.name, edit.type)),
  };
};

/** One line per record, sorted: for comparing. */
export const modelText = (records: readonly ModelRecord[]): readonly string[] =>
  records.map(({ name, type, ttlSeconds, rdata }) => `${name} ${ttlSeconds} ${type} ${rdata}`).sort();
