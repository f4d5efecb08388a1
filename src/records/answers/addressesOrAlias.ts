import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { sortedUnique } from '../sortedUnique.ts';
import { hasAddress, type MadeAnswer, type PortAnswer, splitFamilies } from './answer.ts';
import { servicePorts } from './servicePorts.ts';

export type WhereTo = {
  readonly addresses: readonly string[];
  readonly hostNames: readonly DomainName[];
  /** What the host names are, for messages: `load-balancer hostname`. */
  readonly subject: string;
};

/**
 * Addresses outside the cluster. Host names become a CNAME to the first of them, but only where there is no
 * address, because nothing may stand beside a CNAME (RFC 1034 §3.6.2). Nothing where there is neither, or
 * where the zone holds none of the addresses.
 */
export const addressesOrAlias = (
  context: ServiceContext,
  { addresses, hostNames, subject }: WhereTo,
): MadeAnswer => {
  const ttlSeconds = ttlOf(context, 'external');
  const { ports, problems } = servicePorts(context, ({ port }) => port);
  const unpublishable = problemOf(context, subject);
  const names = sortedUnique([...hostNames]);
  const [alias, ...others] = names;
  if (addresses.length > 0) {
    const beside = names.map((name) => unpublishable(name));
    const families = splitFamilies(context, addresses);
    const answer = hasAddress(families) ? { ttlSeconds, ...families, alias: '', ports } : undefined;
    return { answer, problems: [...problems, ...beside] };
  }
  if (alias === undefined) return { answer: undefined, problems };
  // The target of an SRV record must not be an alias (RFC 2782), so it is what the alias points at.
  const elsewhere = ports.map((port) => pointedAt(port, alias));
  const further = others.map((name) => unpublishable(name, alias));
  return {
    answer: { ttlSeconds, ipv4: [], ipv6: [], alias, ports: elsewhere },
    problems: [...problems, ...further],
  };
};

/** The same ports at another host. */
const pointedAt = (port: PortAnswer, host: DomainName): PortAnswer => {
  const { target, priority, weight } = port;
  if (target.kind === 'elsewhere') return port;
  const rdatas = sortedUnique(target.ports.map((number) => `${priority} ${weight} ${number} ${host}`));
  return { ...port, target: { kind: 'elsewhere', rdatas } };
};

/**
 * The problem of a host name that is not published: there are addresses, or (where an alias is given) another
 * one is the CNAME already.
 */
const problemOf =
  ({ object }: ServiceContext, subject: string) =>
  (hostName: DomainName, alias?: DomainName): RecordProblem => {
    const found =
      alias === undefined
        ? 'there are addresses too, and nothing may stand beside a CNAME'
        : `"${alias}" is published already, and a name has at most one CNAME`;
    return {
      kind: alias === undefined ? 'alias-beside-addresses' : 'several-aliases',
      object,
      message: `Cannot publish ${subject} "${hostName}" of ${objectRefText(object)}: ${found}`,
    };
  };
