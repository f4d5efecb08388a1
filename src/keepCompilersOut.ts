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
  // Few functions of a daemon that writes one Service after the other are called more often. V8 counts from
  // the first call on: said when the compilers are let in it has no effect on what has run by then.
  compileAfter({ calls: 40, sameShapes: 40 });
  setFlagsFromString('--minimum-invocations-before-optimization=1000000000');
  setFlagsFromString('--no-use-osr');
};

/**
 * From now on what runs often is compiled. Called again it changes nothing.
 *
 * @param much what there is much of. Of many objects all that is needed often is called often: it is compiled
 *   by V8's own measure, since more that is compiled takes 13 MB more with 10,000 Services
 */
export const letCompilersIn = (much: 'changes' | 'work'): void => {
  if (much === 'work') compileAfter({ calls: 400, sameShapes: 500 });
  setFlagsFromString('--minimum-invocations-before-optimization=2');
  setFlagsFromString('--use-osr');
};

/**
 * When Maglev, the quicker of the two compilers, takes a function: after so many calls, and so many since the
 * shapes of its objects last changed. 400 and 500 are V8's own.
 */
const compileAfter = ({
  calls,
  sameShapes,
}: {
  readonly calls: number;
  readonly sameShapes: number;
}): void => {
  setFlagsFromString(`--invocation-count-for-maglev=${calls}`);
  setFlagsFromString(`--minimum-invocations-after-ic-update=${sameShapes}`);
};
