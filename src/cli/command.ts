import type { Config } from '../config/options.ts';

/** Where a command reads and writes; standard streams in the program, plain functions in tests. */
export type CommandIo = {
  /** What was asked for: standard output. */
  readonly out: (text: string) => void;
  /** What is said about it: standard error. */
  readonly err: (text: string) => void;
  /** Puts a yes-or-no question to the person at the terminal; undefined where there is none. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  readonly env: NodeJS.ProcessEnv;
};

/** One command: does its work and returns the exit code. */
export type Command = (io: CommandIo, config: Config, signal: AbortSignal) => Promise<number>;
