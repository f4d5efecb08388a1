import { hostname } from 'node:os';
import type { Config } from '../config/options.ts';
import { fixedZoneOptions, type ZoneOptions } from '../controller/zoneContext.ts';

/** How the zones of this process are kept, in the terms of the controller. */
export const zoneOptionsOf = (config: Config, owner: string): ZoneOptions => ({
  ...fixedZoneOptions,
  owner,
  holder: `${hostname()}/${process.pid}`,
  soaIntervalMs: config.soaIntervalMs,
  fullTransferIntervalMs: config.resyncMs,
  brake: { ...fixedZoneOptions.brake, allowMassDelete: config.allowMassDelete },
});
