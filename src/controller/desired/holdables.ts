import { type ObjectRef, type OriginKey, objectRefKey } from '../../model/objectRef.ts';
import type { Holdable } from '../../records/sources/sourceRequest.ts';

/**
 * Objects that have nothing to publish for a while, and what each waits for. A change of what an object
 * publishes by (its class, its type) ends that: what stood there was of something else.
 */
export type Holdables = {
  readonly put: (key: OriginKey, holdable: Holdable | undefined) => void;
  readonly waitsFor: (origin: ObjectRef) => string | undefined;
};

type Entry = Holdable & { readonly lapsed: boolean };

export const createHoldables = (): Holdables => {
  const entries = new Map<OriginKey, Entry>();
  return {
    put: (key, holdable) => {
      if (holdable === undefined) {
        entries.delete(key);
        return;
      }
      const before = entries.get(key);
      const waits = holdable.waitsFor !== undefined;
      const lapsed = waits && before !== undefined && (before.lapsed || before.as !== holdable.as);
      entries.set(key, { ...holdable, lapsed });
    },
    waitsFor: (origin) => {
      const entry = entries.get(objectRefKey(origin));
      return entry === undefined || entry.lapsed ? undefined : entry.waitsFor;
    },
  };
};
