import { compareNames } from '../dns/compareNames.ts';
import type { RecordType, Rrset } from '../dns/rrset.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import type { NameRequest } from './nameRequest.ts';
import type { RecordOptions } from './recordOptions.ts';
import { recordSources } from './recordSources.ts';
import { serviceContext } from './serviceContext.ts';
import type { RecordProblem, ServiceRecords, WantedName } from './serviceRecords.ts';
import { wantedNames } from './wantedNames.ts';

/**
 * All records of one Service in one zone: a function of the snapshot and the options alone. What cannot be published is left out and told as a
 * problem; it never keeps the rest from being published, and nothing is thrown.
 */
export const recordsOf = (snapshot: ServiceSnapshot, options: RecordOptions): ServiceRecords => {
  const problems: RecordProblem[] = [];
  const context = serviceContext(snapshot, options, problems);
  if (context === undefined) return { ...nothing, problems: distinct(problems) };
  const territory: Rrset[] = [];
  const shared: Rrset[] = [];
  const requests: NameRequest[] = [];
  for (const source of recordSources) {
    if (source.kind === 'names') requests.push(...source.requests(context));
    else append(source.kind === 'territory' ? territory : shared, source.rrsets(context));
  }
  const names = [...wantedNames(context, requests)];
  return {
    territory: territory.sort(compareRrsets),
    shared: shared.sort(compareRrsets),
    names: names.sort(compareWanted),
    problems: distinct(problems),
  };
};

const nothing: ServiceRecords = { territory: [], shared: [], names: [], problems: [] };

/** The order in which the RRsets of one name are listed. */
const typeOrder: Readonly<Record<RecordType, number>> = { A: 1, AAAA: 2, CNAME: 3, PTR: 4, SRV: 5, TXT: 6 };

/** Canonical order of owner names (RFC 4034 §6.1), then by type. */
export const compareRrsets = (a: Rrset, b: Rrset): number =>
  a.name === b.name ? typeOrder[a.type] - typeOrder[b.type] : compareNames(a.name, b.name);

const compareWanted = (a: WantedName, b: WantedName): number => compareNames(a.name, b.name);

/** Not by spreading: a headless Service may have more RRsets than a call may have arguments. */
const append = (target: Rrset[], rrsets: readonly Rrset[]): void => {
  for (const rrset of rrsets) target.push(rrset);
};

/** Several sources and several slices may stumble over the same thing; it is said once. Sorted, so that no order of slices shows. */
const distinct = (problems: readonly RecordProblem[]): readonly RecordProblem[] => {
  if (problems.length < 2) return problems;
  const byMessage = new Map(problems.map((problem) => [problem.message, problem]));
  return [...byMessage.values()].sort((a, b) => (a.message < b.message ? -1 : 1));
};
