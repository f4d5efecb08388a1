import { canonicalAddress } from '../../dns/address.ts';
import { type MadeAnswer, splitFamilies } from '../answers/answer.ts';
import { pointedAt } from '../answers/externalAnswer.ts';
import { servicePorts } from '../answers/servicePorts.ts';
import { hostName } from '../hostName.ts';
import { noProblems } from '../joinProblems.ts';
import { clampTtl } from '../parseTtl.ts';
import type { AddressPolicy } from '../recordOptions.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { invalidAnnotation, readTtlAnnotation } from '../settings.ts';
import { hostnameRequests } from './hostnameRequests.ts';
import { joinRequests, type MadeRequests, type NameRequest, noRequests } from './nameRequest.ts';

/**
 * external-dns's prefix since its release 0.22, and the one before; where both are set the first counts, as
 * there.
 */
export const externalDnsPrefixes = [
  'external-dns.kubernetes.io/',
  'external-dns.alpha.kubernetes.io/',
] as const;

/**
 * Names by external-dns's annotations: `hostname` with the addresses external-dns would take,
 * `internal-hostname` with the cluster IPs, `target` instead of any address, `ttl` for these names only. Off
 * unless the option is on, so that two programs never fill one zone by accident.
 */
export const externalDnsNames = (context: ServiceContext): MadeRequests => {
  if (!context.options.externalDnsAnnotations || isForAnotherController(context)) return noRequests;
  const { ttlSeconds, problems: ttlProblems } = externalDnsTtl(context);
  const { content, problems: contentProblems } = publicContent(context);
  const requestsOf = (name: string, content: NameRequest['content']): MadeRequests => {
    const annotation = annotationKey(context, name);
    if (annotation === undefined) return noRequests;
    return hostnameRequests(context, { annotation, rule: 'external-dns', content, ttlSeconds });
  };
  return joinRequests([
    { ...noRequests, problems: [...ttlProblems, ...contentProblems] },
    requestsOf('hostname', content),
    requestsOf('internal-hostname', { kind: 'policy', policy: internalPolicy(context) }),
  ]);
};

type PublicContent = {
  readonly content: NameRequest['content'];
  readonly problems: readonly RecordProblem[];
};

/** Nothing when the annotation `target` cannot be used: then nothing else may stand in its place. */
const publicContent = (context: ServiceContext): PublicContent => {
  const key = annotationKey(context, 'target');
  if (key === undefined)
    return { content: { kind: 'policy', policy: publicPolicy(context) }, problems: noProblems };
  const { answer, problems } = targetAnswer(context, key);
  return { content: { kind: 'answer', answer }, problems };
};

/**
 * Our own annotation first; else outside addresses where the Service has or expects any, as external-dns
 * does.
 */
const publicPolicy = ({ settings, service, options }: ServiceContext): AddressPolicy => {
  if (settings.addresses !== undefined) return settings.addresses;
  const isPublic =
    service.loadBalancer.length > 0 ||
    service.externalIps.length > 0 ||
    service.ports.some(({ nodePort }) => nodePort > 0);
  return isPublic ? 'external' : options.addresses;
};

/**
 * A headless Service has no cluster IP: its names answer what its own name does, where the targets of its SRV
 * records are.
 */
const internalPolicy = ({ service, policy }: ServiceContext): AddressPolicy =>
  service.kind === 'cluster-ip' ? 'cluster-ip' : policy;

const annotationKey = ({ service }: Pick<ServiceContext, 'service'>, name: string): string | undefined =>
  externalDnsPrefixes.map((prefix) => prefix + name).find((key) => service.annotations[key] !== undefined);

const isForAnotherController = (context: ServiceContext): boolean => {
  const key = annotationKey(context, 'controller');
  return key !== undefined && context.service.annotations[key] !== 'dns-controller';
};

type Ttl = { readonly ttlSeconds: number | undefined; readonly problems: readonly RecordProblem[] };

const externalDnsTtl = ({ settings, service, options, object }: ServiceContext): Ttl => {
  const key = settings.ttlSeconds === undefined ? annotationKey({ service }, 'ttl') : undefined;
  const text = key === undefined ? undefined : service.annotations[key];
  if (key === undefined || text === undefined) return { ttlSeconds: undefined, problems: noProblems };
  const ttlSeconds = readTtlAnnotation(object, key, text);
  return typeof ttlSeconds === 'number'
    ? { ttlSeconds: clampTtl(ttlSeconds, options), problems: noProblems }
    : { ttlSeconds: undefined, problems: [ttlSeconds] };
};

/** The annotation `target`: addresses, or one host name, which becomes a CNAME. */
const targetAnswer = (context: ServiceContext, key: string): MadeAnswer => {
  const text = context.service.annotations[key] ?? '';
  const targets = text.split(',').map((target) => target.trim());
  const ttlSeconds = ttlOf(context, 'external');
  const { ports, problems } = servicePorts(context, ({ port }) => port);
  const addresses = targets.map((target) => canonicalAddress(target));
  if (addresses.every((address) => address !== undefined))
    return { answer: { ttlSeconds, ...splitFamilies(addresses), alias: '', ports }, problems };
  const host = targets.length === 1 ? hostName(text) : undefined;
  if (host?.kind === 'name') {
    const alias = host.name;
    const elsewhere = ports.map((port) => pointedAt(port, alias));
    return { answer: { ttlSeconds, ipv4: [], ipv6: [], alias, ports: elsewhere }, problems };
  }
  const invalid = invalidAnnotation(context.object, key, text, 'addresses, or one host name');
  return { answer: undefined, problems: [...problems, invalid] };
};
