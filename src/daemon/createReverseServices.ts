import type { ReverseZone } from '../controller/desired/reverseZone.ts';
import type { ZoneOptions } from '../controller/zoneContext.ts';
import type { ZoneOrder } from '../controller/zoneOrder.ts';
import type { FoundReverseZone } from '../setup/findAllReverseZones.ts';
import { optionsInZone } from '../setup/zoneOptionsOf.ts';
import { reverseZoneParts } from '../setup/zoneParts.ts';
import type { EventsInView } from './createForwardServices.ts';
import { createZoneNotes } from './tell/zoneNotes.ts';
import { zoneLabels } from './zoneLabels.ts';
import { createZoneService, type ZoneService, type ZoneServiceDeps } from './zoneService.ts';

/** A reverse zone's service together with its desired content, as the order between zones needs it. */
export type ReverseService = ZoneService & { readonly desired: ReverseZone };

export const createReverseServices = (
  { eventsIn, ...deps }: Omit<ZoneServiceDeps, 'events'> & { readonly eventsIn: EventsInView },
  zones: readonly FoundReverseZone[],
  options: { readonly zone: ZoneOptions; readonly once: boolean; readonly order: ZoneOrder },
): readonly ReverseService[] =>
  zones.map((found) => {
    const { order } = options;
    const { zone, access } = found;
    const parts = reverseZoneParts(found, order.mayAdd);
    const events = eventsIn(access.view);
    const source = { ...deps.source, synced: () => deps.source.synced() && order.started() };
    const service = createZoneService(
      { ...deps, source, events },
      {
        ...parts,
        notes: createZoneNotes(deps.log.with(zoneLabels(zone, access)), events),
        zone: optionsInZone(options.zone, parts),
        once: () => options.once && order.isIdle(),
      },
    );
    return { ...service, desired: parts.desired };
  });
