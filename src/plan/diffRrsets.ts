import type { Rdata, Rrset } from '../dns/rrset.ts';
import { rrsetKey } from '../dns/rrset.ts';
import type { UpdateOperation } from '../dns/updateMessage.ts';

/** Operations in the order they must stand in a message: BIND silently drops an A beside a CNAME, so every delete comes before every add. */
export type Operations = {
  readonly deletes: readonly UpdateOperation[];
  readonly adds: readonly UpdateOperation[];
  /** How many records are really taken away: those that are replaced by the same record do not count. */
  readonly removedRecords: number;
};

/**
 * Up to this many records an RRset is replaced whole, which also mends what the mirror does not know of. Longer ones change record by record, unless
 * that would be more operations than starting anew: BIND takes seconds to delete thousands of single records.
 */
const wholeRrsetRecords = 16;

/**
 * What turns `current` into `desired`, RRset by RRset in the order they come in. For names that are wholly ours: RRsets may be deleted as a
 * whole.
 *
 * | RRset in current | in desired | small, or mostly other | large                        |
 * | ---------------- | ---------- | -------------------- | ------------------------------ |
 * | –                | yes        | add all              | add all                        |
 * | yes              | –          | delete RRset         | delete RRset                   |
 * | yes              | same       | –                    | –                              |
 * | yes              | other      | delete RRset, add all | delete and add single records |
 * | yes              | other TTL  | delete RRset, add all | as above, and add one again, which sets the TTL of all |
 */
export const diffRrsets = (current: readonly Rrset[], desired: readonly Rrset[]): Operations => {
  const before = new Map(current.map((rrset) => [rrsetKey(rrset), rrset]));
  const after = new Map(desired.map((rrset) => [rrsetKey(rrset), rrset]));
  const deletes: UpdateOperation[] = [];
  const adds: UpdateOperation[] = [];
  let removedRecords = 0;
  for (const old of before.values()) {
    const next = after.get(rrsetKey(old));
    const gone = next === undefined ? old.rdatas : missingFrom(next.rdatas, old.rdatas);
    removedRecords += gone.length;
    deletes.push(...deletesOf(old, next, gone));
  }
  for (const next of after.values()) adds.push(...addsOf(before.get(rrsetKey(next)), next));
  return { deletes, adds, removedRecords };
};

const deletesOf = (old: Rrset, next: Rrset | undefined, gone: readonly Rdata[]): UpdateOperation[] => {
  const { name, type } = old;
  if (next === undefined) return [{ kind: 'deleteRrset', name, type }];
  if (sameRrset(old, next)) return [];
  if (isReplacedWhole(old, next, gone.length)) return [{ kind: 'deleteRrset', name, type }];
  return gone.map((rdata) => ({ kind: 'deleteRecord', name, type, rdata }));
};

const addsOf = (old: Rrset | undefined, next: Rrset): UpdateOperation[] => {
  if (old !== undefined && sameRrset(old, next)) return [];
  const { name, type, ttlSeconds } = next;
  return rdatasToAdd(old, next).map((rdata) => ({ kind: 'add', name, type, ttlSeconds, rdata }));
};

const rdatasToAdd = (old: Rrset | undefined, next: Rrset): readonly Rdata[] => {
  if (old === undefined) return next.rdatas;
  const added = missingFrom(old.rdatas, next.rdatas);
  const gone = old.rdatas.length + added.length - next.rdatas.length;
  if (isReplacedWhole(old, next, gone)) return next.rdatas;
  return added.length === 0 ? next.rdatas.slice(0, 1) : added;
};

/** @param gone how many records of `old` are not in `next` */
const isReplacedWhole = (old: Rrset, next: Rrset, gone: number): boolean => {
  const [before, after] = [old.rdatas.length, next.rdatas.length];
  if (before <= wholeRrsetRecords && after <= wholeRrsetRecords) return true;
  const added = after - (before - gone);
  return gone + added > 1 + after;
};

const missingFrom = (rdatas: readonly Rdata[], wanted: readonly Rdata[]): readonly Rdata[] => {
  const present = new Set(rdatas);
  return wanted.filter((rdata) => !present.has(rdata));
};

const sameRrset = (a: Rrset, b: Rrset): boolean => {
  if (a.ttlSeconds !== b.ttlSeconds || a.rdatas.length !== b.rdatas.length) return false;
  return missingFrom(a.rdatas, b.rdatas).length === 0;
};
