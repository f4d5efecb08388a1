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
  compileSoon();
  setFlagsFromString('--minimum-invocations-before-optimization=1000000000');
  setFlagsFromString('--no-use-osr');
};

/** From now on what runs often is compiled. Called again it changes nothing. */
export const letCompilersIn = (): void => {
  setFlagsFromString('--minimum-invocations-before-optimization=2');
  setFlagsFromString('--use-osr');
};

/**
 * Maglev, the quicker of the two compilers, takes what was called 40 times in place of 400, and as long after
 * the shapes of its objects last changed. Few functions of a daemon that writes one Service after the other
 * are called more often, so they would never be compiled. V8 counts from the first call on: said when the
 * compilers are let in it has no effect on what has run by then.
 */
const compileSoon = (): void => {
  setFlagsFromString('--invocation-count-for-maglev=40');
  setFlagsFromString('--minimum-invocations-after-ic-update=40');
};
