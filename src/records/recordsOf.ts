import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { joinProblems, noProblems } from './joinProblems.ts';
import { joinRrsets, type MadeRrsets } from './madeRrsets.ts';
import { fillRequests } from './outside/fillRequests.ts';
import { joinRequests, type MadeRequests } from './outside/nameRequest.ts';
import { type RrsetMaker, recordMakers } from './recordMakers.ts';
import type { RecordOptions } from './recordOptions.ts';
import { makeContext, type ServiceContext } from './serviceContext.ts';
import type { RecordProblem, ServiceRecords } from './serviceRecords.ts';

/**
 * All records of one Service in one zone: a function of the snapshot and the options alone. What cannot be published is
 * a problem; it never keeps the rest from being published, and nothing is thrown.
 */
export const recordsOf = (snapshot: ServiceSnapshot, options: RecordOptions): ServiceRecords => {
  const made = makeContext(snapshot, options);
  if (made.kind !== 'publishable') return { ...nothing, problems: distinct(made.problems) };
  const { context } = made;
  const territory = makeRrsets(context, recordMakers.territory);
  const shared = makeRrsets(context, recordMakers.shared);
  const requests = makeRequests(context);
  const { names, problems } = fillRequests(context, requests.requests);
  const all = [territory.problems, shared.problems, requests.problems, problems];
  return {
    territory: territory.rrsets,
    shared: shared.rrsets,
    names,
    problems: distinct(all.reduce(joinProblems, made.problems)),
  };
};

const nothing: ServiceRecords = { territory: [], shared: [], names: [], problems: noProblems };

const makeRrsets = (context: ServiceContext, makers: readonly RrsetMaker[]): MadeRrsets =>
  makers.map((make) => make(context)).reduce(joinRrsets);

const makeRequests = (context: ServiceContext): MadeRequests =>
  joinRequests(recordMakers.names.map((make) => make(context)));

/** Several makers and several slices may stumble over the same thing; it is said once. Sorted, so that no order of slices shows. */
const distinct = (problems: readonly RecordProblem[]): readonly RecordProblem[] => {
  if (problems.length < 2) return problems;
  const byMessage = new Map(problems.map((problem) => [problem.message, problem]));
  return [...byMessage.values()].sort((a, b) => (a.message < b.message ? -1 : 1));
};
