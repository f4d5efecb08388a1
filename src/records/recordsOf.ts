import type { Rrset } from '../dns/rrset.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { joinProblems } from './joinProblems.ts';
import { limitProblems } from './limitProblems.ts';
import { joinRrsets, type MadeRrsets } from './madeRrsets.ts';
import { type FilledRequests, fillRequests } from './outside/fillRequests.ts';
import { joinRequests } from './outside/nameRequest.ts';
import { type RrsetMaker, recordMakers } from './recordMakers.ts';
import type { RecordOptions } from './recordOptions.ts';
import { contextOf, makeContext, type ServiceContext } from './serviceContext.ts';
import type { RequestedNames, ServiceRecords } from './serviceRecords.ts';

/**
 * All records of one Service in one zone: a function of the snapshot and the options alone. What cannot be
 * published is a problem; it never keeps the rest from being published, and nothing is thrown.
 */
export const recordsOf = (snapshot: ServiceSnapshot, options: RecordOptions): ServiceRecords => {
  const made = makeContext(snapshot, options);
  const selected = made.kind !== 'unselected';
  if (made.kind !== 'publishable') return { ...nothing, selected, problems: limitProblems(made.problems) };
  const { context } = made;
  const territory = makeRrsets(context, recordMakers.territory);
  const shared = makeRrsets(context, recordMakers.shared);
  const { names, requested, problems } = makeNames(context);
  const all = [territory.problems, shared.problems, problems];
  return {
    selected,
    territory: territory.rrsets,
    shared: shared.rrsets,
    names,
    requested,
    problems: limitProblems(all.reduce(joinProblems, made.problems)),
  };
};

const noNames: RequestedNames = { names: [], requested: [] };
const nothing = { territory: [], shared: [], ...noNames };

/** The territory of {@link recordsOf} alone. */
export const territoryRecords = (snapshot: ServiceSnapshot, options: RecordOptions): readonly Rrset[] => {
  const context = contextOf(snapshot, options);
  return context === undefined ? [] : makeRrsets(context, recordMakers.territory).rrsets;
};

/** The names outside of {@link recordsOf} alone. */
export const requestedNames = (snapshot: ServiceSnapshot, options: RecordOptions): RequestedNames => {
  const context = contextOf(snapshot, options);
  return context === undefined ? noNames : makeNames(context);
};

const makeRrsets = (context: ServiceContext, makers: readonly RrsetMaker[]): MadeRrsets =>
  makers.map((make) => make(context)).reduce(joinRrsets);

const makeNames = (context: ServiceContext): FilledRequests => {
  const { requests, problems } = joinRequests(recordMakers.names.map((make) => make(context)));
  const filled = fillRequests(context, requests);
  return { ...filled, problems: joinProblems(problems, filled.problems) };
};
