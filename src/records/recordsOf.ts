import type { Rrset } from '../dns/rrset.ts';
import { objectRefText } from '../model/objectRef.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';
import { fitAnswers } from './fitAnswer.ts';
import { holdableOf } from './holdableOf.ts';
import { joinProblems, noProblems } from './joinProblems.ts';
import { limitProblems } from './limitProblems.ts';
import { countRecords, limitRrsets } from './limitRrsets.ts';
import { joinRrsets, type MadeRrsets } from './madeRrsets.ts';
import { type FilledRequests, fillRequests, noFilledRequests } from './outside/fillRequests.ts';
import { joinRequests, noRequests } from './outside/nameRequest.ts';
import { type RrsetMaker, recordMakers } from './recordMakers.ts';
import type { RecordOptions } from './recordOptions.ts';
import { contextOf, makeContext, type ServiceContext } from './serviceContext.ts';
import type { RecordProblem, RequestedName, RequestedNames, ServiceRecords } from './serviceRecords.ts';
import { tooManyRecords } from './tooManyRecords.ts';

/**
 * All records of one Service in one zone: a function of the snapshot and the options alone. What cannot be
 * published is a problem; it never keeps the rest from being published, and nothing is thrown.
 *
 * @param known the territory has been made before, with so many records and without a problem: it is left out
 */
export const recordsOf = (
  snapshot: ServiceSnapshot,
  options: RecordOptions,
  known?: KnownTerritory,
): ServiceRecords => {
  const made = makeContext(snapshot, options);
  const selected = made.kind !== 'unselected';
  if (made.kind !== 'publishable') return { ...nothing, selected, problems: limitProblems(made.problems) };
  const { context } = made;
  const { maxRecords } = options;
  const territory =
    known === undefined ? makeRrsets(context, recordMakers.territory, maxRecords) : knownTerritory;
  const countTerritory = (): number => known?.count ?? countRecords(territory.rrsets);
  const outside = makeNames(context, countTerritory);
  const used = outside.names.reduce((sum, { rrsets }) => sum + countRecords(rrsets), countTerritory());
  const shared = makeRrsets(context, recordMakers.shared, maxRecords - used);
  const all = [territory.problems, outside.problems, shared.problems].reduce(joinProblems, made.problems);
  const holdable = holdableOf(context);
  const leftOut = context.filter.leftOut();
  return {
    ...outside,
    selected,
    territory: territory.rrsets,
    shared: shared.rrsets,
    problems: limitProblems(saidOnce(all)),
    ...(holdable === undefined ? {} : { holdable }),
    ...(leftOut === 0 ? {} : { leftOut }),
  };
};

/** How many records there are. */
export type KnownTerritory = { readonly count: number };

const knownTerritory: MadeRrsets = { rrsets: [], problems: noProblems };

const nothing = { territory: [], shared: [], names: [], requested: [] };

/** The territory of {@link recordsOf} alone. */
export const territoryRecords = (snapshot: ServiceSnapshot, options: RecordOptions): readonly Rrset[] => {
  const context = contextOf(snapshot, options);
  return context === undefined ? [] : makeRrsets(context, recordMakers.territory, options.maxRecords).rrsets;
};

/** The names outside of {@link recordsOf} alone. */
export const requestedNames = (snapshot: ServiceSnapshot, options: RecordOptions): RequestedNames => {
  const context = contextOf(snapshot, options);
  return context === undefined
    ? noFilledRequests
    : makeNames(context, () => countRecords(territoryRecords(snapshot, options)));
};

/** @param room how many records there may be */
const makeRrsets = (context: ServiceContext, makers: readonly RrsetMaker[], room: number): MadeRrsets => {
  const made = fitRrsets(context, makers.map((make) => make(context)).reduce(joinRrsets));
  const found = countRecords(made.rrsets);
  if (found <= room) return made;
  const tooMany = tooManyRecords(context, found);
  return { rrsets: limitRrsets(made.rrsets, room).rrsets, problems: [...made.problems, tooMany] };
};

/** What one answer cannot carry is left out, and said. */
const fitRrsets = (context: ServiceContext, made: MadeRrsets): MadeRrsets => {
  const rrsets = fitAnswers(made.rrsets);
  if (rrsets === made.rrsets) return made;
  const tooLong = made.rrsets.flatMap((rrset, at) => tooLongFor(context, rrset, rrsets[at] ?? rrset));
  return { rrsets, problems: joinProblems(made.problems, tooLong) };
};

const tooLongFor = (
  { object }: ServiceContext,
  { name, type, rdatas }: Rrset,
  fitting: Rrset,
): readonly RecordProblem[] => {
  const kept = fitting.rdatas.length;
  if (kept === rdatas.length) return noProblems;
  const message = `Cannot publish all of "${name} ${type}" for ${objectRefText(object)}: found ${rdatas.length} records, needed at most ${kept}, more than one answer cannot carry`;
  return [{ kind: 'rrset-too-long', object, name, message }];
};

const makeNames = (context: ServiceContext, countTerritory: () => number): FilledRequests => {
  const made = joinRequests(recordMakers.names.map((make) => make(context)));
  if (made === noRequests) return noFilledRequests;
  const filled = fillRequests(context, made, countTerritory);
  const problems = joinProblems(made.problems, filled.problems);
  return { ...filled, names: filled.names.map(fitName), problems };
};

const fitName = (name: RequestedName): RequestedName => ({ ...name, rrsets: fitAnswers(name.rrsets) });

/** That there are too many records is said once, of the part that comes first. */
const saidOnce = (problems: readonly RecordProblem[]): readonly RecordProblem[] => {
  if (problems.length < 2) return problems;
  const tooMany = problems.find(({ kind }) => kind === 'too-many-records');
  return problems.filter((problem) => problem.kind !== 'too-many-records' || problem === tooMany);
};
