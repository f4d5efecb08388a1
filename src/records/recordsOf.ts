import type { Rrset } from '../dns/rrset.ts';
import { objectRefText } from '../model/objectRef.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { fitAnswer } from './fitAnswer.ts';
import { holdableOf } from './holdableOf.ts';
import { joinProblems, noProblems } from './joinProblems.ts';
import { limitProblems } from './limitProblems.ts';
import { countRecords, limitRrsets } from './limitRrsets.ts';
import { joinRrsets, type MadeRrsets } from './madeRrsets.ts';
import { type FilledRequests, fillRequests } from './outside/fillRequests.ts';
import { joinRequests } from './outside/nameRequest.ts';
import { type RrsetMaker, recordMakers } from './recordMakers.ts';
import type { RecordOptions } from './recordOptions.ts';
import { contextOf, makeContext, type ServiceContext } from './serviceContext.ts';
import type { RecordProblem, RequestedNames, ServiceRecords } from './serviceRecords.ts';
import { tooManyRecords } from './tooManyRecords.ts';

/**
 * All records of one Service in one zone: a function of the snapshot and the options alone. What cannot be
 * published is a problem; it never keeps the rest from being published, and nothing is thrown.
 */
export const recordsOf = (snapshot: ServiceSnapshot, options: RecordOptions): ServiceRecords => {
  const made = makeContext(snapshot, options);
  const selected = made.kind !== 'unselected';
  if (made.kind !== 'publishable') return { ...nothing, selected, problems: limitProblems(made.problems) };
  const { context } = made;
  const { maxRecords } = options;
  const territory = makeRrsets(context, recordMakers.territory, maxRecords);
  const outside = makeNames(context, () => countRecords(territory.rrsets));
  const used = countRecords(territory.rrsets) + countRecords(outside.names.flatMap(({ rrsets }) => rrsets));
  const shared = makeRrsets(context, recordMakers.shared, maxRecords - used);
  const all = [territory.problems, outside.problems, shared.problems];
  const holdable = holdableOf(context);
  return {
    ...outside,
    selected,
    territory: territory.rrsets.map(fitAnswer),
    shared: shared.rrsets,
    problems: limitProblems(saidOnce(all.reduce(joinProblems, made.problems))),
    ...(holdable === undefined ? {} : { holdable }),
  };
};

const noNames: RequestedNames = { names: [], requested: [] };
const nothing = { territory: [], shared: [], ...noNames };

/** The territory of {@link recordsOf} alone. */
export const territoryRecords = (snapshot: ServiceSnapshot, options: RecordOptions): readonly Rrset[] => {
  const context = contextOf(snapshot, options);
  return context === undefined ? [] : makeRrsets(context, recordMakers.territory, options.maxRecords).rrsets;
};

/** The names outside of {@link recordsOf} alone. */
export const requestedNames = (snapshot: ServiceSnapshot, options: RecordOptions): RequestedNames => {
  const context = contextOf(snapshot, options);
  return context === undefined
    ? noNames
    : makeNames(context, () => countRecords(territoryRecords(snapshot, options)));
};

/** @param room how many records there may be */
const makeRrsets = (context: ServiceContext, makers: readonly RrsetMaker[], room: number): MadeRrsets => {
  const made = makers.map((make) => make(context)).reduce(joinRrsets);
  const { rrsets, found, kept } = limitRrsets(made.rrsets.map(fitAnswer), room);
  const tooLong = made.rrsets.flatMap((rrset) => tooLongFor(context, rrset));
  const tooMany = found === kept ? [] : [tooManyRecords(context, found)];
  return { rrsets, problems: [tooLong, tooMany].reduce(joinProblems, made.problems) };
};

const tooLongFor = ({ object }: ServiceContext, rrset: Rrset): readonly RecordProblem[] => {
  const { name, type, rdatas } = rrset;
  const kept = fitAnswer(rrset).rdatas.length;
  if (kept === rdatas.length) return noProblems;
  const message = `Cannot publish all of "${name} ${type}" for ${objectRefText(object)}: found ${rdatas.length} records, needed at most ${kept}, more than one answer cannot carry`;
  return [{ kind: 'rrset-too-long', object, name, message }];
};

const makeNames = (context: ServiceContext, countTerritory: () => number): FilledRequests => {
  const made = joinRequests(recordMakers.names.map((make) => make(context)));
  const filled = fillRequests(context, made, countTerritory);
  const names = filled.names.map((name) => ({ ...name, rrsets: name.rrsets.map(fitAnswer) }));
  return { ...filled, names, problems: joinProblems(made.problems, filled.problems) };
};

/** That there are too many records is said once, of the part that comes first. */
const saidOnce = (problems: readonly RecordProblem[]): readonly RecordProblem[] => {
  const tooMany = problems.find(({ kind }) => kind === 'too-many-records');
  return problems.filter((problem) => problem.kind !== 'too-many-records' || problem === tooMany);
};
