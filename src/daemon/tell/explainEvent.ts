import type { WrongAnswer } from '../../controller/read/answers.ts';
import type { HoldReason } from '../../controller/write/holds.ts';
import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import { explain } from '../../setup/explain.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { makeProblem } from '../../telemetry/problems.ts';
import type { UnitKey } from '../../zone/unit.ts';
import { aboutUnit, originText } from './aboutUnit.ts';
import { explainLimit, explainRefusal, explainRrsets, type SpokenZone } from './explainRefusal.ts';

export type EventSituation = SpokenZone & {
  /** The claim is being written; everything else waits for that. */
  readonly claiming: boolean;
};

/**
 * What an event says is wrong: the same for the log, the status and the Event on a Service. Undefined:
 * nothing is.
 */
export const explainEvent = (event: ZoneEvent, situation: EventSituation): Problem | undefined => {
  const { facts, claiming } = situation;
  switch (event.kind) {
    case 'update-failed':
      if (event.outcome.kind === 'applied') return undefined;
      return explain(claiming ? 'claiming' : 'writing', event.outcome, facts);
    case 'read-failed':
      return explain('reading', event.failure, facts);
    case 'quarantined':
      return explainRefusal(event.unit, event.outcome, situation);
    case 'record-limit':
      return explainLimit(event.unit, event.limit, situation);
    case 'rrsets-refused':
      return explainRrsets(event.unit, event.rrsets, situation);
    case 'holding':
      return heldProblem(situation.desired, event.unit, event);
    case 'conflict':
      return makeProblem('conflict', { ...event, object: originText(event.origin) });
    case 'standing-by':
      return makeProblem('fenced', { zone: facts.zone, holder: event.by.holder });
    case 'wrong-answer':
      return notAnswered(event, facts);
    case 'held-back':
      return makeProblem('guarded', { zone: facts.zone, count: event.removals, owned: event.owned });
    default:
      return undefined;
  }
};

/** What a unit has stays although its object has nothing to publish. */
export const heldProblem = (
  desired: SpokenZone['desired'],
  unit: UnitKey,
  { origin, waitsFor }: Pick<HoldReason, 'origin' | 'waitsFor'>,
): Problem => {
  const { name } = aboutUnit(desired, unit);
  const found = name === '' ? 'the records' : `"${name}"`;
  return makeProblem('held', { found, object: originText(origin), reason: waitsFor });
};

/** The server took a record, and answers something else. */
export const notAnswered = (
  { name, type, found }: WrongAnswer,
  { zone, server }: SpokenZone['facts'],
): Problem => makeProblem('notAnswered', { zone, server, name: `${name} ${type}`, found });
