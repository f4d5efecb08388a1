import type { ServiceContext } from '../records/serviceContext.ts';
import { link } from './link.ts';
import type { Origin } from './origin.ts';
import { ownFault } from './ownFault.ts';
import { portsOf } from './portsOf.ts';
import { faultLink, rrsetLink } from './rrsetLink.ts';
import { rrsetsAt } from './rrsetsAt.ts';
import type { ServiceName } from './serviceName.ts';
import { withoutType } from './withoutType.ts';

/** `_port._proto` below a Service's own name, and `_proto` between the two. */
export const portOrigin = (named: ServiceName): Pick<Origin, 'links' | 'rrsets'> => {
  const { name, type, prefix, zone, context } = named;
  const rule = link('rule', '', 'SRV of a named port');
  const rrsets = rrsetsAt(zone, name);
  if (rrsets.length > 0) return { links: [rule, rrsetLink(rrsets, type, onlySrv)], rrsets };
  if (rrsetsAt(zone, context.name).length === 0) return { links: [rule, ownFault(named)], rrsets };
  const labels = portsOf(context.snapshot);
  if (prefix.length === 1 && labels.some((label) => label.endsWith(`.${prefix[0]}`)))
    return { links: [rule, faultLink(name, { reason: 'no-data', detail: belowText(labels) })], rrsets };
  return {
    links: [rule, faultLink(name, { reason: 'no-such-port', ...portFault(context, labels) })],
    rrsets,
  };
};

const belowText = (labels: readonly string[]): string =>
  `nothing stands there: names of ports stand below it, ${labels.join(' and ')}`;

const portFault = (
  { service }: ServiceContext,
  labels: readonly string[],
): { readonly detail: string; readonly fix?: string } => {
  if (service.kind === 'external-name') return { detail: 'an ExternalName has no ports in DNS' };
  if (labels.length > 0) return { detail: `the Service has no such port, it has ${labels.join(' and ')}` };
  return {
    detail: 'none of its ports has a name, and a port without one has no SRV',
    fix: 'a name for the port, in the Service',
  };
};

const onlySrv = withoutType((type) => `only SRV stands at the name of a port, no ${type}`);
