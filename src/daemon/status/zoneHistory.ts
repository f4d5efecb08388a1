import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import type { UpdateOperation } from '../../dns/updateMessage.ts';
import { type ExplainFacts, explain } from '../../setup/explain.ts';
import type { Drift, HeldDeletion, Problem } from '../../telemetry/status.ts';

/** What the status shows of a zone that is not in the loop's own state: it is remembered from the events. */
export type ZoneHistory = {
  lastWriteMs: number;
  lastReadMs: number;
  problem: Problem | undefined;
  guard: HeldDeletion | undefined;
  readonly drift: Drift[];
};

export const createZoneHistory = (): ZoneHistory => ({
  lastWriteMs: 0,
  lastReadMs: 0,
  problem: undefined,
  guard: undefined,
  drift: [],
});

const keptDrift = 50;

/** Takes in one event. `nowMs` is in milliseconds since 1970. */
export const rememberEvent = (
  history: ZoneHistory,
  event: ZoneEvent,
  { nowMs, facts }: { readonly nowMs: () => number; readonly facts: () => ExplainFacts },
): void => {
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
