import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import type { Problem } from '../telemetry/problem.ts';
import type { ProblemCode } from '../telemetry/problems.ts';
import { readiness } from '../telemetry/readiness.ts';
import type { Status } from '../telemetry/status.ts';
import type { Unfinished } from './command.ts';

/** What a run with `--once` was at when its time was over, the gravest first. */
export const unfinishedRun = (
  { watches, zones, ...status }: Status,
  { manifests }: Pick<Config, 'manifests'>,
): Unfinished => {
  const problem = zones.flatMap((zone) => zone.problem ?? [])[0];
  if (problem !== undefined) return ofProblem(problem);
  const watch = watches.find((one) => one.problem !== undefined);
  if (watch?.problem !== undefined) {
    return {
      found: watch.problem,
      ...(manifests === undefined ? {} : { exitCode: EXIT_CODES.configuration.code }),
    };
  }
  const open = readiness({ ...status, watches, zones }).filter(({ ready }) => !ready);
  return { found: open.map(({ text }) => text).join('; ') || 'changes that wait to be confirmed' };
};

const ofProblem = ({ code, message, fix }: Problem): Unfinished => ({
  found: message,
  ...(fix === '' ? {} : { fix }),
  exitCode: unanswered.has(code) ? EXIT_CODES.unreachable.code : EXIT_CODES.refused.code,
});

const unanswered: ReadonlySet<ProblemCode> = new Set([
  'unreachable',
  'unknown',
  'readFailed',
  'noSessionKey',
]);
