import type { Config } from '../../config/options.ts';
import { previewZone, type ZonePreview } from '../../controller/previewZone.ts';
import type { ZoneOptions } from '../../controller/zoneContext.ts';
import type { ServiceKey } from '../../model/service.ts';
import type { ZoneClient } from '../../server/zoneClient.ts';
import { configureZones } from '../../setup/configureZones.ts';
import { holderText } from '../../setup/holderText.ts';
import { openZoneClient } from '../../setup/openZoneClient.ts';
import { optionsInZone, zoneOptionsOf } from '../../setup/zoneOptionsOf.ts';
import {
  allForwardZoneParts,
  type ForwardZoneParts,
  factsOf,
  type ZoneParts,
} from '../../setup/zoneParts.ts';
import type { Store } from '../../store/store.ts';
import type { CommandIo } from '../command.ts';
import { configurationFailure, type Failure, notAnswered, readingFailure } from '../failure.ts';
import { type KnownOwner, ownerOf } from '../ownerOf.ts';
import { type ReadServices, readServices } from '../readServices.ts';
import { reverseParts } from './reverseParts.ts';

export type ZonePreviews =
  | {
      readonly kind: 'previews';
      readonly owner: KnownOwner;
      readonly zones: readonly PreviewedZone[];
      /** Whether a Service was read. */
      readonly hasService: (key: ServiceKey) => boolean;
      /** All that was read. */
      readonly store: Store;
    }
  | Failure;

export type CompletePreview = Extract<ZonePreview, { kind: 'preview' }>;

export type PreviewedZone = {
  readonly parts: ZoneParts & Partial<ForwardZoneParts>;
  readonly preview: CompletePreview;
  /** The same Services once more, with the zone as another client reads it. */
  readonly again: (client: ZoneClient, owner: string) => Promise<ZonePreview>;
};

/** Reads the Services and every zone, forward and reverse, once. Writes nothing. */
export const previewZones = async (
  io: CommandIo,
  config: Config,
  signal: AbortSignal,
): Promise<ZonePreviews> => {
  const configured = configureZones(config, io.env);
  if (typeof configured === 'string') return configurationFailure(configured);
  const records = configured.map((zone) => zone.records);
  const services = await readServices(io, config, records, signal);
  if (services.kind === 'failure') return services;
  try {
    const owner = await ownerOf(config, services.opened, signal);
    if (owner.kind === 'failure') return owner;
    const preview = previewer(io, config, services, { owner: owner.owner, holder: holderText(io.pid) });
    const forward = await inTurn(
      allForwardZoneParts(configured, (message) => io.err(`k8s-bind: ${message}\n`)),
      preview,
    );
    if ('kind' in forward) return forward;
    const parts = await reverseParts(io, config, configured, signal);
    const reverse = 'kind' in parts ? parts : await inTurn(parts, preview);
    if ('kind' in reverse) return reverse;
    const { store } = services.opened.source;
    const hasService = (key: ServiceKey): boolean => store.snapshot(key) !== undefined;
    return { kind: 'previews', owner, zones: [...forward, ...reverse], hasService, store };
  } finally {
    await services.stop();
  }
};

type Preview = (parts: PreviewedZone['parts']) => Promise<PreviewedZone | Failure>;

const previewer =
  (
    io: Pick<CommandIo, 'doing'>,
    config: Config,
    services: Extract<ReadServices, { kind: 'read' }>,
    identity: Pick<ZoneOptions, 'owner' | 'holder'>,
  ): Preview =>
  async (parts) => {
    const { store } = services.opened.source;
    const { layout, desired, access } = parts;
    io.doing(() => notAnswered(access, layout.zone));
    const client = openZoneClient(layout.zone, access);
    const again: PreviewedZone['again'] = (client, owner) =>
      previewZone({
        layout,
        desired,
        client,
        options: optionsInZone(zoneOptionsOf(config, { ...identity, owner }), parts),
        source: store,
        services: store.keys(),
      });
    try {
      const preview = await again(client, identity.owner);
      if (preview.kind === 'preview') return { parts, preview, again };
      return readingFailure(preview.failure, factsOf(access, layout.zone));
    } finally {
      client.close();
    }
  };

/** One after the other; the first failure ends it. */
const inTurn = async (
  zones: readonly ZoneParts[],
  preview: Preview,
): Promise<readonly PreviewedZone[] | Failure> => {
  const results: PreviewedZone[] = [];
  for (const parts of zones) {
    const result = await preview(parts);
    if ('kind' in result) return result;
    results.push(result);
  }
  return results;
};
