import type { CommandName } from '../config/commands.ts';
import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import { adopt } from './adopt/adopt.ts';
import { check } from './check/check.ts';
import type { Command, CommandIo } from './command.ts';
import { demo } from './demo/demo.ts';
import { exportRecords } from './export/export.ts';
import { plan } from './plan/plan.ts';
import { purge } from './purge/purge.ts';
import { run } from './run.ts';
import { standardIo } from './standardIo.ts';
import { confirmDelete } from './status/confirmDelete.ts';
import { status } from './status/status.ts';

const commands: Partial<Record<CommandName, Command>> = {
  run,
  demo,
  plan,
  check,
  export: exportRecords,
  status,
  purge,
  adopt,
  'confirm-delete': confirmDelete,
};

/** @param io the process's own streams unless given */
export const runCommand = async (
  name: CommandName,
  config: Config,
  signal: AbortSignal,
  io: CommandIo = standardIo(),
): Promise<number> => {
  const command = commands[name];
  if (command !== undefined) return command(io, config, signal);
  io.err(`k8s-bind: Cannot ${name}: this version does not have the command yet\n`);
  return EXIT_CODES.configuration.code;
};
