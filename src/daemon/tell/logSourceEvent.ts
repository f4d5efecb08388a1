import { assertNever } from '../../assertNever.ts';
import type { SourceEvent } from '../../store/objectSource.ts';
import type { Log, LogFields } from '../../telemetry/log.ts';
import type { Spells } from '../../telemetry/spells.ts';

/** Where the lines of the source go, and those that come again and again. */
export type SourceLog = { readonly log: Log; readonly spells: Spells };

/** What the source of Services reports, as log lines. */
export const logSourceEvent = ({ log, spells }: SourceLog, event: SourceEvent): void => {
  const where = 'resource' in event ? placeOf(event) : {};
  const watch = 'resource' in event ? `${event.resource} ${event.namespace ?? ''}` : '';
  switch (event.kind) {
    case 'feed-synced':
      log.info('Watch synced', { ...where, objects: event.objects, ms: Math.round(event.durationMs) });
      break;
    case 'feed-problem':
      spells.failed(watch, event.message, { message: event.message, fields: where });
      break;
    case 'feed-recovered':
      spells.ended(watch, { message: 'Watch recovered', fields: where });
      break;
    case 'relist':
      log.info('Resource listed anew', { ...where, reason: event.reason });
      break;
    case 'source-problem':
      spells.failed('source', event.message, { message: event.message });
      break;
    case 'source-recovered':
      spells.ended('source', { message: 'Source can be read again' });
      break;
    case 'events-problem':
      spells.failed('events', event.message, { message: event.message });
      break;
    case 'events-recovered':
      spells.ended('events', { message: 'Events can be written again' });
      break;
    case 'conditions-problem':
      spells.failed('conditions', event.message, { message: event.message });
      break;
    case 'conditions-recovered':
      spells.ended('conditions', { message: 'Conditions of Services can be written again' });
      break;
    case 'object-problem': {
      const { resource, namespace, name, message } = event.problem;
      log.warn('Object cannot be read in full', { resource, namespace, name, reason: message });
      break;
    }
    default:
      assertNever(event);
  }
};

const placeOf = (event: { readonly resource: string; readonly namespace: string | undefined }): LogFields =>
  event.namespace === undefined
    ? { resource: event.resource }
    : { resource: event.resource, namespace: event.namespace };
