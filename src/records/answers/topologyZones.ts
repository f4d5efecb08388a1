import { isHostLabel } from '../hostName.ts';
import type { ServiceContext } from '../serviceContext.ts';
import { answersEndpoints } from './meansEndpoints.ts';

export type TopologyZones = {
  /** In lower case, sorted; at most as many as one Service may have names for. */
  readonly names: readonly string[];
  /** How many there are. */
  readonly found: number;
};

/**
 * Topology zones in which the Service has an endpoint, ready or not, and which can be a name. None where they
 * have no names: of a Service that is not headless, and without `--zonal-names`.
 */
export const topologyZones = (context: ServiceContext): TopologyZones => {
  const { service, options, snapshot } = context;
  if (!options.zonalNames || service.kind !== 'headless' || !answersEndpoints(context)) return none;
  const zones = new Set<string>();
  for (const { endpoints } of snapshot.slices)
    for (const { topologyZone } of endpoints) zones.add(topologyZone.toLowerCase());
  const usable = [...zones].filter((zone) => zone.split('.').every(isHostLabel)).sort();
  return { names: usable.slice(0, options.maxTopologyZones), found: usable.length };
};

const none: TopologyZones = { names: [], found: 0 };
