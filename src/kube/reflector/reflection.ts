import type { Clock } from '../../clock.ts';
import type { ObjectKey } from '../../store/objectKey.ts';
import type { Transport } from '../api/transport.ts';
import type { MessageShape } from '../protobuf/messageShape.ts';
import type { LastChangeKeeper } from './lastChange.ts';
import type { ReadLimits } from './readLimits.ts';

/** Where a reflector puts what it reads. The calls come in the tick in which the octets came. */
export type ReflectorHandlers<T> = {
  /**
   * Reads one API object; `object` is undefined for one that is none of ours. `key` undefined: not an API
   * object at all.
   */
  readonly project: (json: unknown) => {
    readonly key: ObjectKey | undefined;
    readonly object: T | undefined;
  };
  /**
   * The object that is held under the key when it is equal, else this one: what is read anew is not kept
   * twice.
   */
  readonly shared: (key: ObjectKey, object: T) => T;
  /** All there is, in one call, at the first sync and after each relist. */
  readonly replace: (objects: ReadonlyMap<ObjectKey, T>) => void;
  readonly upsert: (key: ObjectKey, object: T) => void;
  readonly delete: (key: ObjectKey) => void;
  /** {@link ReflectorHandlers.replace} was called: what is held is complete. */
  readonly synced: () => void;
  /** A watch is open, or a list is complete: the mirror is, or is about to be, current. */
  readonly connected: () => void;
};

/** What the attempts of one reflector share. */
export type Reflection<T> = {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly handlers: ReflectorHandlers<T>;
  /** Collection path with a `?` and what selects objects: requests add their own parameters. */
  readonly path: () => string;
  readonly progress: Progress;
  readonly lastChange: LastChangeKeeper;
  readonly limits: ReadLimits;
  /** Lists are asked for as protobuf, and this is read of each item; undefined: as JSON. */
  readonly itemShape: MessageShape | undefined;
};

/** How far the reflector has come: written by the attempts, read by its status. */
export type Progress = {
  state: 'idle' | 'connecting' | 'listing' | 'watching' | 'waiting' | 'stopped';
  synced: boolean;
  objects: number;
  /** Wall-clock milliseconds. */
  lastEventMs: number | undefined;
  lastBookmarkMs: number | undefined;
  /** Monotonic milliseconds: when something last came from the server. */
  lastContactMs: number | undefined;
  relists: number;
  problem: string | undefined;
};
