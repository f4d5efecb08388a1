import { createContext, Script } from 'node:vm';

/** Runs what ends by itself or is stopped where it stands, in a pattern or a sort too: then it throws. */
export type TimeLimit = <T>(run: () => T) => T;

/**
 * V8 stops only what was called by a script with a time limit, so this is one that calls what it is given.
 * It costs half a millisecond each time, for a thread that looks at the clock.
 */
export const createTimeLimit = (timeoutMs: number): TimeLimit => {
  const script = new Script('run()');
  const given: { run: (() => unknown) | undefined } = { run: undefined };
  const context = createContext(given);
  return <T>(run: () => T): T => {
    given.run = run;
    try {
      return script.runInContext(context, { timeout: timeoutMs }) as T;
    } catch (error) {
      if (!wasStopped(error)) throw error;
      throw new Error('time limit exceeded', { cause: error });
    } finally {
      given.run = undefined;
    }
  };
};

const wasStopped = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
