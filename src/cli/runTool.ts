import { execa } from 'execa';
import { childEnvironment } from '../childEnvironment.ts';
import { programPath } from './findProgram.ts';

export type ToolOptions = {
  /** Our own environment, of which the program gets what is not ours. */
  readonly env: NodeJS.ProcessEnv;
  /** Further variables for the program. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Standard input; without it there is none. */
  readonly input?: string;
};

/** What a program of the system is started with: PATH with the folders of BIND's, and no option of ours. */
export const toolEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...childEnvironment(env),
  PATH: programPath(env),
});

/** Runs a program of the system to its end, without a terminal; that it fails is a value. */
export const runTool = (
  file: string,
  args: readonly string[],
  { env, variables, signal, input }: ToolOptions,
) =>
  execa(file, args, {
    env: { ...toolEnvironment(env), ...variables },
    extendEnv: false,
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    reject: false,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
