import { canonicalAddress } from '../../dns/address.ts';
import { objectRefText } from '../../model/objectRef.ts';
import type { ExternalNameService } from '../../model/service.ts';
import { hostName } from '../hostName.ts';
import { noProblems } from '../joinProblems.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import type { ProblemKind } from '../serviceRecords.ts';
import { type MadeAnswer, splitFamilies } from './answer.ts';

/**
 * A CNAME and nothing else, whatever selectors, ports and endpoints the Service may have (specification
 * §2.5).
 */
export const externalNameAnswer = (context: ServiceContext<ExternalNameService>): MadeAnswer => {
  const { externalName } = context.service;
  const address = canonicalAddress(externalName.trim());
  if (address !== undefined) return addressAnswer(context, address);
  const target = hostName(externalName);
  if (target.kind === 'invalid')
    return unpublishable(context, externalName, { kind: 'invalid-external-name', found: target.found });
  const ttlSeconds = ttlOf(context, 'externalName');
  return { answer: { ttlSeconds, ipv4: [], ipv6: [], alias: target.name, ports: [] }, problems: noProblems };
};

const addressAnswer = (context: ServiceContext<ExternalNameService>, address: string): MadeAnswer => {
  if (!context.options.externalNameAddresses)
    return unpublishable(context, address, {
      kind: 'external-name-is-address',
      found:
        'it is an address, a CNAME needs a host name; use a headless Service with its own EndpointSlice, or turn on --external-name-addresses',
    });
  const ttlSeconds = ttlOf(context, 'externalName');
  return { answer: { ttlSeconds, ...splitFamilies([address]), alias: '', ports: [] }, problems: noProblems };
};

const unpublishable = (
  { object, name }: ServiceContext,
  text: string,
  { kind, found }: { readonly kind: ProblemKind; readonly found: string },
): MadeAnswer => {
  const message = `Cannot publish externalName "${text}" of ${objectRefText(object)}: ${found}`;
  return { answer: undefined, problems: [{ kind, object, name, message }] };
};
