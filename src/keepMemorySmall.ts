import { setFlagsFromString } from 'node:v8';

/**
 * The option of Node that halves what a first sync's garbage takes: V8's young generation grows to 2 MB and
 * no further, in place of 64 MB. It has to be there when Node starts, so it stands in the first line of
 * `main.ts`, and in the executable.
 */
export const YOUNG_GENERATION = '--max-semi-space-size=2';

/**
 * Makes V8 collect early: 430,000 records need 40 MB, and by its defaults V8 takes 250 MB before it collects
 * what a first sync leaves behind.
 *
 * @param nodeOptions what Node was started with; without {@link YOUNG_GENERATION}, as by `node
 *   dist/k8s-bind.js`, the young generation keeps the size that it has now, 1 MB
 */
export const keepMemorySmall = (nodeOptions: readonly string[]): void => {
  setFlagsFromString('--heap-growing-percent=50');
  if (!nodeOptions.some((option) => /--m(ax|in)[-_]semi[-_]space[-_]size/.test(option)))
    setFlagsFromString('--semi-space-growth-factor=1');
};
