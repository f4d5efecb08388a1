import { isHostLabel, maxLabelCharacters } from '../hostName.ts';
import type { ServiceContext } from '../serviceContext.ts';
import { answersEndpoints } from './meansEndpoints.ts';
import type { PublishedEndpoint } from './publishedEndpoints.ts';

export type TopologyZones = {
  /** In lower case, sorted; at most as many as one Service may have names for. */
  readonly names: readonly string[];
  /** How many there are. */
  readonly found: number;
};

/** Whether the Service may have names for topology zones: a headless one, with `--zonal-names`. */
export const hasZonalNames = (context: ServiceContext): boolean =>
  context.options.zonalNames && context.service.kind === 'headless' && answersEndpoints(context);

/**
 * Topology zones in which the Service has an endpoint, ready or not, and which can be a name. None where they
 * have no names.
 */
export const topologyZones = (context: ServiceContext): TopologyZones => {
  const { options, snapshot } = context;
  if (!hasZonalNames(context)) return none;
  const zones = new Set<string>();
  for (const { endpoints } of snapshot.slices)
    for (const { topologyZone } of endpoints) zones.add(topologyZone.toLowerCase());
  const usable = [...zones].filter(isUsable).sort();
  return { names: usable.slice(0, options.maxTopologyZones), found: usable.length };
};

const none: TopologyZones = { names: [], found: 0 };

/** Kubernetes has it from a label of a node, whose value is no longer. */
const isUsable = (zone: string): boolean =>
  zone.length <= maxLabelCharacters && zone.split('.').every(isHostLabel);

/** Those of the topology zones in which one of these endpoints is. */
export const zonesWith = (
  zones: TopologyZones,
  endpoints: readonly PublishedEndpoint[],
): readonly string[] => {
  const ready = new Set(endpoints.map(({ topologyZone }) => topologyZone.toLowerCase()));
  return zones.names.filter((name) => ready.has(name));
};

/**
 * What stands for every other topology zone, as labels: `*`, and where zones have several labels also `corp`
 * and `*.corp` for `east.corp`, because no wildcard speaks for a name that has others below it, nor for what
 * is below that (RFC 4592 §2.2.2, §3.3.1).
 *
 * @param zones those that have names of their own
 */
export const otherZones = (zones: readonly string[]): readonly string[] => [
  '*',
  ...zonesAbove(zones).flatMap((name) => [...(zones.includes(name) ? [] : [name]), `*.${name}`]),
];

/** `c` and `b.c` of `a.b.c`. */
export const zonesAbove = (zones: readonly string[]): readonly string[] =>
  [...new Set(zones.flatMap(namesAbove))].sort();

const namesAbove = (zone: string): readonly string[] => {
  const labels = zone.split('.');
  return labels.slice(1).map((_label, index) => labels.slice(index + 1).join('.'));
};
