import { recordsOfRrset } from '../dns/formatZone.ts';
import type { Rdata, ResourceRecord, Rrset } from '../dns/rrset.ts';
import { rrsetKey } from '../dns/rrset.ts';

/**
 * What becomes of one RRset, as far as it is ours. The operations of a message, the records that are gained
 * and lost, the preview and the log line are functions of a list of these.
 *
 * | before | after                  | kind      |
 * | ------ | ---------------------- | --------- |
 * | –      | some                   | `create`  |
 * | some   | –                      | `delete`  |
 * | some   | other records, or TTL  | `replace` |
 * | some   | the same               | none      |
 */
export type RrsetChange =
  | { readonly kind: 'create'; readonly after: Rrset }
  | { readonly kind: 'replace'; readonly before: Rrset; readonly after: Rrset }
  | { readonly kind: 'delete'; readonly before: Rrset };

/**
 * What turns some RRsets into others: those that are there in their order, then those that come in theirs.
 */
export const changesBetween = (before: readonly Rrset[], after: readonly Rrset[]): readonly RrsetChange[] => {
  // A first sync finds nothing.
  if (before.length === 0) return after.map(creationOf);
  const rest = new Map(after.map((rrset) => [rrsetKey(rrset), rrset]));
  const changes: RrsetChange[] = [];
  for (const old of before) {
    const key = rrsetKey(old);
    const next = rest.get(key);
    rest.delete(key);
    if (next === undefined) changes.push({ kind: 'delete', before: old });
    else if (!sameRrset(old, next)) changes.push({ kind: 'replace', before: old, after: next });
  }
  for (const next of rest.values()) changes.push(creationOf(next));
  return changes;
};

const creationOf = (after: Rrset): RrsetChange => ({ kind: 'create', after });

/** Records that are there only before. A record with another TTL is another one. */
export const lostRecords = (changes: readonly RrsetChange[]): readonly ResourceRecord[] =>
  changes.flatMap((change) => recordsOnlyIn(beforeOf(change), afterOf(change)));

/** Records that are there only after. */
export const gainedRecords = (changes: readonly RrsetChange[]): readonly ResourceRecord[] =>
  changes.flatMap((change) => recordsOnlyIn(afterOf(change), beforeOf(change)));

/** How many {@link lostRecords} there are. */
export const countLost = (changes: readonly RrsetChange[]): number =>
  changes.reduce((sum, change) => sum + rdatasOnlyIn(beforeOf(change), afterOf(change)).length, 0);

/** How many {@link gainedRecords} there are. */
export const countGained = (changes: readonly RrsetChange[]): number =>
  changes.reduce((sum, change) => sum + rdatasOnlyIn(afterOf(change), beforeOf(change)).length, 0);

export const beforeOf = (change: RrsetChange): Rrset | undefined =>
  change.kind === 'create' ? undefined : change.before;

export const afterOf = (change: RrsetChange): Rrset | undefined =>
  change.kind === 'delete' ? undefined : change.after;

/** RDATA of the records that the other RRset does not have. A record with another TTL is another one. */
export const rdatasOnlyIn = (rrset: Rrset | undefined, other: Rrset | undefined): readonly Rdata[] =>
  rrset === undefined
    ? []
    : missingFrom(other?.ttlSeconds === rrset.ttlSeconds ? other.rdatas : [], rrset.rdatas);

/** What of `expected` is not among the RDATA. */
export const missingFrom = (rdatas: readonly Rdata[], expected: readonly Rdata[]): readonly Rdata[] => {
  if (rdatas.length === 0) return expected;
  const present = new Set(rdatas);
  return expected.filter((rdata) => !present.has(rdata));
};

const recordsOnlyIn = (rrset: Rrset | undefined, other: Rrset | undefined): readonly ResourceRecord[] =>
  rrset === undefined ? [] : recordsOfRrset({ ...rrset, rdatas: rdatasOnlyIn(rrset, other) });

const sameRrset = (a: Rrset, b: Rrset): boolean =>
  a.ttlSeconds === b.ttlSeconds &&
  a.rdatas.length === b.rdatas.length &&
  missingFrom(a.rdatas, b.rdatas).length === 0;
