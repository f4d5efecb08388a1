import type { ZoneOptions } from '../controller/zoneContext.ts';
import type { ConfiguredZone } from '../setup/configureZones.ts';
import { optionsInZone } from '../setup/zoneOptionsOf.ts';
import { forwardZoneParts } from '../setup/zoneParts.ts';
import type { ServiceEvents } from './tell/serviceEvents.ts';
import { createZoneNotes } from './tell/zoneNotes.ts';
import { zoneLabels } from './zoneLabels.ts';
import { createZoneService, type ZoneService, type ZoneServiceDeps } from './zoneService.ts';

export type ForwardServicesDeps = Omit<ZoneServiceDeps, 'events'> & {
  readonly eventsIn: EventsInView;
  /** False while it is not known yet whether the zone is one of its own: see `createViewProof`. */
  readonly mayWrite: (zone: ConfiguredZone) => boolean;
};

/** Events about a zone in this view, or in none that has a name. */
export type EventsInView = (view: string | undefined) => ServiceEvents;

/** The zones that were named in the configuration. */
export const createForwardServices = (
  { eventsIn, ...deps }: ForwardServicesDeps,
  configured: readonly ConfiguredZone[],
  options: { readonly zone: ZoneOptions; readonly once: boolean },
): readonly ZoneService[] =>
  configured.map((zone) => {
    const { records, access } = zone;
    const events = eventsIn(access.view);
    const notes = createZoneNotes(deps.log.with(zoneLabels(records.zone, access)), events);
    const parts = forwardZoneParts(zone, configured, notes);
    const source = { ...deps.source, synced: () => deps.source.synced() && deps.mayWrite(zone) };
    return createZoneService(
      { ...deps, source, events },
      { ...parts, notes, zone: optionsInZone(options.zone, parts), once: () => options.once },
    );
  });
