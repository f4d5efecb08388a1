import { Readable } from 'node:stream';
import type { CommandIo } from '../../src/cli/command.ts';

/** What a command has of a process that is none: no terminal, nothing piped in, no rights. */
export const quietProcess = {
  terminal: { write: () => true },
  input: Readable.from([]),
  cwd: '/',
  pid: 1,
  isRoot: false,
  usage: () => ({ residentBytes: 0, cpuSeconds: 0 }),
  freeMemory: () => undefined,
  letCompilersIn: () => undefined,
  doing: () => undefined,
  atExit: () => () => undefined,
} as const satisfies Partial<CommandIo>;
