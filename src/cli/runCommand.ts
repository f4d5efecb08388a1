import type { CommandName } from '../config/commands.ts';
import type { Config } from '../config/options.ts';
import { adopt } from './adopt/adopt.ts';
import { check } from './check/check.ts';
import type { Command, CommandIo } from './command.ts';
import { demo } from './demo/demo.ts';
import { exportRecords } from './export/export.ts';
import { init } from './init/init.ts';
import { plan } from './plan/plan.ts';
import { purge } from './purge/purge.ts';
import { run } from './run.ts';
import { standardIo } from './standardIo.ts';
import { confirmDelete } from './status/confirmDelete.ts';
import { status } from './status/status.ts';

const commands: Readonly<Record<CommandName, Command>> = {
  run,
  demo,
  plan,
  check,
  init,
  export: exportRecords,
  status,
  purge,
  adopt,
  'confirm-delete': confirmDelete,
};

/** @param io the process's own streams unless given */
export const runCommand = (
  name: CommandName,
  config: Config,
  signal: AbortSignal,
  io: CommandIo = standardIo(),
): Promise<number> => commands[name](io, config, signal);
