import { assertNever } from '../../assertNever.ts';
import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import type { UpdateOperation } from '../../dns/updateMessage.ts';
import type { Log, LogFields } from '../../telemetry/log.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { originText } from './aboutUnit.ts';

/**
 * Says what happens in one zone: the message is constant, the facts are fields. `found` is what the event
 * says is wrong.
 */
export const logEvent = (log: Log, event: ZoneEvent, found: Problem | undefined): void => {
  switch (event.kind) {
    case 'written':
      log.info('Zone updated', {
        ...(event.units.length <= 5 ? { units: event.units } : { services: event.units.length }),
        added: event.added,
        removed: event.removed,
        ms: Math.round(event.durationMs * 10) / 10,
        ...(event.remaining === 0 ? {} : { remaining: event.remaining }),
      });
      break;
    case 'update-failed':
    case 'read-failed':
      if (found !== undefined) log.warn(found.message, { retryMs: event.retryMs, ...codeAndFix(found) });
      break;
    case 'read':
      log.debug('Zone read', { mode: event.mode, serial: event.serial, ms: Math.round(event.durationMs) });
      break;
    case 'claimed':
      log.info('Zone claimed', {
        owner: event.claim.owner,
        epoch: event.claim.epoch,
        ...(event.previous === undefined ? {} : { previousHolder: event.previous.holder }),
      });
      break;
    case 'standing-by':
      log.warn('Stands by: another instance writes the zone', {
        holder: event.by.holder,
        epoch: event.by.epoch,
        ...reasonOf(found),
      });
      break;
    case 'compared':
      log.debug('Zone compared', { units: event.units, differing: event.differing });
      break;
    case 'steady':
      log.info('Zone in step', { serial: event.serial });
      break;
    case 'wrong-answer':
      log.error('Not answered as written', { name: event.name, type: event.type, ...reasonOf(found) });
      break;
    case 'no-answer-yet':
      log.warn('The name server keeps a request waiting', { waitedMs: event.waitedMs });
      break;
    case 'answers-right':
      log.info('Answered as written again');
      break;
    case 'drift':
      log.warn('Drift healed: another writer had changed records of ours', {
        unit: event.unit,
        healing: event.healing.slice(0, 20).map(operationText),
      });
      break;
    case 'conflict':
      log.warn('Name left alone: it is not ours', {
        name: event.name,
        object: originText(event.origin),
        ...reasonOf(found),
      });
      break;
    case 'conflict-ended':
      log.info('Name is free now', { name: event.name });
      break;
    case 'quarantined':
      log.error('Service refused by the name server; everything else goes on', {
        unit: event.unit,
        answer: event.outcome.kind,
        ...reasonOf(found),
        attempts: event.attempts,
        retryMs: event.retryMs,
      });
      break;
    case 'released':
      log.info('Service accepted by the name server again', { unit: event.unit });
      break;
    case 'held-back':
      log.error('Deletions held back: the share is too large to be meant', {
        removals: event.removals,
        owned: event.owned,
        units: event.units.slice(0, 10),
        ...reasonOf(found),
      });
      break;
    case 'brake-released':
      log.info('Deletions no longer held back');
      break;
    case 'record-limit':
      log.warn('RRset cut to the limit of the name server', {
        unit: event.unit,
        limit: event.limit,
        ...reasonOf(found),
      });
      break;
    case 'rrsets-refused':
      log.warn('Published without what the name server refuses', {
        unit: event.unit,
        rrsets: event.rrsets.slice(0, 10),
        ...reasonOf(found),
      });
      break;
    case 'record-limit-ended':
      log.info('The name server takes longer RRsets now: everything is published');
      break;
    default:
      assertNever(event);
  }
};

const codeAndFix = ({ code, fix }: Problem): LogFields => ({ code, ...(fix === '' ? {} : { fix }) });

const reasonOf = (found: Problem | undefined): LogFields =>
  found === undefined ? {} : { reason: found.message, ...codeAndFix(found) };

const operationText = (operation: UpdateOperation): string => {
  switch (operation.kind) {
    case 'add':
      return `add ${operation.name} ${operation.ttlSeconds} ${operation.type} ${operation.rdata}`;
    case 'delete-rrset':
      return `delete ${operation.name} ${operation.type}`;
    case 'delete-record':
      return `delete ${operation.name} ${operation.type} ${operation.rdata}`;
    default:
      return assertNever(operation);
  }
};
