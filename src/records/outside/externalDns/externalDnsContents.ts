import { assertNever } from '../../../assertNever.ts';
import { hasAddress, splitFamilies } from '../../answers/answer.ts';
import { type ServiceContext, ttlOf } from '../../serviceContext.ts';
import { filledAnnotation } from './externalDnsAnnotation.ts';
import { headlessContent } from './headlessContent.ts';
import { answerContent, type MadeContent, policyContent } from './madeContent.ts';
import { nodePortContent } from './nodePortContent.ts';
import { targetContent } from './targetContent.ts';

/** Made when they are asked for, each once: names that ask for the same share one content. */
export type ExternalDnsContents = {
  /** Of the annotation `hostname`. */
  readonly outside: () => MadeContent;
  /** Of the annotation `internal-hostname`. */
  readonly inside: () => MadeContent;
};

/**
 * What external-dns would publish, by the type of the Service. Its annotation `target` goes before all of it,
 * and for `hostname` then our own `k8s-bind.io/addresses`.
 *
 * | Service      | `hostname`                                             | `internal-hostname` |
 * | ------------ | ------------------------------------------------------ | ------------------- |
 * | LoadBalancer | the load balancer's addresses and `externalIPs`;       | cluster IPs         |
 * |              | nothing while it has none                              |                     |
 * | NodePort     | addresses of nodes, by the annotation `access`         | the same            |
 * | ClusterIP    | `externalIPs`, where there are none the policy's       | cluster IPs         |
 * | headless     | ready endpoints, or by `endpoints-type` their nodes    | the same            |
 * | ExternalName | `externalIPs`, where there are none a CNAME            | the same            |
 */
export const externalDnsContents = (context: ServiceContext): ExternalDnsContents => {
  const { kind, type } = context.service;
  const target = filledAnnotation(context.service, 'target');
  let made: MadeContent | undefined;
  const outside = (): MadeContent =>
    (made ??= target === undefined ? outsideContent(context) : targetContent(context, target));
  const hasInside = target === undefined && kind === 'cluster-ip' && type !== 'NodePort';
  return { outside, inside: hasInside ? () => policyContent(context, 'cluster-ip') : outside };
};

const outsideContent = (context: ServiceContext): MadeContent => {
  const { settings, service, options } = context;
  if (settings.addresses !== undefined) return policyContent(context, settings.addresses);
  if (service.kind === 'headless') return headlessContent(context);
  const hasExternalIps = service.externalIps.length > 0;
  switch (service.type) {
    case 'LoadBalancer':
      return policyContent(context, 'external');
    case 'NodePort':
      return nodePortContent(context);
    case 'ClusterIP':
      return policyContent(context, hasExternalIps ? 'external' : options.addresses);
    case 'ExternalName':
      return hasExternalIps ? externalIpsContent(context) : policyContent(context, options.addresses);
    default:
      return assertNever(service.type);
  }
};

const externalIpsContent = (context: ServiceContext): MadeContent => {
  const ttlSeconds = ttlOf(context, 'external');
  const families = splitFamilies(context, context.service.externalIps);
  return answerContent(hasAddress(families) ? { ttlSeconds, ...families, alias: '', ports: [] } : undefined);
};
