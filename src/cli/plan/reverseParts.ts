import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import type { ConfiguredZone } from '../../setup/configureZones.ts';
import { findAllReverseZones } from '../../setup/findAllReverseZones.ts';
import { reverseZoneParts, type ZoneParts } from '../../setup/zoneParts.ts';
import { createLog } from '../../telemetry/log.ts';
import type { CommandIo } from '../command.ts';
import { type Failure, failureOf } from '../failure.ts';

const deadlineMs = 15_000;

/** The zones of the `--reverse` networks: the name server is asked for them. */
export const reverseParts = async (
  io: Pick<CommandIo, 'err' | 'env'>,
  config: Config,
  configured: readonly ConfiguredZone[],
  signal: AbortSignal,
): Promise<readonly ZoneParts[] | Failure> => {
  const log = createLog({ level: 'warn', format: config.logFormat, out: { write: io.err }, env: io.env });
  const limitMs = Math.min(deadlineMs, config.timeoutMs / 2);
  const soon = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const found = await findAllReverseZones(configured, log, soon);
  if (found.kind === 'missing') return failureOf(found.problem, EXIT_CODES.configuration.code);
  if (found.kind === 'stopped') {
    const line = `Cannot ask for the reverse zones: no answer within ${limitMs / 1000} s`;
    return { kind: 'failure', line, exitCode: EXIT_CODES.unreachable.code };
  }
  return found.zones.map((zone) => reverseZoneParts(zone, () => true));
};
