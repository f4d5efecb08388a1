import type { ObjectKey } from './objectKey.ts';
import { sameData } from './sameData.ts';

/**
 * The objects of one resource, and a call for each that really differs from what was held (`undefined`: not
 * there).
 */
export type ObjectTable<T> = {
  readonly objects: ReadonlyMap<ObjectKey, T>;
  readonly set: (key: ObjectKey, object: T) => void;
  readonly delete: (key: ObjectKey) => void;
  /** What is held under the key when it is equal, else the object itself. */
  readonly shared: (key: ObjectKey, object: T) => T;
};

export type ObjectChange<T> = (before: T | undefined, after: T | undefined, key: ObjectKey) => void;

/**
 * Equal objects are kept as they were, so that a reference changes only when the content does.
 *
 * @param same whether two objects have the same content
 */
export const createObjectTable = <T>(
  onChange: ObjectChange<T>,
  same: (a: T, b: T) => boolean = sameData,
): ObjectTable<T> => {
  const objects = new Map<ObjectKey, T>();
  return {
    objects,
    shared: (key, object) => {
      const held = objects.get(key);
      return held !== undefined && same(held, object) ? held : object;
    },
    set: (key, object) => {
      const before = objects.get(key);
      if (before !== undefined && same(before, object)) return;
      objects.set(key, object);
      onChange(before, object, key);
    },
    delete: (key) => {
      const before = objects.get(key);
      if (before === undefined) return;
      objects.delete(key);
      onChange(before, undefined, key);
    },
  };
};
