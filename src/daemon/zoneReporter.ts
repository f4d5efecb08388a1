import { assertNever } from '../assertNever.ts';
import type { ZoneEvent } from '../controller/zoneEvent.ts';
import type { UpdateOperation } from '../dns/update.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Drift, HeldDeletion, Problem } from '../telemetry/status.ts';
import { type ExplainFacts, explain } from './explain.ts';

/** What the status shows of a zone that is not in the loop's own state: it is remembered from the events. */
export type ZoneHistory = {
  lastWriteMs: number;
  lastReadMs: number;
  problem: Problem | undefined;
  guard: HeldDeletion | undefined;
  readonly drift: Drift[];
};

export type ZoneReporterDeps = {
  readonly log: Log;
  readonly metrics: Pick<
    Metrics,
    'propagation' | 'update' | 'updates' | 'recordsWritten' | 'transfers' | 'driftHealed'
  >;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly facts: () => ExplainFacts;
};

/** Turns what happens in one zone into log lines, metrics and the history that the status shows. */
export const createZoneReporter = (
  deps: ZoneReporterDeps,
): { readonly report: (event: ZoneEvent) => void; readonly history: ZoneHistory } => {
  const history: ZoneHistory = {
    lastWriteMs: 0,
    lastReadMs: 0,
    problem: undefined,
    guard: undefined,
    drift: [],
  };
  return {
    history,
    report: (event) => {
      count(event, deps);
      remember(event, history, deps);
      tell(event, deps);
    },
  };
};

const count = (event: ZoneEvent, { metrics, facts }: ZoneReporterDeps): void => {
  const { zone } = facts();
  switch (event.kind) {
    case 'written':
      metrics.updates({ zone, outcome: 'applied' });
      metrics.update({ zone }, event.durationMs / 1000);
      metrics.recordsWritten({ zone, change: 'added' }, event.added);
      metrics.recordsWritten({ zone, change: 'removed' }, event.removed);
      for (const latencyMs of event.latenciesMs) metrics.propagation({ zone }, latencyMs / 1000);
      break;
    case 'updateFailed':
    case 'quarantined':
      metrics.updates({ zone, outcome: event.outcome.kind });
      break;
    case 'read':
      metrics.transfers({ zone, type: event.mode === 'full' ? 'axfr' : 'ixfr', outcome: 'complete' });
      break;
    case 'readFailed':
      metrics.transfers({ zone, type: 'any', outcome: event.failure.kind });
      break;
    case 'drift':
      metrics.driftHealed({ zone }, event.healing.length);
      break;
    default:
  }
};

const keptDrift = 50;

const remember = (event: ZoneEvent, history: ZoneHistory, { nowMs, facts }: ZoneReporterDeps): void => {
  switch (event.kind) {
    case 'written':
      history.lastWriteMs = nowMs();
      history.problem = undefined;
      break;
    case 'read':
      history.lastReadMs = nowMs();
      history.problem = undefined;
      break;
    case 'updateFailed':
      if (event.outcome.kind !== 'applied') history.problem = explain(event.outcome, facts());
      break;
    case 'readFailed':
      history.problem = explain(event.failure, facts());
      break;
    case 'guarded':
      history.guard = {
        deletes: event.removals,
        owned: event.owned,
        sinceMs: history.guard?.sinceMs ?? nowMs(),
      };
      break;
    case 'guardEnded':
      history.guard = undefined;
      break;
    case 'drift':
      history.drift.push(...event.healing.map((operation) => toDrift(operation, nowMs())));
      history.drift.splice(0, Math.max(0, history.drift.length - keptDrift));
      break;
    default:
  }
};

/** What healing adds was missing; what it deletes was found. */
const toDrift = (operation: UpdateOperation, atMs: number): Drift => {
  const { name, type } = operation;
  if (operation.kind === 'add') return { atMs, name, was: `${type} ${operation.rdata}`, found: '' };
  return {
    atMs,
    name,
    was: '',
    found: operation.kind === 'deleteRecord' ? `${type} ${operation.rdata}` : type,
  };
};

const tell = (event: ZoneEvent, deps: ZoneReporterDeps): void => {
  const { log } = deps;
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
    case 'updateFailed':
      if (event.outcome.kind !== 'applied')
        tellProblem(deps, explain(event.outcome, deps.facts()), event.retryMs);
      break;
    case 'readFailed':
      tellProblem(deps, explain(event.failure, deps.facts()), event.retryMs);
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
    case 'compared':
      log.debug('Zone compared', { units: event.units, differing: event.differing });
      break;
    case 'steady':
      log.info('Zone in step', { serial: event.serial });
      break;
    case 'drift':
      log.warn('Drift healed: another hand had changed records of ours', {
        unit: event.unit,
        healing: event.healing.slice(0, 20).map(operationText),
      });
      break;
    case 'conflict':
      log.warn('Name left alone: it is not ours', {
        name: event.name,
        service: event.service,
        reason: event.reason,
      });
      break;
    case 'conflictEnded':
      log.info('Name is free now', { name: event.name });
      break;
    case 'quarantined':
      log.error('Service refused by the name server; everything else goes on', {
        unit: event.unit,
        answer: event.outcome.kind,
        reason: explain(event.outcome, deps.facts()).message,
        attempts: event.attempts,
        retryMs: event.retryMs,
      });
      break;
    case 'released':
      log.info('Service accepted by the name server again', { unit: event.unit });
      break;
    case 'guarded':
      log.error('Deletions held back: the share is too large to be meant', {
        removals: event.removals,
        owned: event.owned,
        units: event.units.slice(0, 10),
        mend: 'k8s-bind confirm-delete, or run with --allow-mass-delete',
      });
      break;
    case 'guardEnded':
      log.info('Deletions no longer held back');
      break;
    case 'recordLimit':
      log.warn('RRset cut to the limit of the name server', {
        unit: event.unit,
        limit: event.limit,
        mend: `zone "${deps.facts().zone}" { max-records-per-type 0; };`,
      });
      break;
    case 'recordLimitEnded':
      log.info('The name server takes longer RRsets now: everything is published');
      break;
    default:
      assertNever(event);
  }
};

const tellProblem = ({ log }: ZoneReporterDeps, problem: Problem, retryMs: number): void =>
  log.warn(problem.message, { retryMs, ...(problem.mend === '' ? {} : { mend: problem.mend }) });

const operationText = (operation: UpdateOperation): string => {
  switch (operation.kind) {
    case 'add':
      return `add ${operation.name} ${operation.ttlSeconds} ${operation.type} ${operation.rdata}`;
    case 'deleteRrset':
      return `delete ${operation.name} ${operation.type}`;
    case 'deleteRecord':
      return `delete ${operation.name} ${operation.type} ${operation.rdata}`;
    default:
      return assertNever(operation);
  }
};
