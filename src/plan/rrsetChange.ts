import { recordsOfRrset } from '../dns/formatZone.ts';
import type { ResourceRecord, Rrset } from '../dns/rrset.ts';
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
  const rest = new Map(after.map((rrset) => [rrsetKey(rrset), rrset]));
  const changes: RrsetChange[] = [];
  for (const old of before) {
    const key = rrsetKey(old);
    const next = rest.get(key);
    rest.delete(key);
    if (next === undefined) changes.push({ kind: 'delete', before: old });
    else if (!sameRrset(old, next)) changes.push({ kind: 'replace', before: old, after: next });
  }
  for (const next of rest.values()) changes.push({ kind: 'create', after: next });
  return changes;
};

/** Records that are there only before. A record with another TTL is another one. */
export const lostRecords = (changes: readonly RrsetChange[]): readonly ResourceRecord[] =>
  changes.flatMap((change) => recordsOnlyIn(beforeOf(change), afterOf(change)));

/** Records that are there only after. */
export const gainedRecords = (changes: readonly RrsetChange[]): readonly ResourceRecord[] =>
  changes.flatMap((change) => recordsOnlyIn(afterOf(change), beforeOf(change)));

export const beforeOf = (change: RrsetChange): Rrset | undefined =>
  change.kind === 'create' ? undefined : change.before;

export const afterOf = (change: RrsetChange): Rrset | undefined =>
  change.kind === 'delete' ? undefined : change.after;

const recordsOnlyIn = (rrset: Rrset | undefined, other: Rrset | undefined): readonly ResourceRecord[] => {
  if (rrset === undefined) return [];
  const records = recordsOfRrset(rrset);
  if (other === undefined || other.ttlSeconds !== rrset.ttlSeconds) return records;
  const present = new Set(other.rdatas);
  return records.filter(({ rdata }) => !present.has(rdata));
};

const sameRrset = (a: Rrset, b: Rrset): boolean => {
  if (a.ttlSeconds !== b.ttlSeconds || a.rdatas.length !== b.rdatas.length) return false;
  const present = new Set(a.rdatas);
  return b.rdatas.every((rdata) => present.has(rdata));
};
