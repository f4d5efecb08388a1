import type { DesiredCondition } from '../../kube/conditions/conditionWriter.ts';
import type { ServiceCondition } from '../../kube/conditions/serviceCondition.ts';
import { type ObjectRef, objectRefKey, objectRefText, serviceKeyOf } from '../../model/objectRef.ts';
import { isServiceSnapshot } from '../../model/originSnapshot.ts';
import type { ServiceKey } from '../../model/service.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import { factsOf } from '../../setup/zoneParts.ts';
import type { Store } from '../../store/store.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { makeProblem } from '../../telemetry/problems.ts';
import { nameUnit, objectUnit, type UnitKey } from '../../zone/unit.ts';
import { aboutUnit, originText } from '../tell/aboutUnit.ts';
import { eventReason } from '../tell/eventReason.ts';
import { heldProblem, notAnswered } from '../tell/explainEvent.ts';
import { explainAllowance, explainRefusal } from '../tell/explainRefusal.ts';
import { recordProblem } from '../tell/recordProblem.ts';
import type { ZoneService } from '../zoneService.ts';

export type ConditionZone = Pick<ZoneService, 'zone' | 'access' | 'desired' | 'notes' | 'loop'>;

/**
 * What the condition of each Service should be, by what the zones hold now.
 *
 * | of the Service's names, in any zone                             | condition                      |
 * | --------------------------------------------------------------- | ------------------------------ |
 * | one waits to be written or to be read back                      | stays as it is                 |
 * | one is refused, in conflict, left out, held or answered wrongly | False, with the reason         |
 * | all are in the zone, and were read there                        | True                           |
 * | there are none: not selected, or without addresses              | none (the Service is left out) |
 *
 * Undefined while a zone is not in step for the first time, or is written by another process.
 */
export const serviceConditions = (
  zones: readonly ConditionZone[],
  store: Pick<Store, 'keys' | 'snapshot'>,
): ReadonlyMap<ServiceKey, DesiredCondition> | undefined => {
  if (!zones.every(({ loop: { view } }) => view.isSettled() && view.writtenBy() === undefined))
    return undefined;
  const waiting = new Set(zones.flatMap(waitingIn));
  const problems = new Map<ServiceKey, ServiceCondition>();
  for (const zone of zones) {
    for (const [key, problem] of problemsIn(zone)) {
      if (key !== undefined && !problems.has(key)) problems.set(key, conditionOf(problem, zone));
    }
  }
  const published = publishedIn(zones);
  const found = new Map<ServiceKey, DesiredCondition>();
  for (const key of store.keys()) {
    const snapshot = store.snapshot(key);
    if (snapshot === undefined || !isServiceSnapshot(snapshot)) continue;
    const names = published.get(key);
    const condition = problems.get(key) ?? (names && answered(names));
    const stays = waiting.has(key);
    if (stays || condition !== undefined)
      found.set(key, { uid: snapshot.service.uid, condition: stays ? undefined : condition });
  }
  return found;
};

const answered = (zones: ReadonlySet<string>): ServiceCondition => ({
  status: 'True',
  reason: 'Published',
  message: `BIND answers for its names in zone ${[...zones].join(', ')}`,
});

const conditionOf = (
  { code, message }: Problem,
  { access }: Pick<ConditionZone, 'access'>,
): ServiceCondition => ({
  status: 'False',
  reason: eventReason(code),
  message: zoneInView(message, access.view),
});

const keyOf = (object: ObjectRef | undefined): ServiceKey | undefined => object && serviceKeyOf(object);

/** What BIND has taken is there for certain only once it was read back. */
const waitingIn = ({ desired, loop: { view, parts } }: ConditionZone): readonly ServiceKey[] =>
  [...view.pendingUnits(), ...parts.ledger.unconfirmed()].flatMap(
    (unit) => keyOf(aboutUnit(desired, unit).object) ?? [],
  );

type Found = readonly [key: ServiceKey | undefined, problem: Problem];

const problemsIn = function* ({ zone, access, desired, notes, loop }: ConditionZone): Iterable<Found> {
  const { view } = loop;
  const facts = factsOf(access, zone);
  const spoken = { facts, desired };
  const about = (unit: UnitKey): ServiceKey | undefined => keyOf(aboutUnit(desired, unit).object);
  for (const [unit, { outcome }] of view.quarantine())
    yield [about(unit), explainRefusal(unit, outcome, spoken)];
  for (const [name, { reason, origin }] of view.conflicts())
    yield [keyOf(origin), makeProblem('conflict', { name, object: originText(origin), reason })];
  for (const [name, { winner, losers }] of notes.contests) {
    for (const object of losers) {
      const said = { name, object: objectRefText(object), winner: objectRefText(winner) };
      yield [keyOf(object), makeProblem('contest', said)];
    }
  }
  for (const wrong of view.wrongAnswers())
    yield [keyOf(desired.at(wrong.name)?.origin), notAnswered(wrong, facts)];
  for (const [unit, hold] of view.holds())
    if (!hold.isOver) yield [keyOf(hold.origin), heldProblem(desired, unit, hold)];
  for (const [unit, allowance] of view.limited())
    yield [about(unit), explainAllowance(unit, allowance, spoken)];
  for (const problem of [...notes.problems.values()].flat()) {
    const found = recordProblem(problem);
    // The others say something about what is published all the same.
    if (found.code === 'unpublishable') yield [keyOf(problem.object), found];
  }
};

/** The zones in which a Service has records. */
const publishedIn = (zones: readonly ConditionZone[]): ReadonlyMap<ServiceKey, ReadonlySet<string>> => {
  const published = new Map<ServiceKey, Set<string>>();
  for (const { zone, access, desired, loop } of zones) {
    const { ledger } = loop.parts;
    const add = (key: ServiceKey): void => {
      const there = published.get(key) ?? new Set();
      published.set(key, there.add(zoneInView(zone, access.view)));
    };
    for (const unit of ledger.sources().keys()) {
      const { object } = aboutUnit(desired, unit);
      const key = keyOf(object);
      if (key !== undefined && objectUnit(key) === unit) add(key);
    }
    for (const name of desired.names()) {
      const origin = desired.at(name)?.origin;
      if (origin !== undefined && ledger.records(nameUnit(name)) > 0) add(objectRefKey(origin));
    }
  }
  return published;
};
