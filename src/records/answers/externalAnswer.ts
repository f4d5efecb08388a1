import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { hostName } from '../hostName.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import { sortedUnique } from '../sortedUnique.ts';
import { type Answer, type PortAnswer, splitFamilies } from './answer.ts';
import { servicePorts } from './servicePorts.ts';

/**
 * Addresses that are reachable from outside the cluster: the load balancer's and `spec.externalIPs`. A load balancer that gives hostnames becomes a
 * CNAME to the first of them, but only where there is no address, because nothing may stand beside a CNAME (RFC 1034 §3.6.2).
 */
export const externalAnswer = (context: ServiceContext): Answer | undefined => {
  const { loadBalancer, externalIps } = context.service;
  const addresses = loadBalancer.flatMap((ingress) => ('ip' in ingress ? [ingress.ip] : []));
  const hostnames = usableHostnames(context);
  const ttlSeconds = ttlOf(context, 'external');
  const ports = servicePorts(context, ({ port }) => port);
  if (addresses.length + externalIps.length > 0) {
    for (const hostname of hostnames) tellLeftOut(context, hostname);
    return { ttlSeconds, ...splitFamilies([...addresses, ...externalIps]), alias: '', ports };
  }
  const [alias, ...others] = hostnames;
  if (alias === undefined) return undefined;
  for (const hostname of others) tellLeftOut(context, hostname, alias);
  // The target of an SRV record must not be an alias (RFC 2782), so it is what the alias points at.
  return { ttlSeconds, ipv4: [], ipv6: [], alias, ports: ports.map((port) => pointedAt(port, alias)) };
};

/** The same ports at another host. */
export const pointedAt = (port: PortAnswer, host: DomainName): PortAnswer => {
  const { target, priority, weight } = port;
  if (target.kind === 'elsewhere') return port;
  const rdatas = sortedUnique(target.ports.map((number) => `${priority} ${weight} ${number} ${host}`));
  return { ...port, target: { kind: 'elsewhere', rdatas } };
};

const usableHostnames = (context: ServiceContext): readonly DomainName[] => {
  const names: DomainName[] = [];
  for (const ingress of context.service.loadBalancer) {
    if (!('hostname' in ingress)) continue;
    const parsed = hostName(ingress.hostname);
    if (parsed.kind === 'name') names.push(parsed.name);
    else
      context.problems.push({
        kind: 'invalid-external-name',
        object: context.object,
        message: `Cannot publish load-balancer hostname "${ingress.hostname}" of ${objectRefText(context.object)}: ${parsed.found}`,
      });
  }
  return sortedUnique(names);
};

const tellLeftOut = (context: ServiceContext, hostname: DomainName, alias?: DomainName): void => {
  const found =
    alias === undefined
      ? 'the Service also has addresses, and nothing may stand beside a CNAME'
      : `"${alias}" is published already, and a name has at most one CNAME`;
  context.problems.push({
    kind: alias === undefined ? 'alias-beside-addresses' : 'several-aliases',
    object: context.object,
    message: `Cannot publish load-balancer hostname "${hostname}" of ${objectRefText(context.object)}: ${found}`,
  });
};
