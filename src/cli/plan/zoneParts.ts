import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import type { DesiredZone } from '../../controller/desiredZone.ts';
import { createForwardZone } from '../../controller/forwardZone.ts';
import type { ConfiguredZone } from '../../daemon/configureZones.ts';
import type { ExplainFacts } from '../../daemon/explain.ts';
import { keyNameOf, type ServerAccess } from '../../daemon/openZone.ts';
import { findAllReverseZones, reverseZoneParts } from '../../daemon/reverseServices.ts';
import { othersOf } from '../../daemon/views.ts';
import { createLog } from '../../telemetry/log.ts';
import { forwardLayout, type ZoneLayout } from '../../zone/layout.ts';
import type { CommandIo } from '../command.ts';
import { configurationFailure, type Failure } from '../failure.ts';

/** One zone as the daemon would open it, forward or reverse; its content is yet to be put in. */
export type ZoneParts = {
  readonly layout: ZoneLayout;
  readonly desired: DesiredZone;
  readonly access: ServerAccess;
};

/** The configured zones, in their order. */
export const forwardZoneParts = (
  io: Pick<CommandIo, 'err'>,
  configured: readonly ConfiguredZone[],
): readonly ZoneParts[] =>
  configured.map((zone) => ({
    access: zone.access,
    layout: forwardLayout(zone.records.zone, { podNames: zone.records.podNames }),
    desired: createForwardZone({
      options: zone.records,
      others: othersOf(zone, configured),
      onProblems: (_service, problems) => {
        for (const { message } of problems) io.err(`k8s-bind: ${message}\n`);
      },
      onContest: () => undefined,
    }),
  }));

const deadlineMs = 15_000;

/** The zones of the `--reverse` networks: the name server is asked for them. */
export const findReverseParts = async (
  io: Pick<CommandIo, 'err' | 'env'>,
  config: Config,
  configured: readonly ConfiguredZone[],
  signal: AbortSignal,
): Promise<readonly ZoneParts[] | Failure> => {
  const log = createLog({ level: 'warn', format: config.logFormat, out: { write: io.err }, env: io.env });
  const soon = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const found = await findAllReverseZones(configured, log, soon);
  if (found.kind === 'missing') return { ...configurationFailure(found.message), mend: found.mend };
  if (found.kind === 'stopped') {
    const line = `Cannot ask for the reverse zones: no answer within ${deadlineMs / 1000} s`;
    return { kind: 'failure', line, exitCode: EXIT_CODES.unreachable.code };
  }
  return found.zones.map((zone) => ({ access: zone.access, ...reverseZoneParts(zone, () => true) }));
};

/** What messages about a zone say of its server and key. */
export const factsOf = (access: ServerAccess, zone: string): ExplainFacts => ({
  zone,
  server: `${access.server.host}:${access.server.port}`,
  keyName: keyNameOf(access),
});
