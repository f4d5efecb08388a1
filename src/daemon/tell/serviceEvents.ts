import type { NameContest } from '../../controller/desired/nameContests.ts';
import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import type { ServiceEvent } from '../../kube/events/serviceEvent.ts';
import { type ObjectRef, type OriginKey, objectRefKey, objectRefText } from '../../model/objectRef.ts';
import { type OriginSnapshot, originOfSnapshot } from '../../model/originSnapshot.ts';
import { zoneInView } from '../../model/zoneInView.ts';
import type { RecordProblem } from '../../records/serviceRecords.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { makeProblem } from '../../telemetry/problems.ts';
import { aboutUnit } from './aboutUnit.ts';
import { eventReason } from './eventReason.ts';
import type { SpokenZone } from './explainRefusal.ts';
import { recordProblem } from './recordProblem.ts';

/**
 * Tells the owner of an object what its operator's log says too: as an Event, which `kubectl describe` shows.
 */
export type ServiceEvents = {
  readonly problem: (problem: RecordProblem) => void;
  readonly contest: (base: string, contest: NameContest) => void;
  /** `found` is what the event says is wrong. */
  readonly zone: (event: ZoneEvent, found: Problem | undefined, desired: SpokenZone['desired']) => void;
};

export type ServiceEventsDeps = {
  /** The view of the zone whose problems these are, where it has a name. */
  readonly view?: string | undefined;
  readonly write: (event: ServiceEvent) => void;
  readonly snapshot: (key: OriginKey) => OriginSnapshot | undefined;
};

export const createServiceEvents = ({ write, snapshot, view }: ServiceEventsDeps): ServiceEvents => {
  const warn = (object: ObjectRef | undefined, { code, message }: Problem): void => {
    const found = object && snapshot(objectRefKey(object));
    if (found === undefined) return;
    const { ref, uid } = originOfSnapshot(found);
    write({
      object: ref,
      uid,
      type: 'Warning',
      reason: eventReason(code),
      action: 'Publish',
      note: zoneInView(message, view),
    });
  };
  return {
    problem: (problem) => warn(problem.object, recordProblem(problem)),
    contest: (name, { winner, losers }) => {
      for (const object of losers) {
        const facts = { name, object: objectRefText(object), winner: objectRefText(winner) };
        warn(object, makeProblem('contest', facts));
      }
    },
    zone: (event, found, desired) => {
      if (found === undefined) return;
      if (event.kind === 'conflict' || event.kind === 'holding') warn(event.origin, found);
      if (event.kind === 'quarantined' || event.kind === 'record-limit' || event.kind === 'rrsets-refused') {
        warn(aboutUnit(desired, event.unit).object, found);
      }
    },
  };
};
