import { canonicalAddress } from '../../dns/address.ts';
import { type Answer, splitFamilies } from '../answers/answer.ts';
import { pointedAt } from '../answers/externalAnswer.ts';
import { servicePorts } from '../answers/servicePorts.ts';
import { hostName } from '../hostName.ts';
import { clampTtl } from '../parseTtl.ts';
import type { AddressPolicy } from '../recordOptions.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import { invalidAnnotation, readTtlAnnotation } from '../settings.ts';
import { hostnameRequests } from './hostnameRequests.ts';
import type { NameRequest } from './nameRequest.ts';

/** external-dns's prefix since its release 0.22, and the one before; where both are set the first counts, as there. */
export const externalDnsPrefixes = [
  'external-dns.kubernetes.io/',
  'external-dns.alpha.kubernetes.io/',
] as const;

/**
 * Names by external-dns's annotations: `hostname` with the addresses external-dns would take, `internal-hostname` with the cluster IPs, `target` instead
 * of any address, `ttl` for these names only. Off unless the option is on, so that two programs never fill one zone by accident.
 */
export const externalDnsNames = (context: ServiceContext): readonly NameRequest[] => {
  if (!context.options.externalDnsAnnotations || isForAnotherController(context)) return [];
  const ttlSeconds = externalDnsTtl(context);
  const content = publicContent(context);
  const requests = (name: string, content: NameRequest['content']): readonly NameRequest[] => {
    const annotation = annotationKey(context, name);
    if (annotation === undefined) return [];
    return hostnameRequests(context, { annotation, origin: 'external-dns', content, ttlSeconds });
  };
  return [
    ...(content === undefined ? [] : requests('hostname', content)),
    ...requests('internal-hostname', { kind: 'policy', policy: internalPolicy(context) }),
  ];
};

/** Undefined when the annotation `target` cannot be used: then nothing else may stand in its place. */
const publicContent = (context: ServiceContext): NameRequest['content'] | undefined => {
  const key = annotationKey(context, 'target');
  if (key === undefined) return { kind: 'policy', policy: publicPolicy(context) };
  const answer = targetAnswer(context, key);
  return answer && { kind: 'answer', answer };
};

/** Our own annotation first; else outside addresses where the Service has or expects any, as external-dns does. */
const publicPolicy = ({ settings, service, options }: ServiceContext): AddressPolicy => {
  if (settings.addresses !== undefined) return settings.addresses;
  const isPublic =
    service.loadBalancer.length > 0 ||
    service.externalIps.length > 0 ||
    service.ports.some(({ nodePort }) => nodePort > 0);
  return isPublic ? 'external' : options.addresses;
};

/** A headless Service has no cluster IP: its names answer what its own name does, where the targets of its SRV records are. */
const internalPolicy = ({ service, policy }: ServiceContext): AddressPolicy =>
  service.kind === 'clusterIp' ? 'cluster-ip' : policy;

const annotationKey = ({ service }: ServiceContext, name: string): string | undefined =>
  externalDnsPrefixes.map((prefix) => prefix + name).find((key) => service.annotations[key] !== undefined);

const isForAnotherController = (context: ServiceContext): boolean => {
  const key = annotationKey(context, 'controller');
  return key !== undefined && context.service.annotations[key] !== 'dns-controller';
};

const externalDnsTtl = (context: ServiceContext): number | undefined => {
  if (context.settings.ttlSeconds !== undefined) return undefined;
  const key = annotationKey(context, 'ttl');
  const text = key === undefined ? undefined : context.service.annotations[key];
  if (key === undefined || text === undefined) return undefined;
  const ttlSeconds = readTtlAnnotation(context.key, key, text);
  if (typeof ttlSeconds === 'number') return clampTtl(ttlSeconds, context.options);
  context.problems.push(ttlSeconds);
  return undefined;
};

/** The annotation `target`: addresses, or one host name, which becomes a CNAME. */
const targetAnswer = (context: ServiceContext, key: string): Answer | undefined => {
  const text = context.service.annotations[key] ?? '';
  const targets = text.split(',').map((target) => target.trim());
  const ttlSeconds = ttlOf(context, 'external');
  const ports = servicePorts(context, ({ port }) => port);
  const addresses = targets.map((target) => canonicalAddress(target));
  if (addresses.every((address) => address !== undefined))
    return { ttlSeconds, ...splitFamilies(addresses), alias: '', ports };
  const host = targets.length === 1 ? hostName(text) : undefined;
  if (host?.kind === 'name') {
    const alias = host.name;
    return { ttlSeconds, ipv4: [], ipv6: [], alias, ports: ports.map((port) => pointedAt(port, alias)) };
  }
  context.problems.push(invalidAnnotation(context.key, key, text, 'addresses, or one host name'));
  return undefined;
};
