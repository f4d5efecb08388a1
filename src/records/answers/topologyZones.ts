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

/** Topology zones of endpoints that are published, as far as they can be a name. */
export const topologyZones = (
  { options }: ServiceContext,
  endpoints: readonly Pick<PublishedEndpoint, 'topologyZone'>[],
): TopologyZones => {
  const usable = usableZones(endpoints);
  return { names: firstOf(usable, options.maxTopologyZones), found: usable.length };
};

const usableZones = (endpoints: readonly Pick<PublishedEndpoint, 'topologyZone'>[]): readonly string[] =>
  [...new Set(endpoints.map(({ topologyZone }) => topologyZone.toLowerCase()))].filter(isUsable).sort();

/** As many as have, with what stands above them, so many names: each level of labels takes one. */
const firstOf = (zones: readonly string[], max: number): readonly string[] => {
  let names = zones.slice(0, max);
  while (names.length + zonesAbove(names).length > max) names = names.slice(0, -1);
  return names;
};

/** Kubernetes has it from a label of a node, whose value is no longer. */
const isUsable = (zone: string): boolean =>
  zone.length <= maxLabelCharacters && zone.split('.').every(isHostLabel);

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
const zonesAbove = (zones: readonly string[]): readonly string[] =>
  [...new Set(zones.flatMap(namesAbove))].sort();

const namesAbove = (zone: string): readonly string[] => {
  const labels = zone.split('.');
  return labels.slice(1).map((_label, index) => labels.slice(index + 1).join('.'));
};

/**
 * How many wildcards the Service has at most that say that no endpoint is published, known without those that
 * are.
 */
export const maxEmptyZones = (context: ServiceContext): number => {
  if (!hasZonalNames(context)) return 0;
  const all = context.snapshot.slices.flatMap(({ endpoints }) => endpoints);
  const ofSeveralLabels = all.filter(({ topologyZone }) => topologyZone.includes('.'));
  const above = zonesAbove(usableZones(ofSeveralLabels)).length;
  return 1 + Math.min(above, context.options.maxTopologyZones);
};
