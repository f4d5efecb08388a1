import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import type { CommandIo } from '../command.ts';
import { findProgram } from '../findProgram.ts';
import { runTool } from '../runTool.ts';

export type BindPrograms =
  | { readonly kind: 'found'; readonly named: string; readonly dig: string }
  /** One line for the user. */
  | { readonly kind: 'missing'; readonly line: string };

const packages = ['bind9', 'bind9-dnsutils'];

/** Finds `named` and `dig`, and installs what is missing where that can be done: as root, with apt-get. */
export const bindPrograms = async (
  io: Pick<CommandIo, 'err' | 'env' | 'isRoot'>,
  signal: AbortSignal,
): Promise<BindPrograms> => {
  const found = find(io.env);
  if (found.kind === 'found') return found;
  if (!io.isRoot || findProgram('apt-get', io.env) === undefined) return found;
  io.err(`installing ${packages.join(' ')} (apt-get), the first time only\n`);
  const problem = await install(io.env, signal);
  return problem === undefined ? find(io.env) : { kind: 'missing', line: problem };
};

const find = (env: NodeJS.ProcessEnv): BindPrograms => {
  const named = findProgram('named', env);
  const dig = findProgram('dig', env);
  if (named !== undefined && dig !== undefined) return { kind: 'found', named, dig };
  const missing = [named === undefined ? 'named' : [], dig === undefined ? 'dig' : []].flat().join(', no ');
  const line = `Cannot start the demo: found no ${missing}, needed both: sudo apt-get install ${packages.join(' ')}`;
  return { kind: 'missing', line };
};

/** What went wrong, if anything. The package lists may be missing or old, so they are read anew first. */
const install = async (env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | undefined> =>
  withoutServices(async () => {
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
      const variables = { DEBIAN_FRONTEND: 'noninteractive' };
      const result = await runTool('apt-get', args, { env, variables, signal });
      if (!result.failed) continue;
      const said = result.stderr.trim().split('\n').at(-1) ?? '';
      return `Cannot install ${packages.join(' ')}: apt-get ${args[0]} says "${said}", needed both packages`;
    }
    return undefined;
  });

const policyFile = '/usr/sbin/policy-rc.d';

/**
 * Installing bind9 would start a name server on port 53, which nobody asked for: Debian asks this program
 * first (101: no).
 */
const withoutServices = async <T>(action: () => Promise<T>): Promise<T> => {
  if (existsSync(policyFile)) return action();
  await writeFile(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await action();
  } finally {
    await rm(policyFile, { force: true });
  }
};
