import type { CommandName } from '../config/commands.ts';
import type { Config } from '../config/options.ts';
import type { Command, CommandIo } from './command.ts';
import { runInTime } from './runInTime.ts';
import { standardIo } from './standardIo.ts';

/**
 * Loaded when it is asked for: what only the others need stays out of the memory of a daemon that runs for
 * months.
 */
const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  run: async () => (await import('./run.ts')).run,
  demo: async () => (await import('./demo/demo.ts')).demo,
  plan: async () => (await import('./plan/plan.ts')).plan,
  check: async () => (await import('./check/check.ts')).check,
  init: async () => (await import('./init/init.ts')).init,
  kubeconfig: async () => (await import('./kubeconfig/kubeconfig.ts')).kubeconfig,
  export: async () => (await import('./export/exportRecords.ts')).exportRecords,
  render: async () => (await import('./render/render.ts')).render,
  status: async () => (await import('./status/status.ts')).status,
  why: async () => (await import('./why/why.ts')).why,
  purge: async () => (await import('./purge/purge.ts')).purge,
  adopt: async () => (await import('./adopt/adopt.ts')).adopt,
  'confirm-delete': async () => (await import('./status/confirmDelete.ts')).confirmDelete,
};

/** Everything that has an end has one in time; a daemon, a demo and what only prints have none. */
const isBounded = (name: CommandName, { once, dryRun }: Config): boolean =>
  ['plan', 'check', 'export', 'adopt', 'purge', 'why'].includes(name) ||
  (name === 'run' && (once || dryRun)) ||
  (name === 'render' && once);

/** @param io the process's own streams unless given */
export const runCommand = async (
  name: CommandName,
  config: Config,
  signal: AbortSignal,
  io: CommandIo = standardIo(),
): Promise<number> => {
  const command = await commands[name]();
  return isBounded(name, config)
    ? runInTime({ name, command, timeoutMs: config.timeoutMs }, io, config, signal)
    : command(io, config, signal);
};
