import type { ZoneLoop } from '../../controller/zoneLoop.ts';
import { objectRefKey, objectRefText } from '../../model/objectRef.ts';
import type { ServerAddress } from '../../server/connection.ts';
import { type ExplainFacts, explain } from '../../setup/explain.ts';
import type { LeftOut, ZoneState, ZoneStatus } from '../../telemetry/status.ts';
import type { ZoneNotes } from '../tell/zoneNotes.ts';
import type { ZoneHistory } from './zoneHistory.ts';

export type ZoneStatusSources = {
  readonly loop: ZoneLoop;
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
  const { loop, history, server, facts, notes, nowMs, monotonicMs } = sources;
  const { state } = loop;
  return {
    zone: state.layout.zone,
    server: `${server.host}:${server.port}`,
    state: stateOf(sources),
    serial: state.mirror?.serial ?? 0,
    recordsOwned: state.ownedRecords,
    pending: state.dirty.size,
    lastWriteMs: history.lastWriteMs,
    lastReadMs: history.lastReadMs,
    conflicts: [
      ...[...state.conflicts].map(([name, { reason, service, sinceMs }]) => ({
        name,
        service,
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
    quarantined: [...state.quarantine].map(([unit, { untilMs, outcome, sinceMs }]) => ({
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

const stateOf = ({ loop, history, fencedOut, monotonicMs }: ZoneStatusSources): ZoneState => {
  const { state } = loop;
  if (fencedOut) return 'fencedOut';
  if (history.problem !== undefined && state.notBeforeMs > monotonicMs)
    return state.settled ? 'behind' : 'starting';
  if (state.mirror === undefined || state.claim === undefined) return 'starting';
  return state.settled ? 'inStep' : 'syncing';
};

const leftOut = (problems: ZoneNotes['problems']): LeftOut[] =>
  [...problems.values()].flat().map(({ object, name, message }) => ({
    service: objectRefKey(object),
    name: name ?? '',
    reason: message,
  }));
