import { readFileSync } from 'node:fs';
import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import type { CommandIo } from '../command.ts';
import { consent } from '../consent.ts';
import { configurationFailure, type Failure } from '../failure.ts';
import { runShell } from './runShell.ts';
import type { Setup } from './setup.ts';
import { setupScript } from './setupScript.ts';
import { commandsOf, type SetupStep } from './setupStep.ts';

/**
 * Runs what `init` prints, step by step, after showing it. What is there already stays; at what fails it
 * ends, and goes on there when it is called again.
 */
export const applySetup = async (
  io: CommandIo,
  config: Config,
  { setup, steps }: { readonly setup: Setup; readonly steps: readonly SetupStep[] },
  signal: AbortSignal,
): Promise<Failure | undefined> => {
  const [subtree] = setup.subtrees;
  if (subtree !== undefined)
    return configurationFailure(
      `Cannot apply with --below: found zone "${subtree.largerZone}" that is somebody's already, needed the lines that init prints, in its block of named.conf`,
    );
  if (!config.yes) io.out(`${setupScript(steps)}\n`);
  const refused = await consent(io, config, 'Run these commands?', signal);
  if (refused !== undefined) return refused;
  if (!io.isRoot)
    return configurationFailure(
      `Cannot apply: found a user who is not root, needed root, who writes to /etc and ${setup.zoneFolder}`,
    );
  for (const [index, step] of steps.entries()) {
    if (signal.aborted) return stopped(index, steps);
    const failure = await applyStep(io, step, `${index + 1}/${steps.length} ${step.title}`, signal);
    if (failure !== undefined) return signal.aborted ? stopped(index, steps) : failure;
  }
  return undefined;
};

const applyStep = async (
  { env, out }: Pick<CommandIo, 'env' | 'out'>,
  step: SetupStep,
  name: string,
  signal: AbortSignal,
): Promise<Failure | undefined> => {
  if (step.unless !== undefined && !(await runShell(step.unless, env, signal)).failed) {
    out(`${name}: there already${isOther(step) ? ', with other content, which stays' : ''}\n`);
    return undefined;
  }
  const { unless: _failed, ...rest } = step;
  const { failed, said } = await runShell(commandsOf(rest), env, signal);
  if (!failed) {
    out(`${name}: done\n`);
    return undefined;
  }
  const line = `Cannot apply step ${name}: found "${lineOf(said)}", needed it to succeed; the same command goes on from here`;
  return { kind: 'failure', line, fix: step.fix, exitCode: EXIT_CODES.refused.code };
};

const isOther = ({ file, input }: SetupStep): boolean => {
  if (file === undefined) return false;
  try {
    return readFileSync(file, 'utf8') !== input;
  } catch {
    return false;
  }
};

/** The first line that speaks of an error, or what was said last. */
const lineOf = (said: string): string => {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /\berror\b/i.test(line)) ?? lines.at(-1) ?? 'nothing but that it failed';
};

const stopped = (done: number, steps: readonly SetupStep[]): Failure => ({
  kind: 'failure',
  line: `Stopped: ${done} of ${steps.length} steps were done; the same command goes on from there`,
  exitCode: EXIT_CODES.stopped.code,
});
