import type { Endpoint } from '../model/endpointSlice.ts';
import { nearestText } from '../nearestText.ts';
import { addressLabel } from '../records/answers/addressLabel.ts';
import { publishesEndpointNames } from '../records/answers/meansEndpoints.ts';
import { isHostLabel } from '../records/hostName.ts';
import type { ServiceContext } from '../records/serviceContext.ts';
import type { ContentFault } from './contentFault.ts';
import { brokenLink, link } from './link.ts';
import type { Origin } from './origin.ts';
import { faultLink, rrsetLink } from './rrsetLink.ts';
import { rrsetsAt } from './rrsetsAt.ts';
import type { ServiceName } from './serviceName.ts';
import { withoutType } from './withoutType.ts';

/** One label below a Service's own name: an endpoint. */
export const endpointOrigin = ({
  name,
  type,
  prefix,
  zone,
  context,
}: ServiceName): Pick<Origin, 'links' | 'rrsets'> => {
  if (!publishesEndpointNames(context)) {
    const detail = 'endpoints of a Service with a cluster IP have no names of their own';
    const broken = brokenLink('rule', 'names-off', { subject: name, detail, fix: '--endpoint-names' });
    return { links: [broken], rrsets: [] };
  }
  const rule = link('rule', '', 'the name of an endpoint, by its hostname or address');
  const rrsets = rrsetsAt(zone, name);
  if (rrsets.length === 0) return { links: [rule, faultLink(name, endpointFault(context, prefix))], rrsets };
  return { links: [rule, rrsetLink(rrsets, type, absent)], rrsets };
};

const endpointFault = (context: ServiceContext, prefix: readonly string[]): ContentFault => {
  const [label = ''] = prefix;
  const endpoints = context.snapshot.slices.flatMap((slice) => slice.endpoints);
  const labels = endpoints.map((endpoint) => labelOf(context, endpoint));
  if (prefix.length === 1 && labels.includes(label))
    return {
      reason: 'not-ready',
      detail: `the endpoint "${label}" is there, and not ready`,
      fix: 'look at the readiness of its Pod',
    };
  const near = nearestText(label, labels);
  const names = near === undefined ? shownLabels(labels) : `, did you mean "${near}"?`;
  return { reason: 'no-such-endpoint', detail: `no endpoint has the name "${prefix.join('.')}"${names}` };
};

const labelOf = ({ options }: ServiceContext, { hostname, podName, address }: Endpoint): string => {
  const lower = hostname.toLowerCase();
  if (lower !== '' && isHostLabel(lower)) return lower;
  return options.endpointPodNames && isHostLabel(podName) ? podName : addressLabel(address);
};

const shownLabels = (labels: readonly string[]): string => {
  const first = [...new Set(labels)].sort().slice(0, 3);
  if (first.length === 0) return ', there is none';
  return `, there are ${first.join(', ')}${labels.length > first.length ? ' …' : ''}`;
};

const absent = withoutType((type) => `the endpoint has no address for ${type}`);
