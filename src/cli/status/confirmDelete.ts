import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Status } from '../../telemetry/status.ts';
import type { Command } from '../command.ts';
import { consent } from '../consent.ts';
import { fail } from '../failure.ts';
import { formatOutput } from '../formatOutput.ts';
import { askDaemon } from './askDaemon.ts';

/**
 * `k8s-bind confirm-delete`: lets the running daemon carry out the deletions that its brake holds back, of
 * one zone or of all.
 */
export const confirmDelete: Command = async (io, config, signal) => {
  const before = await askDaemon(config, 'GET', '/v1/status', signal);
  if (before.kind === 'failure') return fail(io, before);
  const held = (before.body as Status).zones.flatMap(({ zone, guard }) =>
    guard === undefined || (config.zone !== undefined && config.zone !== zone) ? [] : [{ zone, ...guard }],
  );
  if (held.length === 0) {
    io.out(formatOutput(config.output, { zones: [] }, () => 'nothing is held back\n'));
    return EXIT_CODES.ok.code;
  }
  for (const { zone, deletes, owned } of held) {
    io.err(`zone ${zone}: ${deletes} of the ${owned} records that are ours would be deleted\n`);
  }
  const refused = await consent(io, config, 'Delete them?');
  if (refused !== undefined) return fail(io, refused);
  const query = config.zone === undefined ? '' : `?zone=${encodeURIComponent(config.zone)}`;
  const answer = await askDaemon(config, 'POST', `/v1/confirm-delete${query}`, signal);
  if (answer.kind === 'failure') return fail(io, answer);
  io.out(formatOutput(config.output, { zones: held }, () => 'the deletions go on\n'));
  return EXIT_CODES.ok.code;
};
