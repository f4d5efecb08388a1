import type { Config } from '../config/options.ts';
import type { CommandIo } from './command.ts';
import { configurationFailure, type Failure } from './failure.ts';

/** Asks before something that cannot be undone; `--yes` has answered already. Undefined: go on. */
export const consent = async (
  io: Pick<CommandIo, 'ask'>,
  { yes }: Pick<Config, 'yes'>,
  question: string,
  signal: AbortSignal,
): Promise<Failure | undefined> => {
  if (yes) return undefined;
  if (io.ask === undefined) {
    return configurationFailure('Cannot ask whether to go on: found no terminal, needed --yes');
  }
  return (await io.ask(question, signal))
    ? undefined
    : configurationFailure('Nothing was changed: the answer was no');
};
