import type { NameContest } from '../../controller/desired/nameContests.ts';
import { objectRefText } from '../../model/objectRef.ts';
import type { RecordProblem } from '../../records/serviceRecords.ts';
import type { Log } from '../../telemetry/log.ts';
import type { ProblemCode } from '../../telemetry/problems.ts';
import { recordProblem } from './recordProblem.ts';
import type { ServiceEvents } from './serviceEvents.ts';

/**
 * What one zone leaves out, and which names several Services request. Each thing is said once, and again only
 * after it was gone.
 */
export type ZoneNotes = {
  readonly problems: ReadonlyMap<string, readonly RecordProblem[]>;
  readonly contests: ReadonlyMap<string, NameContest>;
  readonly onProblems: (service: string, problems: readonly RecordProblem[]) => void;
  readonly onContest: (base: string, contest: NameContest | undefined) => void;
};

const contested: ProblemCode = 'contest';

export const createZoneNotes = (log: Log, events: Pick<ServiceEvents, 'problem' | 'contest'>): ZoneNotes => {
  const problems = new Map<string, readonly RecordProblem[]>();
  const contests = new Map<string, NameContest>();
  return {
    problems,
    contests,
    onProblems: (service, list) => {
      const before = new Set((problems.get(service) ?? []).map(({ message }) => message));
      for (const problem of list) {
        if (before.has(problem.message)) continue;
        const { code, fix } = recordProblem(problem);
        const { kind, message: reason } = problem;
        const event = code === 'unpublishable' ? 'Record left out' : 'Record of no use on the LAN';
        log.warn(event, { code, service, problem: kind, reason, ...(fix === '' ? {} : { fix }) });
        events.problem(problem);
      }
      if (list.length === 0) problems.delete(service);
      else problems.set(service, list);
    },
    onContest: (base, contest) => {
      if (contest === undefined) {
        contests.delete(base);
        log.info('Name is requested by one Service only now', { name: base });
        return;
      }
      contests.set(base, contest);
      log.warn('Name requested by several Services: the older one keeps it', {
        code: contested,
        name: base,
        winner: objectRefText(contest.winner),
        losers: contest.losers.map(objectRefText),
      });
      events.contest(base, contest);
    },
  };
};
