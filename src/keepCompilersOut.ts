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

/** From now on what runs often is compiled. Called again it changes nothing. */
export const letCompilersIn = (): void => {
  setFlagsFromString('--minimum-invocations-before-optimization=2');
  setFlagsFromString('--use-osr');
};

/**
 * Maglev, the quicker of the two compilers, is to take what was called 40 times in place of 400, and 40 times
 * since the shapes of its objects last changed in place of 500. Few functions of a daemon that writes one
 * Service after the other are called more often. V8 counts from one of the first calls on: it is said before
 * much has run, and where there are few objects: with 10,000 Services what is compiled by it takes 16 MB.
 */
export const compileSoon = (): void => {
  setFlagsFromString('--invocation-count-for-maglev=40');
  setFlagsFromString('--minimum-invocations-after-ic-update=40');
};
