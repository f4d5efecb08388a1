import { canonicalAddress } from '../../dns/address.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { objectRefText } from '../../model/objectRef.ts';
import type { ExternalNameService } from '../../model/service.ts';
import { maxNameCharacters } from '../hostName.ts';
import { noProblems } from '../joinProblems.ts';
import { type ServiceContext, ttlOf } from '../serviceContext.ts';
import type { ProblemKind, RecordProblem } from '../serviceRecords.ts';
import { targetName } from '../targetName.ts';
import { hasAddress, type MadeAnswer, noAnswer, splitFamilies } from './answer.ts';
import { type TargetOnLan, targetOnLan } from './targetOnLan.ts';

/**
 * A CNAME to the name that the LAN has for the target, and nothing else, whatever selectors, ports and
 * endpoints the Service may have (specification §2.5).
 */
export const externalNameAnswer = (context: ServiceContext<ExternalNameService>): MadeAnswer => {
  const { externalName } = context.service;
  const address = canonicalAddress(externalName.trim());
  if (address !== undefined) return addressAnswer(context, address);
  const target = targetName(externalName);
  if (target.kind === 'invalid')
    return unpublishable(context, externalName, { kind: 'invalid-external-name', found: target.found });
  const lan = targetOnLan(target.name, context.options);
  if (lan.name.length > maxNameCharacters)
    return unpublishable(context, externalName, { kind: 'name-too-long', found: tooLongFault(lan.name) });
  const ttlSeconds = ttlOf(context, 'externalName');
  const answer = { ttlSeconds, ipv4: [], ipv6: [], alias: lan.name, ports: [] };
  return { answer, problems: lan.kind === 'cluster-only' ? [clusterOnly(context, lan)] : noProblems };
};

/** It is published all the same: the specification wants it, and a LAN may forward the cluster's domain. */
const clusterOnly = (
  { object, name }: ServiceContext,
  lan: Extract<TargetOnLan, { kind: 'cluster-only' }>,
): RecordProblem => {
  const about = `externalName "${lan.name}" of ${objectRefText(object)}`;
  const message = `Cannot resolve ${about} on the LAN: found a name that only the cluster's own DNS knows, needed ${lan.needed}`;
  return { kind: 'cluster-only-target', object, name, message };
};

const tooLongFault = (name: DomainName): string =>
  `in the zone it has ${name.length + 1} octets, a name has at most 255`;

const addressAnswer = (context: ServiceContext<ExternalNameService>, address: string): MadeAnswer => {
  if (!context.options.externalNameAddresses)
    return unpublishable(context, address, {
      kind: 'external-name-is-address',
      found:
        'it is an address, a CNAME needs a host name; use a headless Service with its own EndpointSlice, or turn on --external-name-addresses',
    });
  const families = splitFamilies(context, [address]);
  if (!hasAddress(families)) return noAnswer;
  const ttlSeconds = ttlOf(context, 'externalName');
  return { answer: { ttlSeconds, ...families, alias: '', ports: [] }, problems: noProblems };
};

const unpublishable = (
  { object, name }: ServiceContext,
  text: string,
  { kind, found }: { readonly kind: ProblemKind; readonly found: string },
): MadeAnswer => {
  const message = `Cannot publish externalName "${text}" of ${objectRefText(object)}: ${found}`;
  return { answer: undefined, problems: [{ kind, object, name, message }] };
};
