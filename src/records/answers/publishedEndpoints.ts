import type { Endpoint, EndpointPort, EndpointSlice } from '../../model/endpointSlice.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { isHostLabel, labelFault, maxNameCharacters, tooLongMessage } from '../hostName.ts';
import type { ServiceContext } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { addressLabel } from './addressLabel.ts';
import { limitEndpoints } from './limitEndpoints.ts';

/** One address of one ready endpoint, with the ports of its slice. */
export type PublishedEndpoint = {
  readonly address: string;
  /** Label below the Service's name, or empty when that name would be too long. */
  readonly label: string;
  /** The label is the endpoint's own `hostname`, not one that we made. */
  readonly hasHostname: boolean;
  readonly ofPod: boolean;
  readonly nodeName: string;
  readonly topologyZone: string;
  readonly ports: readonly EndpointPort[];
};

export type PublishedEndpoints = {
  /**
   * Sorted by label. An endpoint that stands in two slices at once appears twice; whoever makes RRsets drops
   * duplicates.
   */
  readonly endpoints: readonly PublishedEndpoint[];
  /** With those whose own address the zone does not hold: they are ready all the same, and on their nodes. */
  readonly anywhere: readonly PublishedEndpoint[];
  /**
   * Hostnames and names that no endpoint can have. Whoever publishes the endpoints' own names reports them.
   */
  readonly problems: readonly RecordProblem[];
};

/**
 * The endpoints that are to be published: ready ones; of Endpoints also the others where the Service says
 * `publishNotReadyAddresses`. In a slice `ready` alone decides, as for CoreDNS: its controller has heeded the
 * Service already, and who makes slices by hand says what is meant. Those whose address the zone holds, and
 * as many as an object may have records for.
 */
export const publishedEndpoints = (context: ServiceContext): PublishedEndpoints => {
  const { slices } = context.snapshot;
  const endpoints: PublishedEndpoint[] = [];
  const problems: RecordProblem[] = [];
  for (const slice of slices) {
    for (const endpoint of slice.endpoints) {
      if (!isPublished(context, slice, endpoint)) continue;
      const { address, ofPod, nodeName, topologyZone } = endpoint;
      const { label, hasHostname, problem } = endpointLabel(context, endpoint);
      if (problem !== undefined) problems.push(problem);
      endpoints.push({ address, label, hasHostname, ofPod, nodeName, topologyZone, ports: slice.ports });
    }
  }
  const held = heldHere(context, endpoints);
  const limited = limitEndpoints(context, held);
  if (limited.problem !== undefined) problems.push(limited.problem);
  const sorted = limited.endpoints.toSorted(compareLabels);
  const anywhere = held === endpoints ? sorted : endpoints.toSorted(compareLabels);
  return { endpoints: sorted, anywhere, problems };
};

/** Those whose address the zone holds; the list itself where it holds all. */
const heldHere = (
  { filter }: Pick<ServiceContext, 'filter'>,
  endpoints: readonly PublishedEndpoint[],
): readonly PublishedEndpoint[] => {
  const kept = filter.keep(endpoints.map(({ address }) => address));
  if (kept.length === endpoints.length) return endpoints;
  const held = new Set(kept);
  return endpoints.filter(({ address }) => held.has(address));
};

const compareLabels = (a: PublishedEndpoint, b: PublishedEndpoint): number =>
  a.label < b.label ? -1 : a.label > b.label ? 1 : 0;

/** Whether an endpoint counts as ready for its Service. */
const isPublished = (
  { service }: Pick<ServiceContext, 'service'>,
  { ofEndpoints }: Pick<EndpointSlice, 'ofEndpoints'>,
  { ready }: Endpoint,
): boolean => ready || (ofEndpoints === true && service.publishNotReadyAddresses);

/** Nodes that have an endpoint which is to be published. */
export const endpointNodes = (context: ServiceContext): ReadonlySet<string> =>
  new Set(
    context.snapshot.slices.flatMap((slice) =>
      slice.endpoints
        .filter((endpoint) => isPublished(context, slice, endpoint))
        .map(({ nodeName }) => nodeName),
    ),
  );

type Label = Pick<PublishedEndpoint, 'label' | 'hasHostname'> & {
  readonly problem: RecordProblem | undefined;
};

/**
 * The endpoint's hostname, else its Pod's name where that is chosen and fits, else its address with dashes
 * (specification §2.1).
 */
const endpointLabel = (context: ServiceContext, endpoint: Endpoint): Label => {
  const hostname = endpoint.hostname.toLowerCase();
  const hasHostname = hostname !== '' && isHostLabel(hostname);
  const label = hasHostname ? hostname : madeLabel(context, endpoint);
  if (label.length + 1 + context.name.length > maxNameCharacters)
    return { label: '', hasHostname: false, problem: nameTooLong(context, endpoint, label) };
  const isBad = hostname !== '' && !hasHostname;
  return { label, hasHostname, problem: isBad ? invalidHostname(context, endpoint) : undefined };
};

const madeLabel = ({ options }: ServiceContext, { address, podName }: Endpoint): string =>
  options.endpointPodNames && isHostLabel(podName) ? podName : addressLabel(address);

const nameTooLong = (
  { object, name }: ServiceContext,
  { address }: Endpoint,
  label: string,
): RecordProblem => {
  const message = tooLongMessage(`${label}.${name}`, `endpoint ${address} of ${objectRefText(object)}`);
  return { kind: 'name-too-long', object, message };
};

const invalidHostname = ({ object }: ServiceContext, { address, hostname }: Endpoint): RecordProblem => {
  const fault = labelFault(hostname.toLowerCase());
  const about = `hostname "${hostname}" of endpoint ${address} of ${objectRefText(object)}`;
  const message = `Cannot use ${about}: ${fault}; its address names it instead`;
  return { kind: 'invalid-hostname', object, message };
};
