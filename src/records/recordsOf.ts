import type { Rrset } from '../dns/rrset.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { mergeRrsets } from './mergeRrsets.ts';
import type { NameRequest } from './outside/nameRequest.ts';
import { wantedNames } from './outside/wantedNames.ts';
import type { RecordOptions } from './recordOptions.ts';
import { recordSources } from './recordSources.ts';
import { serviceContext } from './serviceContext.ts';
import type { RecordProblem, ServiceRecords } from './serviceRecords.ts';

/**
 * All records of one Service in one zone: a function of the snapshot and the options alone. What cannot be published is left out and told as a
 * problem; it never keeps the rest from being published, and nothing is thrown.
 */
export const recordsOf = (snapshot: ServiceSnapshot, options: RecordOptions): ServiceRecords => {
  const problems: RecordProblem[] = [];
  const context = serviceContext(snapshot, options, problems);
  if (context === undefined) return { ...nothing, problems: distinct(problems) };
  const rrsets: Record<'territory' | 'shared', readonly Rrset[]> = { territory: [], shared: [] };
  const requests: NameRequest[] = [];
  for (const source of recordSources) {
    if (source.kind === 'names') requests.push(...source.requests(context));
    else rrsets[source.kind] = mergeRrsets(rrsets[source.kind], source.rrsets(context));
  }
  const names = requests.length === 0 ? [] : wantedNames(context, requests);
  return { ...rrsets, names, problems: distinct(problems) };
};

const nothing: ServiceRecords = { territory: [], shared: [], names: [], problems: [] };

/** Several sources and several slices may stumble over the same thing; it is said once. Sorted, so that no order of slices shows. */
const distinct = (problems: readonly RecordProblem[]): readonly RecordProblem[] => {
  if (problems.length < 2) return problems;
  const byMessage = new Map(problems.map((problem) => [problem.message, problem]));
  return [...byMessage.values()].sort((a, b) => (a.message < b.message ? -1 : 1));
};
