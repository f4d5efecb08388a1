import type { IncomingMessage } from 'node:http';
import { isJsonObject, type JsonObject, textAt } from '../../store/jsonObject.ts';
import type { ObjectKey } from '../../store/objectKey.ts';
import { isProtobuf, protobufType } from '../protobuf/envelopeShape.ts';
import type { AttemptResult, Ending } from './attempt.ts';
import { jsonListReader } from './jsonListReader.ts';
import type { ListReader } from './listReader.ts';
import { readPaced } from './pacedBody.ts';
import { protobufListReader } from './protobufListReader.ts';
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
  const answer = await requestAttempt(reflection, path, signal, acceptOf(reflection));
  if (answer.kind !== 'body') return answer.ending;
  reflection.progress.state = 'listing';
  return new Promise((resolve) => readItems(reflection, answer.body, { ...listing, resolve }));
};

type Sink<T> = Listing<T> & { readonly resolve: (page: Page) => void };

/** Protobuf has a quarter of the octets and is a fifth of the work for the server; some resources lack it. */
const acceptOf = <T>({ itemShape }: Reflection<T>): string | undefined =>
  itemShape === undefined ? undefined : `${protobufType}, application/json`;

/** By what the server has chosen. */
const readerOf = <T>(
  { itemShape }: Reflection<T>,
  body: IncomingMessage,
  onItem: (item: unknown) => void,
): ListReader =>
  itemShape !== undefined && isProtobuf(body)
    ? protobufListReader(itemShape, onItem)
    : jsonListReader(onItem);

const readItems = <T>(
  reflection: Reflection<T>,
  body: IncomingMessage,
  { objects, read, untilMs, resolve }: Sink<T>,
): void => {
  const { clock, handlers, progress, lastChange, limits } = reflection;
  const reader = readerOf(reflection, body, (item) => {
    if (isJsonObject(item)) lastChange.saw(item, false);
    const { key, object } = handlers.project(item);
    if (key !== undefined && object !== undefined) objects.set(key, handlers.shared(key, object));
  });
  /** What is wrong with what has come so far, in words. */
  const faultAfter = (chunk: Buffer): string | undefined => {
    read.octets += chunk.length;
    const fault = reader.push(chunk);
    if (fault !== undefined) return fault;
    if (reader.pendingOctets() > limits.itemOctets)
      return `an item of the list above ${inWords(limits.itemOctets)}`;
    const excess = syncExcess(limits, { octets: read.octets, objects: objects.size });
    return excess === undefined ? undefined : `a list of ${excess}`;
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
      else end(pageOf(reader.metadata()));
    },
  });
};

const pageOf = (metadata: JsonObject | undefined): Page => {
  if (metadata === undefined) return { kind: 'garbled', message: 'the list is not complete' };
  const resourceVersion = textAt(metadata, 'resourceVersion');
  if (resourceVersion === '') return { kind: 'garbled', message: 'the list has no metadata.resourceVersion' };
  return { kind: 'page', resourceVersion, next: textAt(metadata, 'continue') };
};
