import type { ObjectKey } from './objectKey.ts';

/**
 * Where a source of objects of one resource puts what it learns. `replace` is everything that exists at one
 * moment: what it does not hold is gone, and what it holds unchanged is no change. All of them take effect at
 * once, within the call.
 */
export type Feed<T> = {
  readonly replace: (objects: ReadonlyMap<ObjectKey, T>) => void;
  readonly upsert: (key: ObjectKey, object: T) => void;
  readonly delete: (key: ObjectKey) => void;
  /**
   * The object that is held under the key when it equals this one, else this one: a second copy of everything
   * need not be kept.
   */
  readonly shared: (key: ObjectKey, object: T) => T;
  /** The first `replace` is complete. Called again after each later one; only the first has an effect. */
  readonly synced: () => void;
  /**
   * The API server has no such resource, for now: nobody waits for it, and what is known of its objects
   * stays. Ended by {@link Feed.synced}.
   */
  readonly absent: () => void;
  /** Forgets the feed and all that it brought. */
  readonly close: () => void;
};
