import type { CommandName } from '../config/commands.ts';
import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import type { Command } from './command.ts';
import { demo } from './demo/demo.ts';
import { plan } from './plan/plan.ts';
import { run } from './run.ts';
import { standardIo } from './standardIo.ts';

const commands: Partial<Record<CommandName, Command>> = { run, demo, plan };

export const runCommand = async (name: CommandName, config: Config, signal: AbortSignal): Promise<number> => {
  const command = commands[name];
  if (command !== undefined) return command(standardIo(), config, signal);
  process.stderr.write(`k8s-bind: Cannot ${name}: this version does not have the command yet\n`);
  return EXIT_CODES.configuration.code;
};
