import { EXIT_CODES } from '../config/exitCodes.ts';
import type { ReadFailure, UpdateOutcome } from '../server/updateOutcome.ts';
import { type ExplainFacts, explain } from '../setup/explain.ts';
import type { CommandIo } from './command.ts';

/** Why a command cannot do what it was asked for. */
export type Failure = {
  readonly kind: 'failure';
  /** One line for the user. */
  readonly line: string;
  /** The line that fixes it, for named.conf or the shell. */
  readonly fix?: string;
  readonly exitCode: number;
};

export const configurationFailure = (line: string): Failure => ({
  kind: 'failure',
  line,
  exitCode: EXIT_CODES.configuration.code,
});

/** What a name server's answer, or its silence, means to a command. */
export const serverFailure = (
  outcome: Exclude<UpdateOutcome, { kind: 'applied' }> | ReadFailure,
  facts: ExplainFacts,
): Failure => {
  const { message, fix } = explain(outcome, facts);
  const away = outcome.kind === 'unreachable' || outcome.kind === 'unknown';
  return {
    kind: 'failure',
    line: message,
    ...(fix === '' ? {} : { fix }),
    exitCode: away ? EXIT_CODES.unreachable.code : EXIT_CODES.refused.code,
  };
};

/** Says it, and returns the exit code. */
export const fail = (io: Pick<CommandIo, 'err'>, { line, fix, exitCode }: Failure): number => {
  io.err(`k8s-bind: ${line}\n${fix === undefined ? '' : `  fix: ${fix}\n`}`);
  return exitCode;
};
