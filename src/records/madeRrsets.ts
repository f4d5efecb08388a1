import type { Rrset } from '../dns/rrset.ts';
import { joinProblems, noProblems } from './joinProblems.ts';
import { mergeRrsets } from './mergeRrsets.ts';
import type { RecordProblem } from './serviceRecords.ts';

/** What a maker returns: RRsets in canonical order, and what could not be published beside them. */
export type MadeRrsets = { readonly rrsets: readonly Rrset[]; readonly problems: readonly RecordProblem[] };

export const noRrsets: MadeRrsets = { rrsets: [], problems: noProblems };

export const joinRrsets = (a: MadeRrsets, b: MadeRrsets): MadeRrsets =>
  b === noRrsets
    ? a
    : { rrsets: mergeRrsets(a.rrsets, b.rrsets), problems: joinProblems(a.problems, b.problems) };
