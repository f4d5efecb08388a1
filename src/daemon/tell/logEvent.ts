import { assertNever } from '../../assertNever.ts';
import type { DesiredZone } from '../../controller/desired/desiredZone.ts';
import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import type { UpdateOperation } from '../../dns/updateMessage.ts';
import { shownText } from '../../model/visibleText.ts';
import { lineMessages } from '../../telemetry/lineMessages.ts';
import type { Log, LogFields } from '../../telemetry/log.ts';
import { createObjectLog, type ObjectLog } from '../../telemetry/objectLog.ts';
import type { Problem } from '../../telemetry/problem.ts';
import { createSpells, type SpellClock, type SpellLine, type Spells } from '../../telemetry/spells.ts';
import { originText } from './aboutUnit.ts';
import { createWrittenLog, type WrittenLog } from './createWrittenLog.ts';

/** Where the lines about one zone go, those that come again and again, and those about single objects. */
export type ZoneLog = {
  readonly log: Log;
  readonly spells: Spells;
  readonly about: ObjectLog;
  readonly written: WrittenLog;
  /** What the zone holds now, and how long that took. */
  readonly totals: () => LogFields;
};

export type ZoneLogOptions = {
  readonly desired: Pick<DesiredZone, 'at' | 'originOf'>;
  readonly totals: ZoneLog['totals'];
};

export const createZoneLog = (log: Log, clock: SpellClock, { desired, totals }: ZoneLogOptions): ZoneLog => ({
  log,
  totals,
  written: createWrittenLog(log, desired, clock.nowMs),
  spells: createSpells(log, clock),
  about: createObjectLog(log, clock.nowMs),
});

/**
 * Says what happens in one zone: the message is constant, the facts are fields. `found` is what the event
 * says is wrong.
 */
export const logEvent = (
  { log, spells, about, written, totals }: ZoneLog,
  event: ZoneEvent,
  found: Problem | undefined,
): void => {
  switch (event.kind) {
    case 'written':
      spells.ended('writing', writtenAgain);
      written(event);
      break;
    case 'update-failed':
    case 'read-failed':
      if (found !== undefined) noteFailure(spells, event, found);
      break;
    case 'answered':
      spells.ended('reading', readAgain);
      break;
    case 'read':
      spells.ended('reading', readAgain);
      log.debug('Zone read', { mode: event.mode, serial: event.serial, ms: Math.round(event.durationMs) });
      break;
    case 'claimed':
      spells.ended('writing', writtenAgain);
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
      spells.ended('writing', writtenAgain);
      log.info(lineMessages.inStep, { ...totals(), serial: event.serial });
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
      about(event.unit).warn('Drift healed: another writer had changed records of ours', {
        unit: event.unit,
        healing: event.healing.slice(0, 20).map((operation) => shownText(operationText(operation))),
      });
      break;
    case 'conflict':
      about(originText(event.origin)).warn('Name left alone: it is not ours', {
        name: event.name,
        object: originText(event.origin),
        ...reasonOf(found),
      });
      break;
    case 'conflict-ended':
      about(event.name).info('Name is free now', { name: event.name });
      break;
    case 'quarantined':
      about(event.unit).error('Service refused by the name server; everything else goes on', {
        unit: event.unit,
        answer: event.outcome.kind,
        ...reasonOf(found),
        attempts: event.attempts,
        retryMs: event.retryMs,
      });
      break;
    case 'released':
      about(event.unit).info('Service accepted by the name server again', { unit: event.unit });
      break;
    case 'held-back':
      log.error('Deletions held back: the share is too large to be meant', {
        removals: event.removals,
        owned: event.owned,
        units: event.units.slice(0, 10),
        ...reasonOf(found),
      });
      break;
    case 'holding':
      about(originText(event.origin)).warn('Records kept: their object has nothing to publish for now', {
        unit: event.unit,
        object: originText(event.origin),
        ...reasonOf(found),
      });
      break;
    case 'hold-ended':
      about(event.unit).info('Records no longer kept for an object without any', { unit: event.unit });
      break;
    case 'brake-released':
      log.info('Deletions no longer held back');
      break;
    case 'record-limit':
      about(event.unit).warn('RRset cut to the limit of the name server', {
        unit: event.unit,
        limit: event.limit,
        ...reasonOf(found),
      });
      break;
    case 'rrsets-refused':
      about(event.unit).warn('Published without what the name server refuses', {
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

const readAgain: SpellLine = { message: 'Zone can be read again' };
const writtenAgain: SpellLine = { message: 'Zone takes updates again' };

const noteFailure = (
  spells: Spells,
  { kind, retryMs }: Extract<ZoneEvent, { readonly kind: 'update-failed' | 'read-failed' }>,
  found: Problem,
): void =>
  spells.failed(kind === 'read-failed' ? 'reading' : 'writing', found.code, {
    message: found.message,
    fields: { retryMs, ...codeAndFix(found) },
  });

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
