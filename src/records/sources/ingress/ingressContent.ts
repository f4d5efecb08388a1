import { objectRefText, serviceRef } from '../../../model/objectRef.ts';
import type { IngressSnapshot } from '../../../model/originSnapshot.ts';
import { serviceKey } from '../../../model/service.ts';
import type { IngressRule } from '../../recordOptions.ts';
import type { RecordProblem } from '../../serviceRecords.ts';
import { type FoundContent, loadBalancerContent } from '../loadBalancerContent.ts';
import { serviceEntries } from '../serviceEntries.ts';
import type { RrsetContent, SourceContext } from '../sourceRequest.ts';
import { targetContent } from '../targetContent.ts';

export type IngressContent = {
  readonly content: readonly RrsetContent[];
  /** What is missing, in words, where there is no content and there may be some later. */
  readonly waitsFor: string | undefined;
  readonly problems: readonly RecordProblem[];
};

/**
 * Where an Ingress is reached. The first of these counts, whether it has an address now or not:
 *
 * 1. external-dns's annotation `target`, where these are heeded
 * 2. the operator's rule for the class: fixed addresses, or those of the controller's Service
 * 3. `status.loadBalancer`, which the controller sets
 */
export const ingressContent = (
  { object, services }: IngressSnapshot,
  context: SourceContext,
  className: string,
): IngressContent => {
  const target = targetContent(context, object);
  if (target !== undefined) return { ...target, waitsFor: undefined };
  const rule = context.options.ingressRules.find((rule) => rule.className === className);
  if (rule === undefined) {
    const made = loadBalancerContent(context, object.loadBalancer);
    return { ...made, waitsFor: missing(made, 'an address in status.loadBalancer') };
  }
  if ('addresses' in rule)
    return {
      ...loadBalancerContent(
        context,
        rule.addresses.map((ip) => ({ ip })),
      ),
      waitsFor: undefined,
    };
  return contentOfService(context, services, rule);
};

type ServiceRule = Extract<IngressRule, { readonly service: string }>;

/** A load balancer that has no address yet is waited for; a Service that cannot have one is a mistake. */
const contentOfService = (
  context: SourceContext,
  services: IngressSnapshot['services'],
  rule: ServiceRule,
): IngressContent => {
  const about = objectRefText(serviceRef(rule.service));
  const service = services.find((service) => serviceKey(service) === rule.service);
  const entries = service === undefined ? [] : serviceEntries(service, context.options);
  const made = loadBalancerContent(context, entries, about);
  const isMistake = entries.length === 0 && service?.type !== 'LoadBalancer';
  const found = service === undefined ? 'no such Service' : 'no address of it that this zone publishes';
  return {
    content: made.content,
    waitsFor: missing(made, `an address of ${about}`),
    problems: isMistake ? [withoutAddress(context, rule, found)] : made.problems,
  };
};

/** An address that only another zone holds is not missing. */
const missing = ({ isFound }: Pick<FoundContent, 'isFound'>, what: string): string | undefined =>
  isFound ? undefined : what;

const withoutAddress = (
  { object, options }: SourceContext,
  { className, service }: ServiceRule,
  found: string,
): RecordProblem => {
  const inside = options.addresses === 'cluster-ip' || options.addresses === 'endpoints';
  const needed = `a load balancer, externalIPs${inside ? ' or a cluster IP' : ''}, or "addresses" in the rule`;
  const about = `the ingress rule for class "${className}" takes the addresses of ${objectRefText(serviceRef(service))}`;
  const message = `Cannot publish ${objectRefText(object)}: ${about}, found ${found}, needed ${needed}`;
  return { kind: 'class-without-address', object, message };
};
