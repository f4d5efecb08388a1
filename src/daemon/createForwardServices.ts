import type { ZoneOptions } from '../controller/zoneContext.ts';
import type { ConfiguredZone } from '../setup/configureZones.ts';
import { forwardZoneParts } from '../setup/zoneParts.ts';
import { createZoneNotes } from './tell/zoneNotes.ts';
import { createZoneService, type ZoneService, type ZoneServiceDeps } from './zoneService.ts';

/** The zones that were named in the configuration. */
export const createForwardServices = (
  deps: ZoneServiceDeps,
  configured: readonly ConfiguredZone[],
  options: { readonly zone: ZoneOptions; readonly once: boolean },
): readonly ZoneService[] =>
  configured.map((zone) => {
    const { records } = zone;
    const notes = createZoneNotes(deps.log.with({ zone: records.zone }), deps.events);
    return createZoneService(deps, {
      ...forwardZoneParts(zone, configured, notes),
      notes,
      zone: options.zone,
      once: () => options.once,
    });
  });
