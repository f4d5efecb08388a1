import { createForwardZone } from '../controller/forwardZone.ts';
import type { ZoneOptions } from '../controller/zoneContext.ts';
import { forwardLayout } from '../zone/layout.ts';
import type { ConfiguredZone } from './configureZones.ts';
import { othersOf } from './views.ts';
import { createZoneNotes } from './zoneNotes.ts';
import { createZoneService, type ZoneService, type ZoneServiceDeps } from './zoneService.ts';

/** The zones that were named in the configuration. */
export const createForwardServices = (
  deps: ZoneServiceDeps,
  configured: readonly ConfiguredZone[],
  options: { readonly zone: ZoneOptions; readonly once: boolean },
): readonly ZoneService[] =>
  configured.map((zone) => {
    const { records, access } = zone;
    const notes = createZoneNotes(deps.log.with({ zone: records.zone }), deps.events);
    return createZoneService(deps, {
      layout: forwardLayout(records.zone, { podNames: records.podNames }),
      desired: createForwardZone({ options: records, others: othersOf(zone, configured), ...notes }),
      notes,
      access,
      zone: options.zone,
      once: () => options.once,
    });
  });
