import type { CommandName } from '../config/commands.ts';
import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import { run } from './run.ts';

/** One command: does its work and returns the exit code. */
export type Command = (config: Config, signal: AbortSignal) => Promise<number>;

const commands: Partial<Record<CommandName, Command>> = { run };

export const runCommand = async (name: CommandName, config: Config, signal: AbortSignal): Promise<number> => {
  const command = commands[name];
  if (command !== undefined) return command(config, signal);
  process.stderr.write(`k8s-bind: Cannot ${name}: this version does not have the command yet\n`);
  return EXIT_CODES.configuration.code;
};
