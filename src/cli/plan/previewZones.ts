import { EXIT_CODES } from '../../config/exitCodes.ts';
import type { Config } from '../../config/options.ts';
import { createForwardZone } from '../../controller/forwardZone.ts';
import { type PreviewDeps, previewZone, type ZonePreview } from '../../controller/previewZone.ts';
import { configureZones } from '../../daemon/configureZones.ts';
import type { ConfiguredZone } from '../../daemon/forwardServices.ts';
import { keyNameOf, openZoneClient, type ServerAccess } from '../../daemon/openZone.ts';
import { findAllReverseZones, reverseZoneParts } from '../../daemon/reverseServices.ts';
import { zoneOptionsOf } from '../../daemon/zoneOptionsOf.ts';
import { createLog } from '../../telemetry/log.ts';
import { forwardLayout } from '../../zone/layout.ts';
import type { CommandIo } from '../command.ts';
import { configurationFailure, type Failure, serverFailure } from '../failure.ts';
import { type KnownOwner, ownerOf } from '../ownerOf.ts';
import { type ReadServices, readServices } from '../readServices.ts';

export type ZonePreviews =
  | { readonly kind: 'previews'; readonly owner: KnownOwner; readonly zones: readonly CompletePreview[] }
  | Failure;

export type CompletePreview = Extract<ZonePreview, { kind: 'preview' }>;

/** Reads the Services and every zone, forward and reverse, once. Writes nothing. */
export const previewZones = async (
  io: CommandIo,
  config: Config,
  signal: AbortSignal,
): Promise<ZonePreviews> => {
  const configured = configureZones(config);
  if (typeof configured === 'string') return configurationFailure(configured);
  const services = await readServices(
    io,
    config,
    configured.map(({ records }) => records),
    signal,
  );
  if (services.kind === 'failure') return services;
  try {
    const owner = await ownerOf(config, services.opened, signal);
    if (owner.kind === 'failure') return owner;
    const preview = previewer(config, services, owner.owner);
    const forward = await inTurn(configured, ({ records, access }) =>
      preview(access, {
        layout: forwardLayout(records.zone, { podNames: records.podNames }),
        desired: createForwardZone({
          options: records,
          others: configured.map((other) => other.records).filter((other) => other !== records),
          onProblems: (_service, problems) => {
            for (const { message } of problems) io.err(`k8s-bind: ${message}\n`);
          },
          onContest: () => undefined,
        }),
      }),
    );
    if (!Array.isArray(forward)) return forward;
    const reverse = await previewReverse(io, config, configured, preview, signal);
    return Array.isArray(reverse) ? { kind: 'previews', owner, zones: [...forward, ...reverse] } : reverse;
  } finally {
    await services.stop();
  }
};

type Preview = (
  access: ServerAccess,
  parts: Pick<PreviewDeps, 'layout' | 'desired'>,
) => Promise<CompletePreview | Failure>;

const previewer =
  (config: Config, services: Extract<ReadServices, { kind: 'read' }>, owner: string): Preview =>
  async (access, parts) => {
    const { store } = services.opened.source;
    const client = openZoneClient(parts.layout.zone, access);
    try {
      const result = await previewZone({
        ...parts,
        client,
        options: zoneOptionsOf(config, owner),
        source: { synced: store.synced, snapshot: store.snapshot },
        services: store.keys(),
      });
      return result.kind === 'preview' ? result : serverFailure(result.failure, factsOf(access, result.zone));
    } finally {
      client.close();
    }
  };

const factsOf = (access: ServerAccess, zone: string) => ({
  zone,
  server: `${access.server.host}:${access.server.port}`,
  keyName: keyNameOf(access),
});

const deadlineMs = 15_000;

const previewReverse = async (
  io: CommandIo,
  config: Config,
  configured: readonly ConfiguredZone[],
  preview: Preview,
  signal: AbortSignal,
): Promise<CompletePreview[] | Failure> => {
  const log = createLog({ level: 'warn', format: config.logFormat, out: { write: io.err }, env: io.env });
  const soon = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const found = await findAllReverseZones(configured, log, soon);
  if (found.kind === 'missing') return { ...configurationFailure(found.message), mend: found.mend };
  if (found.kind === 'stopped') {
    const line = `Cannot ask for the reverse zones: no answer within ${deadlineMs / 1000} s`;
    return { kind: 'failure', line, exitCode: EXIT_CODES.unreachable.code };
  }
  return inTurn(found.zones, (zone) =>
    preview(
      zone.access,
      reverseZoneParts(zone, () => true),
    ),
  );
};

/** One after the other; the first failure ends it. */
const inTurn = async <T>(
  items: readonly T[],
  action: (item: T) => Promise<CompletePreview | Failure>,
): Promise<CompletePreview[] | Failure> => {
  const results: CompletePreview[] = [];
  for (const item of items) {
    const result = await action(item);
    if (result.kind === 'failure') return result;
    results.push(result);
  }
  return results;
};
