import type { Config } from '../config/options.ts';
import { fixedZoneOptions, type ZoneOptions } from '../controller/zoneContext.ts';
import type { ZoneParts } from './zoneParts.ts';

/** How the zones of this process are kept, in the terms of the controller. */
export const zoneOptionsOf = (
  config: Config,
  identity: Pick<ZoneOptions, 'owner' | 'holder'>,
): ZoneOptions => ({
  ...fixedZoneOptions,
  ...identity,
  oneShot: config.once,
  onFence: config.onFence,
  soaIntervalMs: config.soaIntervalMs,
  fullTransferIntervalMs: config.resyncMs,
  brake: { ...fixedZoneOptions.brake, allowMassDelete: config.allowMassDelete },
});

/** The same for one of them. */
export const optionsInZone = (
  options: ZoneOptions,
  { holdMs, access, otherViews }: Pick<ZoneParts, 'holdMs' | 'access' | 'otherViews'>,
): ZoneOptions => ({ ...options, holdMs, view: access.view ?? '', otherViews });
