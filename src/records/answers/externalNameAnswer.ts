import { canonicalAddress } from '../../dns/address.ts';
import { objectRefText } from '../../model/objectRef.ts';
import type { ExternalNameService } from '../../model/service.ts';
import { hostName } from '../hostName.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import { type Answer, splitFamilies } from './answer.ts';

/** A CNAME and nothing else, whatever selectors, ports and endpoints the Service may have (specification §2.5). */
export const externalNameAnswer = (context: ServiceContext<ExternalNameService>): Answer | undefined => {
  const { externalName } = context.service;
  const address = canonicalAddress(externalName.trim());
  if (address !== undefined) return addressAnswer(context, address);
  const target = hostName(externalName);
  if (target.kind === 'name')
    return { ...noAnswer, ttlSeconds: ttlOf(context, 'externalName'), alias: target.name };
  context.problems.push({
    kind: 'invalid-external-name',
    object: context.object,
    name: context.name,
    message: `Cannot publish externalName "${externalName}" of ${objectRefText(context.object)}: ${target.found}`,
  });
  return undefined;
};

const noAnswer = { ipv4: [], ipv6: [], ports: [] };

const addressAnswer = (context: ServiceContext<ExternalNameService>, address: string): Answer | undefined => {
  const ttlSeconds = ttlOf(context, 'externalName');
  if (context.options.externalNameAddresses)
    return { ttlSeconds, ...splitFamilies([address]), alias: '', ports: [] };
  context.problems.push({
    kind: 'external-name-is-address',
    object: context.object,
    name: context.name,
    message: `Cannot publish externalName "${address}" of ${objectRefText(context.object)}: it is an address, a CNAME needs a host name; use a headless Service with its own EndpointSlice, or turn on --external-name-addresses`,
  });
  return undefined;
};
