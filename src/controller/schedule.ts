import { createBackoff } from '../backoff.ts';

/** Queries and transfers, or updates: a server may answer one kind and not the other. */
export type RequestKind = 'read' | 'write';

/** How much of the zone must be read before anything is written. */
export type ReadDue = 'no' | 'incremental' | 'full';

/**
 * When the zone of one loop is read, asked for its serial and written again. Times are of the monotonic
 * clock.
 */
export type Schedule = {
  readonly readDue: () => ReadDue;
  /** The mirror is fresh and has not been compared with what is desired yet. */
  readonly compareDue: () => boolean;
  /** When the last burst is read back; undefined when nothing is unconfirmed. */
  readonly readBackAtMs: () => number | undefined;
  readonly nextSoaAtMs: () => number;
  readonly nextFullAtMs: () => number;
  /** When the server last reported its serial. */
  readonly lastReadAtMs: () => number;
  /** Nothing is sent before this moment, after the server refused or was not to be reached. */
  readonly notBeforeMs: () => number;
  /** Everything desired has been written at least once since the start. */
  readonly settled: () => boolean;

  /** The zone's content, or the outcome of a message, is not known. */
  readonly doubt: (how: Exclude<ReadDue, 'no'>) => void;
  /** The server reported its serial. */
  readonly noteSerial: () => void;
  /** Changes were read; `full` when that was the whole zone, which is then to be compared. */
  readonly noteRead: (how: Exclude<ReadDue, 'no'>) => void;
  /** The zone is known from before, and from what changed since: it is read as a whole soon after. */
  readonly noteRecalled: () => void;
  /** So it was, and the whole zone has not been read since. */
  readonly isRecalled: () => boolean;
  readonly compareAgain: () => void;
  readonly noteCompared: () => void;
  /**
   * The server took an update: it is read back a while after the last one of a burst, and a burst that does
   * not end all the same.
   */
  readonly noteWritten: () => void;
  /** Whether the server took an update that has not been read back. */
  readonly isWritten: () => boolean;
  /** What is unconfirmed, and was not written by us, is looked at soon. */
  readonly readBackSoon: () => void;
  readonly noteReadBack: () => void;
  /**
   * The server refuses everything. An edit made meanwhile may keep the serial, so the whole zone is read once
   * it takes updates again.
   */
  readonly noteRefused: () => void;
  /** The server takes updates: ends what {@link Schedule.noteRefused} began. */
  readonly noteTaken: () => void;
  /**
   * A plan was refused since the zone holds something else than it did. Returns how many in a row that were.
   */
  readonly noteStalePlan: () => number;
  /** A plan was not stale. */
  readonly noteFreshPlan: () => void;
  /** The zone may have changed: its serial is asked for, this long after the last time at the earliest. */
  readonly askSoon: (pauseMs?: number) => void;
  /**
   * The server answers requests of this kind: their next wait begins small. That of the other kind does not.
   */
  readonly noteAnswered: (kind: RequestKind) => void;
  /** Nothing is sent or read for a while, longer each time; returns for how long. */
  readonly wait: (kind: RequestKind) => number;
  /** Returns whether it is news. */
  readonly settle: () => boolean;
};

export type ScheduleOptions = {
  readonly soaIntervalMs: number;
  readonly fullTransferIntervalMs: number;
  /** How long after the last write of a burst it is read back. */
  readonly readBackMs: number;
  /** How long after a start by what is remembered of the zone the whole zone is read. */
  readonly recallCheckMs: number;
};

type Deps = { readonly nowMs: () => number; readonly random: () => number };

/** Each update of ours makes the server send a NOTIFY too; it is asked for its serial at most this often. */
const notifyPauseMs = 200;

/**
 * The server is near and the only one, so it is tried often: what changed while it was away, however long, is
 * written within two seconds after it is back.
 */
const retryPace = { baseMs: 200, maxMs: 1_500 };

/** A burst is read back after this many times the usual wait at the latest. */
const longestBurst = 10;

export const createSchedule = ({ nowMs, random }: Deps, options: ScheduleOptions): Schedule => {
  const retries = { read: createBackoff(random, retryPace), write: createBackoff(random, retryPace) };
  let readDue: ReadDue = 'no';
  let compareDue = false;
  let recalled = false;
  let readBackAtMs: number | undefined;
  let readBackLatestMs: number | undefined;
  let written = false;
  let nextSoaAtMs = 0;
  let nextFullAtMs = 0;
  let lastReadAtMs = Number.NEGATIVE_INFINITY;
  let notBeforeMs = 0;
  let fullReadAfterRefusal = false;
  let stalePlans = 0;
  let settled = false;
  const readBack = (): void => {
    written = false;
    readBackAtMs = undefined;
    readBackLatestMs = undefined;
  };
  return {
    readDue: () => readDue,
    compareDue: () => compareDue,
    readBackAtMs: () => readBackAtMs,
    nextSoaAtMs: () => nextSoaAtMs,
    nextFullAtMs: () => nextFullAtMs,
    lastReadAtMs: () => lastReadAtMs,
    notBeforeMs: () => notBeforeMs,
    settled: () => settled,
    doubt: (how) => {
      // What is to be read as a whole is not known from its changes.
      if (readDue !== 'full') readDue = how;
    },
    noteSerial: () => {
      lastReadAtMs = nowMs();
      nextSoaAtMs = lastReadAtMs + options.soaIntervalMs;
    },
    noteRead: (how) => {
      readDue = 'no';
      if (how === 'incremental') return;
      compareDue = true;
      recalled = false;
      readBack();
      // Spread by up to a tenth, so that the replicas of many zones do not transfer at the same moment.
      nextFullAtMs = nowMs() + options.fullTransferIntervalMs * (0.9 + 0.2 * random());
    },
    noteRecalled: () => {
      recalled = true;
      nextFullAtMs = nowMs() + options.recallCheckMs;
    },
    isRecalled: () => recalled,
    compareAgain: () => {
      compareDue = true;
    },
    noteCompared: () => {
      compareDue = false;
    },
    noteWritten: () => {
      written = true;
      const latestMs = (readBackLatestMs ??= nowMs() + longestBurst * options.readBackMs);
      readBackAtMs = Math.min(nowMs() + options.readBackMs, latestMs);
    },
    isWritten: () => written,
    readBackSoon: () => {
      readBackAtMs = nowMs() + options.readBackMs;
    },
    noteReadBack: readBack,
    noteRefused: () => {
      fullReadAfterRefusal = true;
    },
    noteTaken: () => {
      if (fullReadAfterRefusal) readDue = 'full';
      fullReadAfterRefusal = false;
    },
    noteStalePlan: () => (stalePlans += 1),
    noteFreshPlan: () => {
      stalePlans = 0;
    },
    askSoon: (pauseMs = notifyPauseMs) => {
      nextSoaAtMs = Math.min(nextSoaAtMs, lastReadAtMs + pauseMs);
    },
    noteAnswered: (kind) => retries[kind].reset(),
    wait: (kind) => {
      const waitMs = retries[kind].nextMs();
      notBeforeMs = nowMs() + waitMs;
      return waitMs;
    },
    settle: () => {
      const isNews = !settled;
      settled = true;
      return isNews;
    },
  };
};
