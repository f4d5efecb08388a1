import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { hostName } from '../hostName.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { sortedUnique } from '../sortedUnique.ts';
import { type MadeAnswer, type PortAnswer, splitFamilies } from './answer.ts';
import { servicePorts } from './servicePorts.ts';

/**
 * Addresses that are reachable from outside the cluster: the load balancer's and `spec.externalIPs`. A load
 * balancer that gives hostnames becomes a CNAME to the first of them, but only where there is no address,
 * because nothing may stand beside a CNAME (RFC 1034 §3.6.2).
 */
export const externalAnswer = (context: ServiceContext): MadeAnswer => {
  const { loadBalancer, externalIps } = context.service;
  const ingressIps = loadBalancer.flatMap((ingress) => ('ip' in ingress ? [ingress.ip] : []));
  const addresses = [...ingressIps, ...externalIps];
  const hostnames = usableHostnames(context);
  const [alias, ...others] = hostnames.names;
  const ttlSeconds = ttlOf(context, 'external');
  const { ports, problems: portProblems } = servicePorts(context, ({ port }) => port);
  const problems = [...hostnames.problems, ...portProblems];
  if (addresses.length > 0) {
    const beside = hostnames.names.map((hostname) => unpublishable(context, hostname));
    const answer = { ttlSeconds, ...splitFamilies(addresses), alias: '', ports };
    return { answer, problems: [...problems, ...beside] };
  }
  if (alias === undefined) return { answer: undefined, problems };
  const further = others.map((hostname) => unpublishable(context, hostname, alias));
  // The target of an SRV record must not be an alias (RFC 2782), so it is what the alias points at.
  const answer = {
    ttlSeconds,
    ipv4: [],
    ipv6: [],
    alias,
    ports: ports.map((port) => pointedAt(port, alias)),
  };
  return { answer, problems: [...problems, ...further] };
};

/** The same ports at another host. */
export const pointedAt = (port: PortAnswer, host: DomainName): PortAnswer => {
  const { target, priority, weight } = port;
  if (target.kind === 'elsewhere') return port;
  const rdatas = sortedUnique(target.ports.map((number) => `${priority} ${weight} ${number} ${host}`));
  return { ...port, target: { kind: 'elsewhere', rdatas } };
};

type UsableHostnames = { readonly names: readonly DomainName[]; readonly problems: readonly RecordProblem[] };

const usableHostnames = ({ service, object }: ServiceContext): UsableHostnames => {
  const names: DomainName[] = [];
  const problems: RecordProblem[] = [];
  for (const ingress of service.loadBalancer) {
    if (!('hostname' in ingress)) continue;
    const parsed = hostName(ingress.hostname);
    if (parsed.kind === 'name') names.push(parsed.name);
    else {
      const about = `load-balancer hostname "${ingress.hostname}" of ${objectRefText(object)}`;
      const message = `Cannot publish ${about}: ${parsed.found}`;
      problems.push({ kind: 'invalid-external-name', object, message });
    }
  }
  return { names: sortedUnique(names), problems };
};

/**
 * The problem of a hostname that is not published: there are addresses, or (where an alias is given) another
 * hostname is the CNAME already.
 */
const unpublishable = (
  { object }: ServiceContext,
  hostname: DomainName,
  alias?: DomainName,
): RecordProblem => {
  const found =
    alias === undefined
      ? 'the Service also has addresses, and nothing may stand beside a CNAME'
      : `"${alias}" is published already, and a name has at most one CNAME`;
  return {
    kind: alias === undefined ? 'alias-beside-addresses' : 'several-aliases',
    object,
    message: `Cannot publish load-balancer hostname "${hostname}" of ${objectRefText(object)}: ${found}`,
  };
};
