import type { IncomingMessage } from 'node:http';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import type { ObjectKey } from '../../store/objectKey.ts';
import type { AttemptResult, Ending } from './attempt.ts';
import { createItemsSplitter } from './itemsSplitter.ts';
import { readPaced } from './pacedBody.ts';
import { inWords, syncExcess } from './readLimits.ts';
import type { Reflection } from './reflection.ts';
import { requestAttempt } from './requestAttempt.ts';

const pageSize = 500;
/** A body from which nothing comes for so long is given up. */
const idleMs = 60_000;

/**
 * Reads everything by lists, page after page, and replaces everything in one step when the last one is
 * complete.
 */
export const runList = async <T>(
  reflection: Reflection<T>,
  resourceVersion: string | undefined,
  signal: AbortSignal,
): Promise<AttemptResult> => {
  const { handlers, progress, lastChange } = reflection;
  lastChange.reset();
  const objects = new Map<ObjectKey, T>();
  const untilMs = reflection.clock.nowMs() + reflection.limits.listMs;
  const read = { octets: 0 };
  const { listPages } = reflection.limits;
  const collection = reflection.path();
  let path = firstPage(collection, resourceVersion);
  for (let pages = 1; pages <= listPages; pages += 1) {
    const page = await readPage(reflection, path, { objects, read, untilMs, signal });
    if (page.kind !== 'page') return { ending: page, resourceVersion: undefined, openMs: 0 };
    if (page.next === '') {
      progress.synced = true;
      progress.objects = objects.size;
      progress.problem = undefined;
      // Only now: a list that ends in the middle, each time, is no recovery each time.
      handlers.connected();
      handlers.replace(objects);
      handlers.synced();
      const ending = { kind: 'listed', resourceVersion: page.resourceVersion } as const;
      return { ending, resourceVersion: page.resourceVersion, openMs: 0 };
    }
    path = `${collection}limit=${pageSize}&continue=${encodeURIComponent(page.next)}`;
  }
  const ending = { kind: 'garbled', message: `a list of more than ${listPages} pages` } as const;
  return { ending, resourceVersion: undefined, openMs: 0 };
};

/**
 * What the server's cache has comes in one piece: it is streamed anyway, and pages would be read from the
 * store. Since Kubernetes 1.31 the newest is had of the cache as well.
 */
const firstPage = (path: string, resourceVersion: string | undefined): string => {
  if (resourceVersion === undefined) return `${path}limit=${pageSize}`;
  if (resourceVersion === '') return `${path}resourceVersion=`;
  return `${path}resourceVersion=${encodeURIComponent(resourceVersion)}&resourceVersionMatch=NotOlderThan`;
};

/** `next`: token of the next page, empty on the last. */
type Page = { readonly kind: 'page'; readonly resourceVersion: string; readonly next: string } | Ending;

/** What the pages of one list share. */
type Listing<T> = {
  readonly objects: Map<ObjectKey, T>;
  readonly read: { octets: number };
  /** When the list must be whole. */
  readonly untilMs: number;
};
type Reading<T> = Listing<T> & { readonly signal: AbortSignal };

const readPage = async <T>(
  reflection: Reflection<T>,
  path: string,
  { signal, ...listing }: Reading<T>,
): Promise<Page> => {
  const answer = await requestAttempt(reflection, path, signal);
  if (answer.kind !== 'body') return answer.ending;
  reflection.progress.state = 'listing';
  return new Promise((resolve) => readItems(reflection, answer.body, { ...listing, resolve }));
};

type Sink<T> = Listing<T> & { readonly resolve: (page: Page) => void };

const readItems = <T>(
  { clock, handlers, progress, lastChange, limits }: Reflection<T>,
  body: IncomingMessage,
  { objects, read, untilMs, resolve }: Sink<T>,
): void => {
  let garbled: string | undefined;
  const splitter = createItemsSplitter((item) => {
    const json = parseJson(item);
    if (json === undefined) garbled ??= 'an item of the list is no JSON';
    if (isJsonObject(json)) lastChange.saw(json, false);
    const { key, object } = handlers.project(json);
    if (key !== undefined && object !== undefined) objects.set(key, handlers.shared(key, object));
  });
  /** What is wrong with what has come so far, in words. */
  const faultAfter = (chunk: Buffer): string | undefined => {
    read.octets += chunk.length;
    if (!splitter.push(chunk)) garbled ??= 'the answer is no list';
    if (splitter.pendingOctets() > limits.itemOctets)
      garbled ??= `an item of the list above ${inWords(limits.itemOctets)}`;
    const excess = syncExcess(limits, { octets: read.octets, objects: objects.size });
    return garbled ?? (excess === undefined ? undefined : `a list of ${excess}`);
  };
  const end = (page: Page): void => {
    idle.cancel();
    whole.cancel();
    resolve(page);
  };
  const giveUp = (message: string) => (): void => {
    body.destroy();
    end({ kind: 'lost', message });
  };
  const stopped = giveUp(`the list stopped for ${idleMs / 1000} s`);
  const tooLong = giveUp(`the list was not whole after ${limits.listMs / 1000} s`);
  const whole = clock.after(Math.max(0, untilMs - clock.nowMs()), tooLong);
  let idle = clock.after(idleMs, stopped);
  readPaced(body, {
    nowMs: clock.nowMs,
    isBulk: () => true,
    onChunk: (chunk) => {
      progress.lastContactMs = clock.nowMs();
      idle.cancel();
      idle = clock.after(idleMs, stopped);
      const message = faultAfter(chunk);
      if (message === undefined) return true;
      body.destroy();
      end({ kind: 'garbled', message });
      return false;
    },
    onEnd: (how) => {
      if (how.kind === 'cut') end({ kind: 'lost', message: `the list was cut: ${how.message}` });
      else end(pageOf(splitter.envelope()));
    },
  });
};

const pageOf = (envelope: string | undefined): Page => {
  const json = envelope === undefined ? undefined : parseJson(envelope);
  if (!isJsonObject(json)) return { kind: 'garbled', message: 'the list is not complete' };
  const metadata: JsonObject = objectAt(json, 'metadata');
  const resourceVersion = textAt(metadata, 'resourceVersion');
  if (resourceVersion === '') return { kind: 'garbled', message: 'the list has no metadata.resourceVersion' };
  return { kind: 'page', resourceVersion, next: textAt(metadata, 'continue') };
};

const parseJson = (text: Buffer | string): unknown => {
  try {
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
};
