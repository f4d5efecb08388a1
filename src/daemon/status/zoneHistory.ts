import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import type { UpdateOperation } from '../../dns/updateMessage.ts';
import type { Problem } from '../../telemetry/problem.ts';
import type { Drift, HeldDeletion } from '../../telemetry/status.ts';

/** What the status shows of a zone that is not in the loop's own state: it is remembered from the events. */
export type ZoneHistory = {
  lastWriteMs: number;
  lastReadMs: number;
  problem: Problem | undefined;
  /** The problem is one of reading: the next answer ends it. */
  isOfReading: boolean;
  held: HeldDeletion | undefined;
  readonly drift: Drift[];
};

export const createZoneHistory = (): ZoneHistory => ({
  lastWriteMs: 0,
  lastReadMs: 0,
  problem: undefined,
  isOfReading: false,
  held: undefined,
  drift: [],
});

const keptDrift = 50;

/** Takes in one event, and what it says is wrong. `nowMs` is in milliseconds since 1970. */
export const rememberEvent = (
  history: ZoneHistory,
  event: ZoneEvent,
  { nowMs, found }: { readonly nowMs: () => number; readonly found: Problem | undefined },
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
    case 'update-failed':
    case 'read-failed':
      if (found !== undefined) history.problem = found;
      history.isOfReading = event.kind === 'read-failed';
      break;
    case 'answered':
      if (history.isOfReading) history.problem = undefined;
      break;
    case 'held-back':
      if (found === undefined) break;
      history.held = {
        ...found,
        deletes: event.removals,
        owned: event.owned,
        sinceMs: history.held?.sinceMs ?? nowMs(),
      };
      break;
    case 'brake-released':
      history.held = undefined;
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
    found: operation.kind === 'delete-record' ? `${type} ${operation.rdata}` : type,
  };
};
