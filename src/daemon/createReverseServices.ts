import type { ReverseZone } from '../controller/desired/reverseZone.ts';
import type { ZoneOptions } from '../controller/zoneContext.ts';
import type { ZoneOrder } from '../controller/zoneOrder.ts';
import type { FoundReverseZone } from '../setup/findAllReverseZones.ts';
import { reverseZoneParts } from '../setup/zoneParts.ts';
import { createZoneNotes } from './tell/zoneNotes.ts';
import { createZoneService, type ZoneService, type ZoneServiceDeps } from './zoneService.ts';

/** A reverse zone's service together with its desired content, as the order between zones needs it. */
export type ReverseService = ZoneService & { readonly desired: ReverseZone };

export const createReverseServices = (
  deps: ZoneServiceDeps,
  zones: readonly FoundReverseZone[],
  options: { readonly zone: ZoneOptions; readonly once: boolean; readonly order: ZoneOrder },
): readonly ReverseService[] =>
  zones.map((found) => {
    const { order } = options;
    const { zone } = found;
    const parts = reverseZoneParts(found, order.mayAdd);
    const service = createZoneService(
      { ...deps, source: { ...deps.source, synced: () => deps.source.synced() && order.started() } },
      {
        ...parts,
        notes: createZoneNotes(deps.log.with({ zone }), deps.events),
        zone: options.zone,
        once: () => options.once && order.isIdle(),
      },
    );
    return { ...service, desired: parts.desired };
  });
