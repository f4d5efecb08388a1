import type { Config } from '../config/options.ts';
import type { LogSink } from '../telemetry/log.ts';
import type { ProcessUsage } from '../telemetry/status.ts';

/**
 * All that a command has of its process: the real one in the program, plain values and functions in tests.
 */
export type CommandIo = {
  /** What was asked for: standard output. */
  readonly out: (text: string) => void;
  /** What is said about it: standard error. */
  readonly err: (text: string) => void;
  /** Standard error as it is: whether it is a terminal, and how wide. */
  readonly terminal: LogSink & { readonly columns?: number | undefined };
  /** Standard input, for what is piped in. */
  readonly input: NodeJS.ReadableStream;
  /**
   * Puts a yes-or-no question to the person at the terminal; undefined where there is none. Ctrl-C, Ctrl-D
   * and the signal mean no.
   */
  readonly ask: ((question: string, signal: AbortSignal) => Promise<boolean>) | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** The working folder. */
  readonly cwd: string;
  readonly pid: number;
  readonly isRoot: boolean;
  readonly usage: () => ProcessUsage;
  /** Gives memory back to the system that nothing uses; nothing else is done meanwhile. */
  readonly freeMemory: () => void;
  /** Has what runs often compiled: much is about to be done. */
  readonly letCompilersIn: () => void;
  /**
   * Notes what is being done, for when the time of `--timeout` is over in the middle of it. Called then: it
   * says what is known by then.
   */
  readonly doing: (current: () => Unfinished) => void;
  /**
   * Has something done when the process exits without coming back to who asked; returns how to take that
   * back.
   */
  readonly atExit: (action: () => void) => () => void;
};

/** What a command that ran out of time was at. */
export type Unfinished = {
  /** What was found so far, behind "Cannot finish in time: found". */
  readonly found: string;
  readonly fix?: string;
  /** Unless it is that of an answer that did not come in time. */
  readonly exitCode?: number;
  /** What it has to show all the same, on standard output. */
  readonly shown?: string;
};

/** One command: does its work and returns the exit code. */
export type Command = (io: CommandIo, config: Config, signal: AbortSignal) => Promise<number>;
