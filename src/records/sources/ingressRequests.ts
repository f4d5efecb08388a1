import type { IngressSnapshot } from '../../model/originSnapshot.ts';
import { loadBalancerContent } from './loadBalancerContent.ts';
import type { SourceContext, SourceMaker } from './sourceRequest.ts';

/** The hosts of an Ingress's rules, with the addresses that its controller has put into the status. */
export const ingressRequests: SourceMaker<IngressSnapshot> = ({ object, defaultClass }, context) => {
  const className = object.className || defaultClass;
  if (!isOurClass(context, className)) return { requests: [], problems: [] };
  const { content, isFound, problems } = loadBalancerContent(context, object.loadBalancer);
  const requests = object.hosts.map((text) => {
    return { text, names: 'host', rule: 'ingress', askedBy: 'a rule', content } as const;
  });
  const waitsFor = isFound ? undefined : 'an address in status.loadBalancer';
  return { requests, problems, holdable: { as: className, waitsFor, territory: false } };
};

/** Without `ingressClasses` every class is, also none. */
const isOurClass = ({ options }: SourceContext, className: string): boolean =>
  options.ingressClasses.length === 0 || options.ingressClasses.includes(className);
