import { createInterface } from 'node:readline/promises';
import { redact } from '../redact.ts';
import type { CommandIo } from './command.ts';

/** The process's own streams. */
export const standardIo = (): CommandIo => ({
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(redact(text)),
  ask: process.stdin.isTTY ? askAtTerminal : undefined,
  env: process.env,
});

const askAtTerminal = async (question: string): Promise<boolean> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
};
