import type { ObjectRef } from '../../model/objectRef.ts';
import type { RrsetChange } from '../../plan/rrsetChange.ts';
import { afterOf, beforeOf } from '../../plan/rrsetChange.ts';

/** One change of an RRset, and what it was made for; undefined where no single object asks for the name. */
export type NotableChange = { readonly change: RrsetChange; readonly origin: ObjectRef | undefined };

/** So many changes of one message are shown; the others are counted. */
export const shownChanges = 5;

/** What a person looks for first: the name's own addresses. */
const rankOfType: ReadonlyMap<string, number> = new Map(
  ['A', 'AAAA', 'CNAME', 'PTR'].map((type, rank) => [type, rank]),
);

/** The changes that are shown of many: addresses first, and the shortest names first among those. */
export const notableChanges = (changes: readonly NotableChange[]): readonly NotableChange[] =>
  changes.toSorted((a, b) => rank(a) - rank(b) || labels(a) - labels(b)).slice(0, shownChanges);

const rrsetOf = ({ change }: NotableChange) => afterOf(change) ?? beforeOf(change);

const rank = (change: NotableChange): number =>
  rankOfType.get(rrsetOf(change)?.type ?? '') ?? rankOfType.size;

const labels = (change: NotableChange): number => rrsetOf(change)?.name.split('.').length ?? 0;
