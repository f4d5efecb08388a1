import type { IncomingMessage } from 'node:http';
import type { ObjectKey } from '../../store/objectKey.ts';
import type { Attempt, AttemptResult, Ending } from './attempt.ts';
import { createLineSplitter } from './lineSplitter.ts';
import { readPaced } from './pacedBody.ts';
import { inWords, type ReadLimits, syncExcess } from './readLimits.ts';
import type { Reflection } from './reflection.ts';
import { refusalOf } from './refusalOf.ts';
import { requestAttempt } from './requestAttempt.ts';
import { parseWatchEvent, type WatchEvent } from './watchEvent.ts';

export type WatchAttempt = Extract<Attempt, { readonly kind: 'watch' | 'watch-list' }>;

/** A watch asks the server for 5 to 10 minutes, and gives up by itself half a minute later. */
const watchSeconds = (random: number): number => Math.floor(300 * (1 + random));
const graceMs = 30_000;
/** The API server sends a bookmark about every minute: a stream that is quiet for longer may be dead. */
const idleMs = (random: number): number => 75_000 + 15_000 * random;

/**
 * Runs one watch to its end. A `watch-list` collects what exists until the bookmark that says so, replaces
 * everything in one step and then goes on as a watch on the same connection.
 */
export const runWatch = async <T>(
  reflection: Reflection<T>,
  attempt: WatchAttempt,
  signal: AbortSignal,
): Promise<AttemptResult> => {
  const seconds = watchSeconds(reflection.clock.random());
  const answer = await requestAttempt(reflection, watchPath(reflection.path(), attempt, seconds), signal);
  if (answer.kind !== 'body')
    return { ending: answer.ending, resourceVersion: versionOf(attempt), openMs: 0 };
  const limitMs = seconds * 1000 + graceMs;
  return new Promise((resolve) => follow(reflection, attempt, { body: answer.body, limitMs, resolve }));
};

const watchPath = (path: string, attempt: WatchAttempt, timeoutSeconds: number): string => {
  const parameters = `watch=1&allowWatchBookmarks=true&timeoutSeconds=${timeoutSeconds}`;
  return attempt.kind === 'watch'
    ? `${path}${parameters}&resourceVersion=${encodeURIComponent(attempt.resourceVersion)}`
    : `${path}${parameters}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`;
};

const versionOf = (attempt: WatchAttempt): string | undefined =>
  attempt.kind === 'watch' ? attempt.resourceVersion : undefined;

type Stream = {
  readonly body: IncomingMessage;
  readonly limitMs: number;
  readonly resolve: (result: AttemptResult) => void;
};

const follow = <T>(
  reflection: Reflection<T>,
  attempt: WatchAttempt,
  { body, limitMs, resolve }: Stream,
): void => {
  const { clock, progress, limits } = reflection;
  const openedMs = clock.nowMs();
  const application = createApplication(reflection, attempt);
  progress.lastContactMs = openedMs;
  let ending: Ending | undefined;
  let heard = false;
  const end = (how: Ending): void => {
    if (ending !== undefined) return;
    ending = how;
    deadline.cancel();
    idle.cancel();
    body.destroy();
    resolve({ ending, resourceVersion: application.resourceVersion(), openMs: clock.nowMs() - openedMs });
  };
  const deadline = clock.after(limitMs, () => end({ kind: 'ended' }));
  const patienceMs = idleMs(clock.random());
  /** How long the stream may still be as it is, and what it is then. */
  const patience = (): { readonly leftMs: number; readonly after: Ending } => {
    const nowMs = clock.nowMs();
    const quietMs = nowMs - (progress.lastContactMs ?? openedMs);
    if (application.resourceVersion() !== undefined)
      return { leftMs: patienceMs - quietMs, after: heard ? { kind: 'ended' } : silent };
    const progressLeftMs = limits.noProgressMs - (nowMs - application.progressedMs());
    const leftMs = Math.min(progressLeftMs, limits.initialEventsMs - (nowMs - openedMs));
    return { leftMs, after: heard ? unfinished : silent };
  };
  // One timer for the whole stream, set again only when it goes off: events cost no timer.
  const look = (): void => {
    const { leftMs, after } = patience();
    if (leftMs <= 0) end(after);
    else idle = clock.after(leftMs, look);
  };
  let idle = clock.after(patience().leftMs, look);
  const lines = createLineSplitter((line) => {
    const fault = application.apply(parseWatchEvent(line));
    if (fault !== undefined) end(fault);
    return fault === undefined;
  });
  progress.state = application.resourceVersion() === undefined ? 'listing' : 'watching';
  progress.problem = undefined;
  reflection.handlers.connected();
  readPaced(body, {
    nowMs: clock.nowMs,
    isBulk: () => application.resourceVersion() === undefined,
    onChunk: (chunk) => {
      progress.lastContactMs = clock.nowMs();
      heard = true;
      lines.push(chunk);
      const message = application.excess(chunk.length) ?? lineExcess(lines.pendingOctets(), limits);
      if (message !== undefined) end({ kind: 'garbled', message });
      return ending === undefined;
    },
    // An unfinished line at the end is dropped: its event comes again with the next watch.
    onEnd: (how) =>
      end(
        how.kind === 'end'
          ? { kind: 'ended' }
          : { kind: 'lost', message: `the stream of changes was cut: ${how.message}` },
      ),
  });
};

const lineExcess = (octets: number, { itemOctets }: ReadLimits): string | undefined =>
  octets > itemOctets ? `a line above ${inWords(itemOctets)}` : undefined;

type Application = {
  /** What ends the stream; undefined when the event was applied. */
  readonly apply: (event: WatchEvent) => Ending | undefined;
  /** Of the last event that was applied, once everything is there. */
  readonly resourceVersion: () => string | undefined;
  /** When an object last came that was not known, in the clock's milliseconds. */
  readonly progressedMs: () => number;
  /** Counts octets; what is too much for a sync that is not complete, in words. */
  readonly excess: (octets: number) => string | undefined;
};

/** Applies events: before the initial ones are complete to a map of its own, then to the handlers. */
const createApplication = <T>(
  { handlers, progress, lastChange, clock, limits }: Reflection<T>,
  attempt: WatchAttempt,
): Application => {
  let initial: Map<ObjectKey, T> | undefined = attempt.kind === 'watch-list' ? new Map() : undefined;
  let resourceVersion = versionOf(attempt);
  let progressedMs = clock.nowMs();
  let initialOctets = 0;
  if (initial !== undefined) lastChange.reset();
  const change = (event: Extract<WatchEvent, { readonly kind: 'changed' | 'deleted' }>): void => {
    lastChange.saw(event.object, event.kind === 'deleted');
    const { key, object } = handlers.project(event.object);
    if (key === undefined) return;
    const kept = event.kind === 'changed' ? object : undefined;
    if (initial === undefined) {
      if (kept === undefined) handlers.delete(key);
      else handlers.upsert(key, kept);
    } else if (kept === undefined) initial.delete(key);
    else {
      if (!initial.has(key)) progressedMs = clock.nowMs();
      initial.set(key, handlers.shared(key, kept));
    }
  };
  const complete = (): void => {
    if (initial === undefined) return;
    const objects = initial;
    initial = undefined;
    progress.state = 'watching';
    progress.synced = true;
    progress.objects = objects.size;
    handlers.replace(objects);
    handlers.synced();
  };
  const apply = (event: WatchEvent): Ending | undefined => {
    switch (event.kind) {
      case 'garbled':
        return { kind: 'garbled', message: event.message };
      case 'error':
        return refusalOf(event.status, { inStream: true });
      case 'bookmark':
        // A server that ignores what it does not know would never send the end of the initial events.
        if (initial !== undefined && !event.initialEventsEnd) return noInitialEvents;
        complete();
        progress.lastBookmarkMs = clock.wallMs();
        break;
      default:
        change(event);
        progress.lastEventMs = clock.wallMs();
    }
    // After it was applied, so that nothing is lost when applying fails.
    if (initial === undefined) resourceVersion = event.resourceVersion;
    return undefined;
  };
  return {
    apply,
    resourceVersion: () => resourceVersion,
    progressedMs: () => progressedMs,
    excess: (octets) => {
      if (initial === undefined) return undefined;
      initialOctets += octets;
      const excess = syncExcess(limits, { octets: initialOctets, objects: initial.size });
      return excess === undefined ? undefined : `initial events of ${excess}`;
    },
  };
};

const silent: Ending = { kind: 'silent', message: 'the stream of changes was silent, without bookmarks' };

const unfinished: Ending = {
  kind: 'unfinished',
  message: 'the server did not tell the end of its initial events, so it is read by lists from now on',
};

const noInitialEvents: Ending = {
  kind: 'refused',
  code: 400,
  message: 'the server does not send initial events',
  retryAfterMs: undefined,
  versionTooLarge: false,
  inStream: true,
};
