import type { NameContest } from '../../controller/desired/nameContests.ts';
import { type ObjectRef, objectRefText, sameObject } from '../../model/objectRef.ts';
import { shownProblems, shownText } from '../../model/visibleText.ts';
import type { ProblemKind, RecordProblem } from '../../records/serviceRecords.ts';
import type { Log } from '../../telemetry/log.ts';
import { createObjectLog } from '../../telemetry/objectLog.ts';
import type { ProblemCode } from '../../telemetry/problems.ts';
import { recordProblem } from './recordProblem.ts';
import type { ServiceEvents } from './serviceEvents.ts';

/**
 * What one zone leaves out, and which names several objects request. Each thing is said once, and again only
 * after it was gone.
 */
export type ZoneNotes = {
  readonly problems: ReadonlyMap<string, readonly RecordProblem[]>;
  readonly contests: ReadonlyMap<string, NameContest>;
  readonly onProblems: (service: string, problems: readonly RecordProblem[]) => void;
  readonly onContest: (base: string, contest: NameContest | undefined) => void;
  /**
   * Says what has become of the contests since the last time: of 300 Services that come to request one name
   * in one pass that is one line, which counts them.
   */
  readonly sayContests: () => void;
};

const nameOf = (object: ObjectRef): string => shownText(objectRefText(object));

const contested: ProblemCode = 'contest';

const eventOf = (kind: ProblemKind): string => {
  if (kind === 'wider-wildcard' || kind === 'shadowed-wildcard')
    return 'Wildcard answers otherwise than its object asks';
  return kind === 'cluster-only-target' ? 'Record of no use on the LAN' : 'Record left out';
};

export const createZoneNotes = (log: Log, events: Pick<ServiceEvents, 'problem' | 'contest'>): ZoneNotes => {
  const about = createObjectLog(log, () => performance.now());
  const problems = new Map<string, readonly RecordProblem[]>();
  const contests = new Map<string, NameContest>();
  /** What was said last about the contests that have changed since. */
  const changed = new Map<string, NameContest | undefined>();
  const sayContest = (base: string, before: NameContest | undefined): void => {
    const contest = contests.get(base);
    if (contest === undefined) {
      if (before === undefined) return;
      about(nameOf(before.winner)).info('Name is requested by one object only now', { name: base });
      return;
    }
    if (contest.losers.length === 0) {
      about(nameOf(contest.winner)).info('Name shared by several objects of one namespace', {
        name: base,
        oldest: nameOf(contest.winner),
        others: contest.sharers.slice(0, shownProblems).map(nameOf),
        count: contest.sharers.length,
      });
      return;
    }
    about(nameOf(contest.winner)).warn('Name requested by several objects: the first keeps it', {
      code: contested,
      name: base,
      winner: nameOf(contest.winner),
      losers: contest.losers.slice(0, shownProblems).map(nameOf),
      count: contest.losers.length,
    });
    events.contest(base, { ...contest, losers: newLosers(contest, before) });
  };
  return {
    problems,
    contests,
    onProblems: (service, list) => {
      const before = new Set((problems.get(service) ?? []).map(({ message }) => message));
      for (const problem of list) {
        if (before.has(problem.message)) continue;
        const { code, fix } = recordProblem(problem);
        const { kind, message: reason } = problem;
        const more = fix === '' ? {} : { fix };
        about(service).warn(eventOf(kind), { code, service, problem: kind, reason, ...more });
        events.problem(problem);
      }
      if (list.length === 0) problems.delete(service);
      else problems.set(service, list);
    },
    onContest: (base, contest) => {
      if (!changed.has(base)) changed.set(base, contests.get(base));
      if (contest === undefined) contests.delete(base);
      else contests.set(base, contest);
    },
    sayContests: () => {
      for (const [base, before] of changed) sayContest(base, before);
      changed.clear();
    },
  };
};

/** Who goes without and has not been told so, or was told of another winner. */
const newLosers = (
  { winner, losers }: NameContest,
  before: NameContest | undefined,
): readonly ObjectRef[] => {
  if (before === undefined || !sameObject(before.winner, winner)) return losers;
  const known = new Set(before.losers.map(objectRefText));
  return losers.filter((loser) => !known.has(objectRefText(loser)));
};
