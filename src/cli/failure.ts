import { EXIT_CODES } from '../config/exitCodes.ts';
import { cut } from '../model/visibleText.ts';
import { zoneInView } from '../model/zoneInView.ts';
import type { ReadFailure } from '../server/updateOutcome.ts';
import { type ExplainFacts, explain, type FailedUpdate } from '../setup/explain.ts';
import { claimProblem, type NamedZone, type NotOurs } from '../setup/explainEnd.ts';
import type { ServerAccess } from '../setup/openZoneClient.ts';
import { socketText } from '../socketText.ts';
import type { Problem } from '../telemetry/problem.ts';
import type { ProblemCode } from '../telemetry/problems.ts';
import type { CommandIo, Unfinished } from './command.ts';

/** Why a command cannot do what it was asked for. */
export type Failure = {
  readonly kind: 'failure';
  /** Its row in the table of problems, where it has one. */
  readonly code?: ProblemCode;
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

/** A problem of the table, as the end of a command. */
export const failureOf = ({ code, message, fix }: Problem, exitCode: number): Failure => ({
  kind: 'failure',
  code,
  line: message,
  ...(fix === '' ? {} : { fix }),
  exitCode,
});

/** What a claim that is not ours means to a command. */
export const claimFailure = (named: NamedZone, found: NotOurs): Failure =>
  inView(named, failureOf(claimProblem(named, found), EXIT_CODES.notOurs.code));

/** What a reading of the zone that failed means to a command. */
export const readingFailure = (failure: ReadFailure, facts: ExplainFacts): Failure =>
  inView(facts, failureOf(explain('reading', failure, facts), exitCodeOf(failure)));

/** What an UPDATE that failed means to a command. */
export const updateFailure = (outcome: FailedUpdate, facts: ExplainFacts): Failure =>
  inView(facts, failureOf(explain('writing', outcome, facts), exitCodeOf(outcome)));

/** Which of several zones of one name it is about. */
const inView = ({ view }: Pick<NamedZone, 'view'>, failure: Failure): Failure => ({
  ...failure,
  line: zoneInView(failure.line, view),
});

const exitCodeOf = ({ kind }: ReadFailure | FailedUpdate): number =>
  kind === 'unreachable' || kind === 'unknown' ? EXIT_CODES.unreachable.code : EXIT_CODES.refused.code;

/** What a command that waits for a name server was at when its time is over. */
export const notAnswered = (
  { server, view }: Pick<ServerAccess, 'server' | 'view'>,
  zone: string,
): Unfinished => ({
  found: zoneInView(`no answer about zone "${zone}" from ${socketText(server)}`, view),
});

/** What a server or a program says may stand in it. */
const longestLine = 2_000;

/** Says it, and returns the exit code. */
export const fail = (io: Pick<CommandIo, 'err'>, { line, fix, exitCode }: Failure): number => {
  io.err(`k8s-bind: ${cut(line, longestLine)}\n${fix === undefined ? '' : `  fix: ${fix}\n`}`);
  return exitCode;
};
