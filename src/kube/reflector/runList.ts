import type { IncomingMessage } from 'node:http';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import type { ObjectKey } from '../../store/objectKey.ts';
import type { AttemptResult, Ending } from './attempt.ts';
import { createItemsSplitter } from './itemsSplitter.ts';
import { readPaced } from './pacedBody.ts';
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
  const { handlers, progress } = reflection;
  const objects = new Map<ObjectKey, T>();
  let path = firstPage(reflection.path, resourceVersion);
  for (;;) {
    const page = await readPage(reflection, path, { objects, signal });
    if (page.kind !== 'page') return { ending: page, resourceVersion: undefined, openMs: 0 };
    if (page.next === '') {
      progress.synced = true;
      progress.objects = objects.size;
      handlers.replace(objects);
      handlers.synced();
      const ending = { kind: 'listed', resourceVersion: page.resourceVersion } as const;
      return { ending, resourceVersion: page.resourceVersion, openMs: 0 };
    }
    path = `${reflection.path}limit=${pageSize}&continue=${encodeURIComponent(page.next)}`;
  }
};

/**
 * What the server's cache has comes in one piece: it is streamed anyway, and pages would be read from the
 * store.
 */
const firstPage = (path: string, resourceVersion: string | undefined): string =>
  resourceVersion === undefined
    ? `${path}limit=${pageSize}`
    : `${path}resourceVersion=${encodeURIComponent(resourceVersion)}&resourceVersionMatch=NotOlderThan`;

/** `next`: token of the next page, empty on the last. */
type Page = { readonly kind: 'page'; readonly resourceVersion: string; readonly next: string } | Ending;

type Reading<T> = { readonly objects: Map<ObjectKey, T>; readonly signal: AbortSignal };

const readPage = async <T>(
  reflection: Reflection<T>,
  path: string,
  { objects, signal }: Reading<T>,
): Promise<Page> => {
  const answer = await requestAttempt(reflection, path, signal);
  if (answer.kind !== 'body') return answer.ending;
  reflection.progress.state = 'listing';
  return new Promise((resolve) => readItems(reflection, answer.body, { objects, resolve }));
};

type Sink<T> = { readonly objects: Map<ObjectKey, T>; readonly resolve: (page: Page) => void };

const readItems = <T>(
  { clock, handlers, progress }: Reflection<T>,
  body: IncomingMessage,
  { objects, resolve }: Sink<T>,
): void => {
  let garbled: Ending | undefined;
  const splitter = createItemsSplitter((item) => {
    const json = parseJson(item);
    if (json === undefined) garbled ??= { kind: 'garbled', message: 'an item of the list is no JSON' };
    const { key, object } = handlers.project(json);
    if (key !== undefined && object !== undefined) objects.set(key, handlers.shared(key, object));
  });
  const end = (page: Page): void => {
    idle.cancel();
    resolve(page);
  };
  const giveUp = (): void => {
    body.destroy();
    end({ kind: 'lost', message: `the list stopped for ${idleMs / 1000} s` });
  };
  let idle = clock.after(idleMs, giveUp);
  readPaced(body, {
    isBulk: () => true,
    onChunk: (chunk) => {
      progress.lastContactMs = clock.nowMs();
      idle.cancel();
      idle = clock.after(idleMs, giveUp);
      if (!splitter.push(chunk)) garbled ??= { kind: 'garbled', message: 'the answer is no list' };
      if (garbled === undefined) return true;
      body.destroy();
      end(garbled);
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
