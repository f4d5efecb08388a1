import type { NameContest } from '../../controller/desired/nameContests.ts';
import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import type { ServiceEvent } from '../../kube/events/serviceEvent.ts';
import { objectRefKey, objectRefText } from '../../model/objectRef.ts';
import type { ServiceKey } from '../../model/service.ts';
import type { ServiceSnapshot } from '../../model/serviceSnapshot.ts';
import type { RecordProblem } from '../../records/serviceRecords.ts';
import { type ExplainFacts, explain } from '../../setup/explain.ts';

/** Tells the owner of a Service what its operator's log says too: as an Event, which `kubectl describe service` shows. */
export type ServiceEvents = {
  readonly problem: (problem: RecordProblem) => void;
  readonly contest: (base: string, contest: NameContest) => void;
  readonly zone: (event: ZoneEvent, facts: ExplainFacts) => void;
};

export type ServiceEventsDeps = {
  readonly write: (event: ServiceEvent) => void;
  readonly snapshot: (key: ServiceKey) => ServiceSnapshot | undefined;
};

export const createServiceEvents = ({ write, snapshot }: ServiceEventsDeps): ServiceEvents => {
  const warn = (key: ServiceKey, reason: string, note: string): void => {
    const service = snapshot(key)?.service;
    if (service === undefined) return;
    const { namespace, name, uid } = service;
    write({ namespace, name, uid, type: 'Warning', reason, action: 'Publish', note });
  };
  return {
    problem: ({ object, message }) => warn(objectRefKey(object), 'RecordLeftOut', message),
    contest: (base, { winner, losers }) => {
      const note = `${base} is kept by the older ${objectRefText(winner)}`;
      for (const loser of losers) warn(objectRefKey(loser), 'NameTaken', note);
    },
    zone: (event, facts) => {
      switch (event.kind) {
        case 'conflict':
          if (event.origin !== undefined)
            warn(objectRefKey(event.origin), 'NameTaken', `${event.name} is left alone: it ${event.reason}`);
          break;
        case 'quarantined':
          warn(event.unit, 'UpdateRefused', explain(event.outcome, facts).message);
          break;
        case 'recordLimit':
          warn(
            event.unit,
            'RecordLimit',
            `Only ${event.limit} records of an RRset are published: zone ${facts.zone} takes no more (max-records-per-type)`,
          );
          break;
        default:
      }
    },
  };
};
