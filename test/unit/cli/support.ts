import { readFileSync, statSync } from 'node:fs';
import { runCommand } from '../../../src/cli/runCommand.ts';
import { loadConfig } from '../../../src/config/loadConfig.ts';

import { quietProcess } from '../../support/quietProcess.ts';

export type Ran = { readonly exitCode: number; readonly out: string; readonly err: string };

/**
 * Runs a command in this process, from its arguments to its exit code. `answer` is what the person at the
 * terminal says, if there is one.
 */
export const runInProcess = async (argv: readonly string[], answer?: boolean): Promise<Ran> => {
  const said = { out: '', err: '' };
  const loaded = loadConfig({
    argv,
    env: {},
    files: { read: (path) => readFileSync(path, 'utf8'), stat: (path) => statSync(path) },
  });
  if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
  const exitCode = await runCommand(loaded.command, loaded.config, new AbortController().signal, {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    ask: answer === undefined ? undefined : () => Promise.resolve(answer),
    env: process.env,
    ...quietProcess,
  });
  return { exitCode, ...said };
};
