import { EXIT_CODES } from '../../config/exitCodes.ts';
import { isReady, readiness } from '../../telemetry/readiness.ts';
import type { Status } from '../../telemetry/status.ts';
import type { Command } from '../command.ts';
import { fail } from '../failure.ts';
import { formatOutput } from '../formatOutput.ts';
import { askDaemon } from './askDaemon.ts';
import { statusText } from './statusText.ts';

/** `k8s-bind status`: what the running daemon knows about itself. */
export const status: Command = async (io, config, signal) => {
  const answer = await askDaemon(config, 'GET', '/v1/status', signal);
  if (answer.kind === 'failure') return fail(io, answer);
  const found = answer.body as Status;
  io.out(formatOutput(config.output, found, () => statusText(found)));
  return isReady(readiness(found)) ? EXIT_CODES.ok.code : EXIT_CODES.faults.code;
};
