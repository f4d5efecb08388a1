import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import { leftOutOf } from '../../controller/desired/leftOutOf.ts';
import type { ZoneView } from '../../controller/zoneView.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { shownText } from '../../model/visibleText.ts';
import type { ServerAddress } from '../../server/connection.ts';
import type { ExplainFacts } from '../../setup/explain.ts';
import { socketText } from '../../socketText.ts';
import { makeProblem } from '../../telemetry/problems.ts';
import type { UnitProblem, ZoneState, ZoneStatus } from '../../telemetry/status.ts';
import { aboutUnit, originText } from '../tell/aboutUnit.ts';
import { heldProblem, notAnswered } from '../tell/explainEvent.ts';
import { explainAllowance, explainRefusal } from '../tell/explainRefusal.ts';
import { recordProblem } from '../tell/recordProblem.ts';
import type { ZoneNotes } from '../tell/zoneNotes.ts';
import { limitPerObject } from './limitPerObject.ts';
import type { ZoneHistory } from './zoneHistory.ts';

export type ZoneStatusSources = {
  readonly view: ZoneView;
  readonly desired: DesiredZone;
  readonly history: ZoneHistory;
  readonly server: ServerAddress;
  readonly facts: ExplainFacts;
  readonly notes: ZoneNotes;
  /** Who took over, where that ended the zone's loop; for people. */
  readonly fencedBy: string | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Monotonic, as the loop counts. */
  readonly monotonicMs: number;
};

/**
 * How one zone is, for people and probes, from the loop's own state and what was remembered of its events.
 */
export const zoneStatusOf = (sources: ZoneStatusSources): ZoneStatus => {
  const { view, desired, history, server, facts, notes, nowMs, monotonicMs } = sources;
  return {
    zone: view.zone(),
    ...(facts.view === undefined ? {} : { view: facts.view }),
    server: socketText(server),
    state: stateOf(sources),
    ...writtenByOf(sources),
    serial: view.serial(),
    recordsOwned: view.ownedRecords(),
    pending: view.pending(),
    lastWriteMs: history.lastWriteMs,
    lastReadMs: history.lastReadMs,
    conflicts: limitPerObject([...conflictsOf(view), ...contestsOf(notes)]),
    quarantined: limitPerObject(
      [...view.quarantine()].map(([unit, { untilMs, outcome, sinceMs }]) => ({
        ...aboutUnit(desired, unit),
        ...explainRefusal(unit, outcome, { facts, desired }),
        sinceMs,
        retryMs: Math.max(0, Math.round(untilMs - monotonicMs)) + nowMs,
      })),
    ),
    limited: limitPerObject(
      [...view.limited()].map(([unit, allowance]) => ({
        ...aboutUnit(desired, unit),
        ...explainAllowance(unit, allowance, { facts, desired }),
        sinceMs: 0,
      })),
    ),
    held: limitPerObject(heldOf(sources)),
    unpublishable: unpublishableOf(notes),
    foreign: view.foreignInside(),
    drift: history.drift,
    ...leftOutOf(desired),
    ...heldBackOf(sources),
    ...problemOf(sources),
  };
};

const heldOf = ({ view, desired }: ZoneStatusSources): readonly UnitProblem[] =>
  [...view.holds()].flatMap(([unit, hold]) =>
    hold.isOver
      ? []
      : [
          {
            name: aboutUnit(desired, unit).name,
            object: hold.origin,
            ...heldProblem(desired, unit, hold),
            sinceMs: hold.sinceMs,
          },
        ],
  );

/** What the brake holds now; who stands by holds nothing, since it would not write it. */
const heldBackOf = ({ view, history, facts, nowMs }: ZoneStatusSources): Pick<ZoneStatus, 'guard'> => {
  const held = view.heldBack();
  if (held.size === 0 || view.writtenBy() !== undefined) return {};
  const deletes = [...held.values()].reduce((sum, records) => sum + records, 0);
  const owned = view.ownedRecords();
  const problem = makeProblem('guarded', { zone: facts.zone, count: deletes, owned });
  return { guard: { ...problem, deletes, owned, sinceMs: history.heldSinceMs ?? nowMs } };
};

/** What keeps the zone from being written, or else what keeps it from being answered. */
const problemOf = ({ view, history, facts }: ZoneStatusSources): Pick<ZoneStatus, 'problem'> => {
  const [wrong] = view.wrongAnswers();
  const problem = history.reading ?? history.writing ?? (wrong && notAnswered(wrong, facts));
  return problem === undefined ? {} : { problem };
};

const writtenByOf = ({ view, fencedBy }: ZoneStatusSources): Pick<ZoneStatus, 'writtenBy'> => {
  const holder = fencedBy ?? view.writtenBy();
  return holder === undefined ? {} : { writtenBy: shownText(holder) };
};

/** A request that is tried again is no answer: what failed stays so until the server has given one. */
const stateOf = ({ view, history, fencedBy }: ZoneStatusSources): ZoneState => {
  if (fencedBy !== undefined) return 'fencedOut';
  if (view.writtenBy() !== undefined) return 'standby';
  if (history.reading !== undefined || history.writing !== undefined || history.isWaiting)
    return view.isSettled() ? 'behind' : 'starting';
  if (view.wrongAnswers().length > 0) return 'behind';
  if (!view.isRead() || !view.isClaimed()) return 'starting';
  return view.isSettled() ? 'inStep' : 'syncing';
};

const conflictsOf = ({ conflicts }: ZoneView): UnitProblem[] =>
  [...conflicts()].map(([name, { reason, origin, sinceMs }]) => ({
    name,
    object: origin,
    ...makeProblem('conflict', { name, object: originText(origin), reason }),
    sinceMs,
  }));

const contestsOf = ({ contests }: ZoneNotes): UnitProblem[] =>
  [...contests].flatMap(([name, { winner, losers }]) =>
    losers.map((object) => ({
      name,
      object,
      ...makeProblem('contest', { name, object: objectRefText(object), winner: objectRefText(winner) }),
      sinceMs: 0,
    })),
  );

const unpublishableOf = ({ problems }: ZoneNotes): UnitProblem[] =>
  [...problems.values()].flat().map((problem) => ({
    ...(problem.more === undefined ? {} : { more: problem.more }),
    name: problem.name ?? '',
    object: problem.object,
    ...recordProblem(problem),
    sinceMs: 0,
  }));
