import type { Store } from '../store/store.ts';

/** A cluster of fewer is read in a tenth of a second. */
const many = 250;

/**
 * Does something once, while the first lists are read, as soon as so many objects have come that there is
 * much to do with them.
 */
export const onManyObjects = ({ subscribe }: Pick<Store, 'subscribe'>, action: () => void): void => {
  let seen = 0;
  const end = subscribe({
    onComing: () => {
      seen += 1;
      if (seen < many) return;
      end();
      action();
    },
    onSynced: () => end(),
  });
};
