/** The collections that are modelled. */
export const collections = [
  'services',
  'endpointslices',
  'ingresses',
  'gateways',
  'httproutes',
  // Of these there are none.
  'listenersets',
  'grpcroutes',
  'tlsroutes',
  'tcproutes',
  'udproutes',
  'namespaces',
] as const;
export type Collection = (typeof collections)[number];

export type ApiObject = {
  readonly key: string;
  readonly version: number;
  readonly json: Readonly<Record<string, unknown>>;
};

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';
export type ApiEvent = { readonly type: EventType; readonly object: ApiObject };

/** What the API server stores: objects with their versions, and the events that led to them. */
export type ApiContent = {
  /** The version of the whole store. It grows by itself, since a cluster has other objects too. */
  readonly version: () => number;
  /** Events before this version are forgotten. */
  readonly compacted: () => number;
  readonly compact: () => void;
  /** When an object of this key, or all of them, last changed. */
  readonly changedMs: (key: string) => number;
  /** When anything last changed. */
  readonly lastChangeMs: () => number;
  readonly list: (collection: Collection) => readonly ApiObject[];
  readonly since: (collection: Collection, version: number) => readonly ApiEvent[];
  /** For how long an object that is gone had been as it was when it went. */
  readonly stoodMs: (key: string) => number;
  /** @param json with `metadata.namespace` and `metadata.name` */
  readonly put: (collection: Collection, json: JsonWithMeta) => void;
  readonly remove: (collection: Collection, key: string) => void;
  readonly subscribe: (listener: Listener) => void;
  /** Marks the present, so that it can be gone back to; returns which mark it is. */
  readonly mark: () => number;
  readonly restore: (mark: number) => void;
};

export type JsonWithMeta = Readonly<Record<string, unknown>> & {
  readonly metadata: { readonly namespace: string; readonly name: string } & Readonly<
    Record<string, unknown>
  >;
};

type Listener = (collection: Collection, type: EventType, object: ApiObject) => void;
type Objects = Readonly<Record<Collection, ReadonlyMap<string, ApiObject>>>;

/** How often something else in the cluster changes. */
const otherChangeMs = 1_200;
/** A store that went back so far knows nothing of versions that were seen since, for long enough. */
const longAgoMs = 180_000;
/**
 * Versions that come again after a restore are taken for those that were seen, by every client there is. So
 * nothing else changes until all have noticed.
 */
const quietAfterRestoreMs = 3_600_000;
const changesAfterMark = 100;

export const createApiContent = (nowMs: () => number): ApiContent => {
  let objects = Object.fromEntries(collections.map((name) => [name, new Map()])) as unknown as Objects;
  let events: { readonly collection: Collection; readonly event: ApiEvent }[] = [];
  let version = 1_000;
  let grownMs = 0;
  let compacted = 0;
  let wentBack = false;
  const listeners: Listener[] = [];
  const changed = new Map<string, number>();
  let lastChangeMs = 0;
  let restoredMs = 0;
  const marks: { readonly objects: Objects; readonly version: number; readonly atMs: number }[] = [];

  const grow = (): number => {
    const others = Math.max(0, Math.floor((nowMs() - grownMs) / otherChangeMs));
    grownMs += others * otherChangeMs;
    version += others;
    return version;
  };
  const stood = new Map<string, number>();
  const noteGone = (key: string): void => void stood.set(key, nowMs() - (changed.get(key) ?? 0));
  const tell = (collection: Collection, type: EventType, object: ApiObject): void => {
    if (type === 'DELETED') noteGone(object.key);
    changed.set(object.key.replace(/-1$/, ''), nowMs());
    lastChangeMs = nowMs();
    events.push({ collection, event: { type, object } });
    if (events.length > 400) {
      compacted = events[200]?.event.object.version ?? compacted;
      events = events.slice(200);
    }
    for (const listener of listeners) listener(collection, type, object);
  };
  const replace = (collection: Collection, change: (map: Map<string, ApiObject>) => void): void => {
    const map = new Map(objects[collection]);
    change(map);
    objects = { ...objects, [collection]: map };
  };

  return {
    version: grow,
    compacted: () => compacted,
    compact: () => {
      compacted = grow();
    },
    lastChangeMs: () => Math.max(restoredMs, lastChangeMs),
    changedMs: (key) => Math.max(restoredMs, changed.get(key) ?? 0),
    stoodMs: (key) => stood.get(key) ?? 0,
    list: (collection) => [...objects[collection].values()],
    since: (collection, from) =>
      events.flatMap(({ collection: of, event }) =>
        of === collection && event.object.version > from ? [event] : [],
      ),
    put: (collection, json) => {
      version = grow() + 1;
      const { namespace, name } = json.metadata;
      const key = `${namespace}/${name}`;
      const before = objects[collection].get(key);
      const metadata = { ...json.metadata, resourceVersion: String(version) };
      const object = { key, version, json: { ...json, metadata } };
      replace(collection, (map) => map.set(key, object));
      tell(collection, before === undefined ? 'ADDED' : 'MODIFIED', object);
    },
    remove: (collection, key) => {
      const before = objects[collection].get(key);
      if (before === undefined) return;
      version = grow() + 1;
      const metadata = { ...(before.json['metadata'] as object), resourceVersion: String(version) };
      replace(collection, (map) => void map.delete(key));
      tell(collection, 'DELETED', { key, version, json: { ...before.json, metadata } });
    },
    subscribe: (listener) => void listeners.push(listener),
    mark: () => {
      const mark = marks.push({ objects, version: grow(), atMs: nowMs() }) - 1;
      // Who sees anything later sees a version that is not soon reached again after a restore.
      if (grownMs <= nowMs()) version += changesAfterMark;
      return mark;
    },
    restore: (at) => {
      const mark = marks[at];
      if (mark === undefined) return;
      // From a short while ago, or a second time, the versions would be reached again before anybody notices:
      // whoever restores raises them (etcdutl --bump-revision).
      const isLongAgo = !wentBack && nowMs() - mark.atMs > longAgoMs;
      wentBack = true;
      version = isLongAgo ? mark.version : grow() + 1_000_000;
      compacted = isLongAgo ? mark.version : version;
      grownMs = nowMs() + (isLongAgo ? quietAfterRestoreMs : 0);
      restoredMs = nowMs();
      events = [];
      for (const key of objects.services.keys()) if (!mark.objects.services.has(key)) noteGone(key);
      ({ objects } = mark);
    },
  };
};
