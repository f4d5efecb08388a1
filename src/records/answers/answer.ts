import type { DomainName, Rdata, RecordType, Rrset } from '../../dns/rrset.ts';
import type { Asker } from '../asker.ts';
import { noProblems } from '../joinProblems.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { sortedUnique } from '../sortedUnique.ts';

/** What stands at a Service's name under one address policy, before it is known which name that is. */
export type Answer = {
  readonly ttlSeconds: number;
  /** Canonical addresses, sorted, without duplicates. */
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  /** The CNAME's target, or empty. Stands only where there are no addresses. */
  readonly alias: DomainName;
  /** In canonical order of their labels. */
  readonly ports: readonly PortAnswer[];
};

/** An answer, undefined where there is nothing to publish, and what could not be published. */
export type MadeAnswer = {
  readonly answer: Answer | undefined;
  readonly problems: readonly RecordProblem[];
};

export const noAnswer: MadeAnswer = { answer: undefined, problems: noProblems };

/** The SRV records of one named port (RFC 2782). */
export type PortAnswer = {
  /** `_http._tcp`: what stands in front of the name. */
  readonly label: string;
  readonly priority: number;
  readonly weight: number;
  readonly target: PortTarget;
};

export type PortTarget =
  /** The name that the records stand below. */
  | { readonly kind: 'own-name'; readonly ports: readonly number[] }
  /** Other names, each with the port it listens on: ready RDATA, sorted, without duplicates. */
  | { readonly kind: 'elsewhere'; readonly rdatas: readonly Rdata[] };

/** The RRsets of an answer at `owner`, the owner's own first, then SRV names in canonical order. */
export const rrsetsAt = (
  owner: DomainName,
  answer: Answer,
  { ttlSeconds, srvAtService, maxCharacters }: RrsetsAtOptions,
): RrsetsAt => {
  const rrsets: Rrset[] = addressRrsets(owner, answer, ttlSeconds);
  const tooLong: DomainName[] = [];
  const srv = (name: DomainName, rdatas: readonly Rdata[]): Rrset => ({
    name,
    type: 'SRV',
    ttlSeconds,
    rdatas,
  });
  if (srvAtService && answer.alias === '' && answer.ports.length > 0)
    rrsets.push(srv(owner, sortedUnique(answer.ports.flatMap((port) => [...srvRdatas(port, owner)]))));
  for (const port of answer.ports) {
    const name = `${port.label}.${owner}`;
    if (name.length > maxCharacters) tooLong.push(name);
    else rrsets.push(srv(name, srvRdatas(port, owner)));
  }
  return { rrsets, tooLong };
};

/** How many records an answer makes at a name and below it. */
export const answerSize = (
  { ipv4, ipv6, alias, ports }: Answer,
  { srvAtService }: Pick<RrsetsAtOptions, 'srvAtService'>,
): number => {
  const srvs = ports.reduce(
    (sum, { target }) => sum + (target.kind === 'elsewhere' ? target.rdatas : target.ports).length,
    0,
  );
  const atOwner = srvAtService && alias === '' ? srvs : 0;
  return ipv4.length + ipv6.length + Number(alias !== '') + srvs + atOwner;
};

type RrsetsAt = {
  readonly rrsets: readonly Rrset[];
  /** SRV names that are longer than they may be. */
  readonly tooLong: readonly DomainName[];
};

type RrsetsAtOptions = {
  readonly ttlSeconds: number;
  readonly srvAtService: boolean;
  /** Longest owner name in characters. */
  readonly maxCharacters: number;
};

/** A, AAAA and CNAME of an answer at one name, in this order. */
export const addressRrsets = (
  name: DomainName,
  { ipv4, ipv6, alias }: Pick<Answer, 'ipv4' | 'ipv6' | 'alias'>,
  ttlSeconds: number,
): Rrset[] => {
  const rrsets: Rrset[] = [];
  const add = (type: RecordType, rdatas: readonly Rdata[]): void => {
    if (rdatas.length > 0) rrsets.push({ name, type, ttlSeconds, rdatas });
  };
  add('A', ipv4);
  add('AAAA', ipv6);
  add('CNAME', alias === '' ? [] : [alias]);
  return rrsets;
};

const srvRdatas = ({ target, priority, weight }: PortAnswer, owner: DomainName): readonly Rdata[] =>
  target.kind === 'elsewhere'
    ? target.rdatas
    : sortedUnique(target.ports.map((port) => `${priority} ${weight} ${port} ${owner}`));

/** Addresses of both families, apart, each sorted and without duplicates: those that the zone holds. */
export const splitFamilies = (
  { filter }: Pick<Asker, 'filter'>,
  addresses: readonly string[],
): Pick<Answer, 'ipv4' | 'ipv6'> => {
  const ipv4: string[] = [];
  const ipv6: string[] = [];
  for (const address of filter.keep(addresses)) (address.includes(':') ? ipv6 : ipv4).push(address);
  return { ipv4: sortedUnique(ipv4), ipv6: sortedUnique(ipv6) };
};

export const hasAddress = ({ ipv4, ipv6 }: Pick<Answer, 'ipv4' | 'ipv6'>): boolean =>
  ipv4.length + ipv6.length > 0;
