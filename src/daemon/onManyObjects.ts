import type { Store } from '../store/store.ts';

/** Let in as late as this, the compilers make a restart of 10,000 Services no longer. */
const manyListed = 250;
/** Where fewer change, nobody notices the one or two tenths of a millisecond that compiled code saves. */
const manyChanged = 100;
const minuteMs = 60_000;

export type ManyObjectsDeps = {
  readonly store: Pick<Store, 'subscribe' | 'synced'>;
  /** Monotonic, in milliseconds. */
  readonly nowMs: () => number;
};

/**
 * Does something once, as soon as there is much to do with objects: so many have come with the first lists,
 * or have changed within a minute later.
 */
export const onManyObjects = ({ store, nowMs }: ManyObjectsDeps, action: () => void): void => {
  let listed = 0;
  let changed = 0;
  let minuteEndsMs = Number.NEGATIVE_INFINITY;
  const lookAt = (count: number, many: number): void => {
    if (count < many) return;
    end();
    action();
  };
  const end = store.subscribe({
    onComing: () => {
      if (store.synced()) return;
      listed += 1;
      lookAt(listed, manyListed);
    },
    onDirty: () => {
      if (!store.synced()) return;
      const now = nowMs();
      if (now >= minuteEndsMs) {
        minuteEndsMs = now + minuteMs;
        changed = 0;
      }
      changed += 1;
      lookAt(changed, manyChanged);
    },
  });
};
