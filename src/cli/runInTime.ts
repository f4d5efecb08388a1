import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import type { Command, CommandIo, Unfinished } from './command.ts';
import { fail } from './failure.ts';

export type TimedCommand = { readonly name: string; readonly command: Command; readonly timeoutMs: number };

const notBegun = (): Unfinished => ({ found: 'nothing finished yet' });

/** What is under way when the time is over may end properly, for so long. */
const graceMs = 500;

/**
 * Runs a command that must end within its time, whoever does not answer. When the time is over, one line says
 * what it was at, and nothing that it does later is heard of. A person who is asked has all the time there
 * is.
 */
export const runInTime = async (
  { name, command, timeoutMs }: TimedCommand,
  io: CommandIo,
  config: Config,
  signal: AbortSignal,
): Promise<number> => {
  const late = new AbortController();
  const over = Promise.withResolvers<Unfinished>();
  let current = notBegun;
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    timer = setTimeout(() => {
      over.resolve(current());
      late.abort();
    }, timeoutMs);
  };
  const heard =
    <Args extends readonly unknown[]>(act: (...args: Args) => unknown) =>
    (...args: Args): void => {
      if (!late.signal.aborted) act(...args);
    };
  const { ask } = io;
  const timed: CommandIo = {
    ...io,
    out: heard(io.out),
    err: heard(io.err),
    terminal: {
      isTTY: io.terminal.isTTY,
      columns: io.terminal.columns,
      write: heard((text: string) => io.terminal.write(text)),
    },
    doing: (next) => {
      current = next;
    },
    ask:
      ask &&
      (async (question, ended) => {
        clearTimeout(timer);
        const answer = await ask(question, ended);
        start();
        return answer;
      }),
  };
  start();
  const running = command(timed, config, AbortSignal.any([signal, late.signal]));
  try {
    const ended = await Promise.race([running, over.promise]);
    if (typeof ended === 'number') return ended;
    const exitCode = tellLate(io, ended, { name, timeoutMs });
    await Promise.race([running.catch(() => undefined), sleep(graceMs)]);
    return exitCode;
  } finally {
    clearTimeout(timer);
  }
};

const tellLate = (
  io: CommandIo,
  { found, fix, shown, exitCode = EXIT_CODES.unreachable.code }: Unfinished,
  { name, timeoutMs }: Pick<TimedCommand, 'name' | 'timeoutMs'>,
): number => {
  if (shown !== undefined) io.out(shown);
  const line = `Cannot finish ${name} within ${timeoutMs / 1_000} s: found ${found}`;
  return fail(io, { kind: 'failure', line, exitCode, ...(fix === undefined ? {} : { fix }) });
};
