import { objectRefText } from '../../model/objectRef.ts';
import { rankOf } from '../rankOf.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { answersEndpoints, publishesEndpointNames, templatesWithEndpoints } from './meansEndpoints.ts';
import { ownSize } from './ownSize.ts';
import { portLabel } from './portLabel.ts';
import type { PublishedEndpoint } from './publishedEndpoints.ts';
import { hasZonalNames, maxEmptyZones, otherZones, topologyZones } from './topologyZones.ts';

export type LimitedEndpoints = {
  readonly endpoints: readonly PublishedEndpoint[];
  readonly problem: RecordProblem | undefined;
};

/**
 * As many endpoints as make no more records than an object may have: at its own name, at theirs, and at the
 * names that the operator gives it. Whole endpoints are left out, so that each SRV record has its address.
 * Which ones depends on their addresses alone, so one endpoint more or less changes few.
 */
export const limitEndpoints = (
  context: ServiceContext,
  endpoints: readonly PublishedEndpoint[],
): LimitedEndpoints => {
  const { object, options } = context;
  const own = ownSize(context);
  const room = Math.max(0, options.maxRecords - own);
  const cost = endpointCost(context, endpoints, templatesWithEndpoints(context));
  if (sumOf(endpoints.map(cost.atMost)) <= room) return { endpoints, problem: undefined };
  const costs = costsByAddress(endpoints, cost);
  const total = sumOf([...costs.values()]);
  if (total <= room) return { endpoints, problem: undefined };
  const kept = addressesWithin(room, costsByAddress(endpoints, { ofAddress: cost.ofAnyAddress }));
  const beside = own === 0 ? '' : ` beside ${own} more`;
  const found = `found ${costs.size} endpoints that make ${total} records${beside}`;
  const needed = `needed at most ${options.maxRecords} of one object (--max-records); ${kept.size} endpoints are published`;
  const message = `Cannot publish all endpoints of ${objectRefText(object)}: ${found}, ${needed}`;
  return {
    endpoints: endpoints.filter(({ address }) => kept.has(address)),
    problem: { kind: 'too-many-records', object, message },
  };
};

type EndpointCost = {
  /** Of one endpoint alone, as if no other had any record of it. */
  readonly atMost: (endpoint: PublishedEndpoint) => number;
  /** Of all that stands at one address, while every endpoint is published. */
  readonly ofAddress: (endpoints: readonly PublishedEndpoint[]) => number;
  /** The same at most, whichever of the others are published: other topology zones may then have names. */
  readonly ofAnyAddress: (endpoints: readonly PublishedEndpoint[]) => number;
};

/**
 * How many records endpoints make below `svc.<zone>`, and at so many names outside.
 */
export const endpointCost = (
  context: ServiceContext,
  endpoints: readonly PublishedEndpoint[],
  namesOutside: number,
): EndpointCost => {
  if (!publishesEndpointNames(context)) return { atMost: () => 0, ofAddress: () => 0, ofAnyAddress: () => 0 };
  const { srvAtService } = context.options;
  const bases = Number(answersEndpoints(context)) + namesOutside;
  const srvs = bases * (srvAtService ? 2 : 1);
  const zonalNames = countZonalNames(context, endpoints);
  const zonal = (names: number, ports: number): number => names * (1 + (srvAtService ? ports : 0));
  const ofAddress =
    (countNames: ZonalNameCount) =>
    (twins: readonly PublishedEndpoint[]): number => {
      const ports = countSrvs(twins);
      return bases + srvs * ports + countLabels(twins) + zonal(countNames(twins), ports);
    };
  return {
    atMost: (one) => bases + srvs * one.ports.length + 1 + zonal(zonalNames.now([one]), one.ports.length),
    ofAddress: ofAddress(zonalNames.now),
    ofAnyAddress: ofAddress(zonalNames.atMost),
  };
};

/** An endpoint may stand in two slices at once. */
const countSrvs = (twins: readonly PublishedEndpoint[]): number =>
  new Set(
    twins.flatMap(({ label, ports }) =>
      label === ''
        ? []
        : ports
            .filter((port) => portLabel(port) !== '')
            .map((port) => `${label} ${portLabel(port)} ${port.port}`),
    ),
  ).size;

const countLabels = (twins: readonly PublishedEndpoint[]): number =>
  new Set(twins.map(({ label }) => label).filter((label) => label !== '')).size;

/** At how many names for topology zones endpoints stand: `pin` and `prefer` of theirs, `prefer` of others. */
const countZonalNames = (
  context: ServiceContext,
  endpoints: readonly PublishedEndpoint[],
): { readonly now: ZonalNameCount; readonly atMost: ZonalNameCount } => {
  if (!hasZonalNames(context)) return { now: () => 0, atMost: () => 0 };
  const { names } = topologyZones(context, endpoints);
  const named = new Set(names);
  const others = otherZones(names).length;
  const mostOthers = 2 * maxEmptyZones(context) - 1;
  return {
    now: (twins) => 2 * zonesOf(twins).filter((zone) => named.has(zone)).length + others,
    atMost: (twins) => 2 * zonesOf(twins).length + mostOthers,
  };
};

type ZonalNameCount = (twins: readonly PublishedEndpoint[]) => number;

const zonesOf = (twins: readonly PublishedEndpoint[]): readonly string[] => [
  ...new Set(twins.map(({ topologyZone }) => topologyZone.toLowerCase())),
];

const costsByAddress = (
  endpoints: readonly PublishedEndpoint[],
  cost: Pick<EndpointCost, 'ofAddress'>,
): ReadonlyMap<string, number> =>
  new Map(
    [...Map.groupBy(endpoints, ({ address }) => address)].map(([address, twins]) => [
      address,
      cost.ofAddress(twins),
    ]),
  );

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

const addressesWithin = (room: number, costs: ReadonlyMap<string, number>): ReadonlySet<string> => {
  const ranked = [...costs]
    .map(([address, cost]) => ({ address, cost, rank: rankOf(address) }))
    .sort((a, b) => a.rank - b.rank || (a.address < b.address ? -1 : 1));
  const kept = new Set<string>();
  let sum = 0;
  for (const { address, cost } of ranked) {
    sum += cost;
    if (sum > room) break;
    kept.add(address);
  }
  return kept;
};
