import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects all garbage and gives the memory back to the system, as V8 does by itself only when it runs out of
 * it. Nothing else is done meanwhile: 0.1 s for a live heap of 30 MB.
 */
export const freeMemory = (): void => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => void;
  collect({ type: 'major', flavor: 'last-resort' });
};
