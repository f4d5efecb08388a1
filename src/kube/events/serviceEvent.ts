import { type ObjectRef, objectRefPath } from '../../model/objectRef.ts';
import type { JsonObject } from '../../store/jsonObject.ts';
import { apiVersionOf } from '../../store/resources.ts';
import { microTime } from '../lease/leaseRecord.ts';

/** A message to the owner of an object: shown by `kubectl describe`. */
export type ServiceEvent = {
  readonly object: ObjectRef;
  readonly uid: string;
  readonly type: 'Normal' | 'Warning';
  /** One word in CamelCase, for machines: `NameTaken`. */
  readonly reason: string;
  /** What we did or tried: `Publish`. */
  readonly action: string;
  /** For people, at most 1 kB. */
  readonly note: string;
};

const maxNoteOctets = 1024;

/** Equal keys are one Event that happened several times. */
export const eventKey = ({ object, uid, type, reason, note }: ServiceEvent): string =>
  JSON.stringify([objectRefPath(object), uid, type, reason, note]);

/** The object (events.k8s.io/v1 Event) to create. `reporter`: this program's instance, its host's name. */
export const eventObject = (
  event: ServiceEvent,
  made: { readonly objectName: string; readonly wallMs: number; readonly reporter: string },
): JsonObject => ({
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  metadata: { namespace: eventNamespace(event), name: made.objectName },
  eventTime: microTime(made.wallMs),
  reportingController: 'k8s-bind',
  reportingInstance: made.reporter,
  type: event.type,
  reason: event.reason,
  action: event.action,
  note: truncate(event.note, maxNoteOctets),
  regarding: {
    apiVersion: apiVersionOf(event.object.kind),
    kind: event.object.kind,
    ...(event.object.namespace !== '' && { namespace: event.object.namespace }),
    name: event.object.name,
    ...(event.uid !== '' && { uid: event.uid }),
  },
});

/** An Event about an object of the whole cluster stands in `default`, as those of kubelets do. */
export const eventNamespace = ({ object }: Pick<ServiceEvent, 'object'>): string =>
  object.namespace || 'default';

/** The merge patch that says it happened again. */
export const seriesPatch = (count: number, wallMs: number): JsonObject => ({
  series: { count, lastObservedTime: microTime(wallMs) },
});

const truncate = (text: string, maxOctets: number): string => {
  if (Buffer.byteLength(text) <= maxOctets) return text;
  // Cut octets of a character that did not fit whole decode to U+FFFD.
  const cut = Buffer.from(text)
    .subarray(0, maxOctets - 3)
    .toString();
  return `${cut.replace(/\uFFFD+$/, '')}...`;
};
