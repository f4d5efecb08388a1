import type { Feed } from './feed.ts';
import { type ObjectKey } from './objectKey.ts';
import type { ObjectTable } from './objectTable.ts';

/** The feeds that are open: synced when each of them is. */
export type Feeds = {
  /** Opens a feed into a table; with a namespace it owns only that namespace's objects there. */
  readonly open: <T>(table: ObjectTable<T>, namespace: string | undefined, absence: Absence) => Feed<T>;
  /** At least one feed is open and each open one is synced. Once true it stays true. */
  readonly synced: () => boolean;
};

/** What is told when the resource of a feed is found not to be there, and when it is. */
export type Absence = { readonly begins: (feed: object) => void; readonly ends: (feed: object) => void };

export type FeedsListener = {
  /** One more of all that exists has been read. */
  readonly onComing: () => void;
  /** Once: every feed is complete. */
  readonly onSynced: () => void;
};

export const createFeeds = ({ onComing, onSynced }: FeedsListener): Feeds => {
  const waiting = new Set<object>();
  let opened = false;
  let synced = false;
  const settle = (feed: object): void => {
    waiting.delete(feed);
    if (synced || waiting.size > 0 || !opened) return;
    synced = true;
    onSynced();
  };
  return {
    synced: () => synced,
    open: <T>(table: ObjectTable<T>, namespace: string | undefined, absence: Absence): Feed<T> => {
      opened = true;
      const feed: Feed<T> = {
        upsert: table.set,
        delete: table.delete,
        shared: (key, object) => {
          onComing();
          return table.shared(key, object);
        },
        replace: (objects) => replaceAll(table, objects, namespace),
        synced: () => {
          absence.ends(feed);
          settle(feed);
        },
        absent: () => {
          absence.begins(feed);
          settle(feed);
        },
        close: () => {
          replaceAll(table, new Map(), namespace);
          settle(feed);
        },
      };
      waiting.add(feed);
      return feed;
    },
  };
};

/** Upserts first: a Service whose slice moved is never seen without it. */
const replaceAll = <T>(
  table: ObjectTable<T>,
  objects: ReadonlyMap<ObjectKey, T>,
  namespace: string | undefined,
): void => {
  for (const [key, object] of objects) table.set(key, object);
  for (const key of table.objects.keys())
    if (!objects.has(key) && (namespace === undefined || key.startsWith(`${namespace}/`))) table.delete(key);
};
