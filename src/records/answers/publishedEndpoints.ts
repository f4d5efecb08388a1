import type { Endpoint, EndpointPort } from '../../model/endpointSlice.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { isHostLabel, labelFault, maxNameCharacters, tooLongMessage } from '../hostName.ts';
import type { ServiceContext } from '../serviceContext.ts';
import { addressLabel } from './addressLabel.ts';

/** One address of one ready endpoint, with the ports of its slice. */
export type PublishedEndpoint = {
  readonly address: string;
  /** Label below the Service's name, or empty when that name would be too long. */
  readonly label: string;
  /** The label is the endpoint's own `hostname`, not one that we made. */
  readonly hasHostname: boolean;
  readonly nodeName: string;
  readonly podName: string;
  readonly zone: string;
  readonly ports: readonly EndpointPort[];
};

/**
 * The endpoints that are to be published: ready ones, and all of them where the Service says `publishNotReadyAddresses`. An endpoint that stands in two
 * slices at once appears twice; whoever makes RRsets of them drops duplicates. Sorted by label.
 */
export const publishedEndpoints = (context: ServiceContext): readonly PublishedEndpoint[] => {
  const { slices, service } = context.snapshot;
  const published: PublishedEndpoint[] = [];
  for (const slice of slices) {
    for (const endpoint of slice.endpoints) {
      if (!endpoint.ready && !service.publishNotReadyAddresses) continue;
      const { address, nodeName, podName, zone } = endpoint;
      const { label, hasHostname } = endpointLabel(context, endpoint);
      published.push({ address, label, hasHostname, nodeName, podName, zone, ports: slice.ports });
    }
  }
  return published.sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
};

type Label = Pick<PublishedEndpoint, 'label' | 'hasHostname'>;

/** The endpoint's hostname, else its Pod's name where that is wanted and fits, else its address with dashes (specification §2.1). */
const endpointLabel = (context: ServiceContext, endpoint: Endpoint): Label => {
  const hostname = endpoint.hostname.toLowerCase();
  const hasHostname = hostname !== '' && hasUsableHostname(context, endpoint, hostname);
  const label = hasHostname ? hostname : madeLabel(context, endpoint);
  if (label.length + 1 + context.name.length <= maxNameCharacters) return { label, hasHostname };
  const name = `${label}.${context.name}`;
  context.problems.push({
    kind: 'name-too-long',
    object: context.object,
    message: tooLongMessage(name, `endpoint ${endpoint.address} of ${objectRefText(context.object)}`),
  });
  return { label: '', hasHostname: false };
};

const hasUsableHostname = (context: ServiceContext, endpoint: Endpoint, hostname: string): boolean => {
  if (isHostLabel(hostname)) return true;
  context.problems.push({
    kind: 'invalid-hostname',
    object: context.object,
    message: `Cannot use hostname "${endpoint.hostname}" of endpoint ${endpoint.address} of ${objectRefText(context.object)}: ${labelFault(hostname)}; its address names it instead`,
  });
  return false;
};

const madeLabel = ({ options }: ServiceContext, { address, podName }: Endpoint): string =>
  options.endpointPodNames && isHostLabel(podName) ? podName : addressLabel(address);
