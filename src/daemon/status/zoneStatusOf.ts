import type { ZoneView } from '../../controller/zoneView.ts';
import { objectRefKey, objectRefText } from '../../model/objectRef.ts';
import type { ServerAddress } from '../../server/connection.ts';
import { type ExplainFacts, explain } from '../../setup/explain.ts';
import type { LeftOut, ZoneState, ZoneStatus } from '../../telemetry/status.ts';
import type { ZoneNotes } from '../tell/zoneNotes.ts';
import type { ZoneHistory } from './zoneHistory.ts';

export type ZoneStatusSources = {
  readonly view: ZoneView;
  readonly history: ZoneHistory;
  readonly server: ServerAddress;
  readonly facts: ExplainFacts;
  readonly notes: ZoneNotes;
  /** Set when another instance took over. */
  readonly fencedOut: boolean;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Monotonic, as the loop counts. */
  readonly monotonicMs: number;
};

/** How one zone is, for people and probes, from the loop's own state and what was remembered of its events. */
export const zoneStatusOf = (sources: ZoneStatusSources): ZoneStatus => {
  const { view, history, server, facts, notes, nowMs, monotonicMs } = sources;
  return {
    zone: view.zone(),
    server: `${server.host}:${server.port}`,
    state: stateOf(sources),
    serial: view.serial(),
    recordsOwned: view.ownedRecords(),
    pending: view.pending(),
    lastWriteMs: history.lastWriteMs,
    lastReadMs: history.lastReadMs,
    conflicts: [
      ...[...view.conflicts()].map(([name, { reason, origin, sinceMs }]) => ({
        name,
        service: origin === undefined ? '' : objectRefKey(origin),
        reason,
        sinceMs,
      })),
      ...[...notes.contests].flatMap(([name, { winner, losers }]) =>
        losers.map((loser) => ({
          name,
          service: objectRefKey(loser),
          reason: `is kept by the older ${objectRefText(winner)}`,
          sinceMs: 0,
        })),
      ),
    ],
    quarantined: [...view.quarantine()].map(([unit, { untilMs, outcome, sinceMs }]) => ({
      service: unit,
      reason: explain(outcome, facts).message,
      sinceMs,
      retryMs: Math.max(0, Math.round(untilMs - monotonicMs)) + nowMs,
    })),
    leftOut: leftOut(notes.problems),
    drift: history.drift,
    ...(history.guard === undefined ? {} : { guard: history.guard }),
    ...(history.problem === undefined ? {} : { problem: history.problem }),
  };
};

const stateOf = ({ view, history, fencedOut, monotonicMs }: ZoneStatusSources): ZoneState => {
  if (fencedOut) return 'fencedOut';
  if (history.problem !== undefined && view.notBeforeMs() > monotonicMs)
    return view.isSettled() ? 'behind' : 'starting';
  if (!view.isRead() || !view.isClaimed()) return 'starting';
  return view.isSettled() ? 'inStep' : 'syncing';
};

const leftOut = (problems: ZoneNotes['problems']): LeftOut[] =>
  [...problems.values()].flat().map(({ object, name, message }) => ({
    service: objectRefKey(object),
    name: name ?? '',
    reason: message,
  }));
