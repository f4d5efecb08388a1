import type { GatewayAddress } from '../../../model/gateway.ts';
import { objectRefText } from '../../../model/objectRef.ts';
import type { RouteSnapshot } from '../../../model/originSnapshot.ts';
import type { LoadBalancerIngress, Service } from '../../../model/service.ts';
import { joinProblems, noProblems } from '../../joinProblems.ts';
import type { RecordOptions } from '../../recordOptions.ts';
import type { RecordProblem } from '../../serviceRecords.ts';
import { type FoundContent, loadBalancerContent } from '../loadBalancerContent.ts';
import { serviceEntries } from '../serviceEntries.ts';
import type { SourceContext } from '../sourceRequest.ts';
import { targetContent } from '../targetContent.ts';
import type { Attachment } from './attachmentOf.ts';

/**
 * Where a Gateway is reached: external-dns's `target` annotation on the ListenerSet, or else on the Gateway,
 * where these are heeded; else `status.addresses`. A hostname that means a Service of this cluster stands for
 * that Service's addresses.
 */
export const gatewayContent = (
  context: SourceContext,
  { services }: Pick<RouteSnapshot, 'services'>,
  { gateway, set }: Attachment,
): FoundContent => {
  for (const object of set === undefined ? [gateway] : [set, gateway]) {
    const target = targetContent(context, object);
    if (target !== undefined) return target;
  }
  if (gateway.isRefused) return { content: [], isFound: false, problems: noProblems };
  const others = gateway.addresses.filter(({ type }) => type === 'other');
  const made = loadBalancerContent(
    context,
    gateway.addresses.flatMap((address) => entriesOf(address, services, context.options)),
    `the status of ${objectRefText(gateway.ref)}`,
  );
  const problems = others.map(({ value }): RecordProblem => {
    const about = `address "${value}" of ${objectRefText(gateway.ref)} for ${objectRefText(context.object)}`;
    const message = `Cannot publish ${about}: it is of another type, needed IPAddress or Hostname`;
    return { kind: 'invalid-external-name', object: context.object, message };
  });
  return { ...made, problems: joinProblems(made.problems, problems) };
};

const entriesOf = (
  { type, value }: GatewayAddress,
  services: readonly Service[],
  options: Pick<RecordOptions, 'addresses'>,
): readonly LoadBalancerIngress[] => {
  if (type === 'other') return [];
  if (type === 'IPAddress') return [{ ip: value }];
  const [name, namespace, svc] = value.toLowerCase().split('.');
  const service =
    svc === 'svc'
      ? services.find((service) => service.name === name && service.namespace === namespace)
      : undefined;
  return service === undefined ? [{ hostname: value }] : serviceEntries(service, options);
};
