import { objectRefText } from '../model/objectRef.ts';
import { zoneInView } from '../model/zoneInView.ts';
import type { Problem } from './problem.ts';
import type { Status, UnitProblem, WatchStatus, ZoneStatus } from './status.ts';

/** One thing that is wrong, as the status page shows it: what, where, how to fix it. */
export type Finding = {
  /** In the table of problems; empty for what the source of the objects says. */
  readonly code: string;
  readonly message: string;
  /** Empty where nothing has to be done. */
  readonly fix: string;
  /** The zone, with its view; empty where it is about none. */
  readonly zone: string;
  /** `Service default/web`; empty where it is about no single object. */
  readonly object: string;
  /** Milliseconds since 1970; 0 where it is not known. */
  readonly sinceMs: number;
  /** How many problems this line stands for, where they are several. */
  readonly more?: number;
};

/** All that is wrong, what stops everything first. */
export const findings = (status: Status): readonly Finding[] => [
  ...status.watches.flatMap(ofWatch),
  ...status.zones.flatMap(ofWholeZone),
  ...status.zones.flatMap(ofObjects),
  ...(status.unreadable ?? []).map(({ object, message }) => ({ ...nothingKnown, object, message })),
];

const nothingKnown = { code: '', fix: '', zone: '', object: '', sinceMs: 0 };

const ofWatch = ({ resource, problem, mayBeAbsent }: WatchStatus): readonly Finding[] =>
  problem === undefined || mayBeAbsent === true
    ? []
    : [{ ...nothingKnown, message: `Cannot watch ${resource}: ${problem}` }];

const ofWholeZone = (status: ZoneStatus): readonly Finding[] => {
  const { state, problem, guard, writtenBy } = status;
  const zone = zoneInView(status.zone, status.view);
  const found = [
    ...(problem === undefined ? [] : [inZone(zone, problem)]),
    ...(guard === undefined ? [] : [inZone(zone, guard, guard.sinceMs)]),
  ];
  if (found.length > 0) return found;
  if (state === 'fencedOut')
    return [{ ...nothingKnown, zone, message: `Taken over by ${writtenBy ?? 'another instance'}` }];
  if (state === 'behind') return [{ ...nothingKnown, zone, message: 'Behind: the last good records answer' }];
  return [];
};

const inZone = (zone: string, { code, message, fix }: Problem, sinceMs = 0): Finding => ({
  ...nothingKnown,
  code,
  message,
  fix,
  zone,
  sinceMs,
});

const ofObjects = (status: ZoneStatus): readonly Finding[] => {
  const zone = zoneInView(status.zone, status.view);
  const { conflicts, quarantined, limited, held, unpublishable } = status;
  return [...quarantined, ...conflicts, ...limited, ...unpublishable, ...held].map((problem) =>
    ofObject(zone, problem),
  );
};

const ofObject = (zone: string, problem: UnitProblem): Finding => ({
  ...inZone(zone, problem, problem.sinceMs),
  object: problem.object === undefined ? '' : objectRefText(problem.object),
  ...(problem.more === undefined ? {} : { more: problem.more }),
});
