import type { Rdata, Rrset } from '../dns/rrset.ts';
import type { UpdateOperation } from '../dns/updateMessage.ts';
import { afterOf, beforeOf, missingFrom, type RrsetChange, rdatasOnlyIn } from './rrsetChange.ts';

/**
 * Up to this many records an RRset is replaced whole, which also heals what the mirror does not know of.
 * Longer ones change record by record, unless that would be more operations than starting anew: BIND takes
 * seconds to delete thousands of single records.
 */
const wholeRrsetRecords = 16;

/**
 * The operations of changes at names that are wholly ours, where RRsets may be deleted as a whole. BIND
 * silently drops an A beside a CNAME, so every delete stands before every add.
 *
 * | change           | small, or mostly other | large                                                      |
 * | ---------------- | ---------------------- | ---------------------------------------------------------- |
 * | create           | add all                | add all                                                    |
 * | delete           | delete RRset           | delete RRset                                               |
 * | replace          | delete RRset, add all  | delete and add single records                              |
 * | replace, new TTL | delete RRset, add all  | as above; without an add, one record goes and comes again  |
 *
 * The record that is added sets the TTL of all (RFC 2181 §5.2). It must be new: Knot DNS passes over one that
 * is there already, whatever its TTL.
 */
export const rrsetOperations = (changes: readonly RrsetChange[]): readonly UpdateOperation[] => {
  const deletes = changes.flatMap(deletesOf);
  const adds = changes.flatMap(addsOf);
  return deletes.length === 0 ? adds : [...deletes, ...adds];
};

/**
 * As {@link rrsetOperations} at names that others may share: exact records only, so that a record of another
 * writer stays.
 */
export const recordOperations = (changes: readonly RrsetChange[]): readonly UpdateOperation[] => [
  ...changes.flatMap((change) => deletes(beforeOf(change), afterOf(change))),
  ...changes.flatMap((change) => adds(afterOf(change), rdatasOnlyIn(afterOf(change), beforeOf(change)))),
];

const deletesOf = (change: RrsetChange): readonly UpdateOperation[] => {
  if (change.kind === 'create') return [];
  const { name, type } = change.before;
  if (change.kind === 'delete' || isReplacedWhole(change.before, change.after)) {
    return [{ kind: 'delete-rrset', name, type }];
  }
  const gone = missingFrom(change.after.rdatas, change.before.rdatas);
  const again = addedAgain(change.before, change.after);
  return [...gone, ...again].map((rdata) => ({ kind: 'delete-record', name, type, rdata }));
};

const addsOf = (change: RrsetChange): readonly UpdateOperation[] =>
  change.kind === 'delete' ? [] : adds(change.after, rdatasToAdd(beforeOf(change), change.after));

const adds = (rrset: Rrset | undefined, rdatas: readonly Rdata[]): readonly UpdateOperation[] => {
  if (rrset === undefined) return [];
  const { name, type, ttlSeconds } = rrset;
  return rdatas.map((rdata) => ({ kind: 'add', name, type, ttlSeconds, rdata }));
};

const deletes = (rrset: Rrset | undefined, other: Rrset | undefined): readonly UpdateOperation[] => {
  if (rrset === undefined) return [];
  const { name, type } = rrset;
  return rdatasOnlyIn(rrset, other).map((rdata) => ({ kind: 'delete-record', name, type, rdata }));
};

const rdatasToAdd = (before: Rrset | undefined, after: Rrset): readonly Rdata[] => {
  if (before === undefined || isReplacedWhole(before, after)) return after.rdatas;
  return [...missingFrom(before.rdatas, after.rdatas), ...addedAgain(before, after)];
};

/** What gives the RRset its new TTL where no record of it is new. */
const addedAgain = (before: Rrset, after: Rrset): readonly Rdata[] =>
  before.ttlSeconds === after.ttlSeconds || missingFrom(before.rdatas, after.rdatas).length > 0
    ? []
    : after.rdatas.slice(0, 1);

const isReplacedWhole = (before: Rrset, after: Rrset): boolean => {
  const [old, next] = [before.rdatas.length, after.rdatas.length];
  if (old <= wholeRrsetRecords && next <= wholeRrsetRecords) return true;
  const added = missingFrom(before.rdatas, after.rdatas).length;
  const gone = old + added - next;
  return gone + added > 1 + next;
};
