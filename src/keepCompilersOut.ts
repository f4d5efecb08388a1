import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's optimizing compilers out until {@link letCompilersIn}: no function has been called often enough,
 * and no loop is left for compiled code. With the first function that they compile 6 MB of their own code
 * become resident, and what they make of a program that does little takes 2 MB more.
 *
 * The compilers themselves stay on. Switched off at the start and on again later they cost the restart of a
 * large cluster 0.15 s and more: V8 seems to wait longer for functions that were first called meanwhile.
 */
export const keepCompilersOut = (): void => {
  setFlagsFromString('--minimum-invocations-before-optimization=1000000000');
  setFlagsFromString('--no-use-osr');
};

/** From now on what runs often is compiled, by V8's own defaults. Called again it changes nothing. */
export const letCompilersIn = (): void => {
  setFlagsFromString('--minimum-invocations-before-optimization=2');
  setFlagsFromString('--use-osr');
};
