import { createInterface } from 'node:readline/promises';
import { freeMemory } from '../freeMemory.ts';
import { letCompilersIn } from '../keepCompilersOut.ts';
import { visibleLines } from '../model/visibleText.ts';
import { orAborted } from '../orAborted.ts';
import { redact } from '../redact.ts';
import type { CommandIo } from './command.ts';

/**
 * The process's own streams, environment and numbers: the only place besides main.ts that knows of the
 * process. Whatever a command prints, nothing in it acts on the terminal.
 */
export const standardIo = (): CommandIo => ({
  out: (text) => void process.stdout.write(visibleLines(text)),
  err: (text) => void process.stderr.write(visibleLines(redact(text))),
  terminal: process.stderr,
  input: process.stdin,
  ask: process.stdin.isTTY ? askAtTerminal : undefined,
  env: process.env,
  cwd: process.cwd(),
  pid: process.pid,
  isRoot: process.getuid?.() === 0,
  usage: () => ({ residentBytes: residentBytes(), cpuSeconds: processorMs() / 1000 }),
  freeMemory,
  letCompilersIn,
  doing: () => undefined,
  atExit: (action) => {
    process.once('exit', action);
    return () => void process.off('exit', action);
  },
});

/** Milliseconds of processor time that the process has used since it started, in all its threads. */
export const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** The highest so far, where there is no /proc to read the present from, as in a bare chroot. */
const residentBytes = (): number => {
  try {
    return process.memoryUsage.rss();
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
};

/** While it asks, the terminal gives us Ctrl-C and Ctrl-D as characters, not as a signal and an end. */
const askAtTerminal = async (question: string, signal: AbortSignal): Promise<boolean> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const refused = new AbortController();
  const refuse = (): void => refused.abort();
  terminal.once('SIGINT', refuse).once('close', refuse);
  try {
    const ended = AbortSignal.any([signal, refused.signal]);
    const asked = terminal.question(`${question} [y/N] `).catch(() => 'no');
    const answer = await orAborted(asked, ended);
    if (answer === 'aborted') process.stderr.write('\n');
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
};
