import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import type { UpdateOperation } from '../../dns/updateMessage.ts';
import { shownText } from '../../model/visibleText.ts';
import type { Problem } from '../../telemetry/problem.ts';
import type { Drift } from '../../telemetry/status.ts';
import type { Change } from '../../telemetry/summary.ts';

/** What the status shows of a zone that is not in the loop's own state: it is remembered from the events. */
export type ZoneHistory = {
  lastWriteMs: number;
  lastReadMs: number;
  /** Why the zone cannot be read; the next answer to a reading ends it. */
  reading: Problem | undefined;
  /** Why it cannot be written: that an update is taken ends it, or that nothing waits for one any more. */
  writing: Problem | undefined;
  /** The server keeps a request waiting for longer than usual. */
  isWaiting: boolean;
  /** When the brake held the first of what it holds. */
  heldSinceMs: number | undefined;
  readonly drift: Drift[];
  /** The last of what happened, newest last. */
  readonly changes: Change[];
};

export const createZoneHistory = (): ZoneHistory => ({
  lastWriteMs: 0,
  lastReadMs: 0,
  reading: undefined,
  writing: undefined,
  isWaiting: false,
  heldSinceMs: undefined,
  drift: [],
  changes: [],
});

const keptChanges = 50;

/** Adds a line to what happened. */
export const noteChange = ({ changes }: ZoneHistory, change: Change | undefined): void => {
  if (change === undefined) return;
  changes.push(change);
  changes.splice(0, Math.max(0, changes.length - keptChanges));
};

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
      noteTaken(history);
      break;
    case 'claimed':
      noteTaken(history);
      break;
    case 'read':
    case 'answered':
      history.lastReadMs = nowMs();
      history.reading = undefined;
      history.isWaiting = false;
      break;
    case 'update-failed':
      history.writing = found;
      history.isWaiting = false;
      break;
    case 'read-failed':
      history.reading = found;
      history.isWaiting = false;
      break;
    case 'no-answer-yet':
      history.isWaiting = true;
      break;
    case 'held-back':
      history.heldSinceMs ??= nowMs();
      break;
    case 'brake-released':
      history.heldSinceMs = undefined;
      break;
    case 'drift':
      history.drift.push(...event.healing.map((operation) => toDrift(operation, nowMs())));
      history.drift.splice(0, Math.max(0, history.drift.length - keptDrift));
      break;
    default:
  }
};

/** The server takes updates, or none is needed any more: see {@link ZoneHistory.writing}. */
export const noteTaken = (history: ZoneHistory): void => {
  history.writing = undefined;
  history.isWaiting = false;
};

/** What healing adds was missing; what it deletes was found. */
const toDrift = (operation: UpdateOperation, atMs: number): Drift => {
  const { name, type } = operation;
  if (operation.kind === 'add')
    return { atMs, name, was: shownText(`${type} ${operation.rdata}`), found: '' };
  const found = operation.kind === 'delete-record' ? `${type} ${operation.rdata}` : type;
  return { atMs, name, was: '', found: shownText(found) };
};
