import { assertNever } from '../../assertNever.ts';
import type { SourceEvent } from '../../store/objectSource.ts';
import type { Log, LogFields } from '../../telemetry/log.ts';

/** What the source of Services reports, as log lines. */
export const logSourceEvent = (log: Log, event: SourceEvent): void => {
  const where = 'resource' in event ? placeOf(event) : {};
  switch (event.kind) {
    case 'feed-synced':
      log.info('Watch synced', { ...where, objects: event.objects, ms: Math.round(event.durationMs) });
      break;
    case 'feed-problem':
      log.warn(event.message, where);
      break;
    case 'feed-recovered':
      log.info('Watch recovered', where);
      break;
    case 'relist':
      log.info('Resource listed anew', { ...where, reason: event.reason });
      break;
    case 'source-problem':
      log.warn(event.message);
      break;
    case 'source-recovered':
      log.info('Source can be read again');
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
