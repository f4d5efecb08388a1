import { canonicalAddress } from '../../../dns/address.ts';
import { addressesOrAlias } from '../../answers/addressesOrAlias.ts';
import type { ServiceContext } from '../../serviceContext.ts';
import { invalidAnnotation } from '../../settings.ts';
import { targetName } from '../../targetName.ts';
import type { ExternalDnsAnnotation } from './externalDnsAnnotation.ts';
import { answerContent, type MadeContent } from './madeContent.ts';

/**
 * The annotation `target`: addresses, or a host name, which becomes a CNAME. Where it cannot be read nothing
 * else may stand in its place.
 */
export const targetContent = (context: ServiceContext, { key, text }: ExternalDnsAnnotation): MadeContent => {
  const targets = text.split(',').map((target) => target.trim());
  const addresses = targets.flatMap((target) => canonicalAddress(target) ?? []);
  const names = targets
    .filter((target) => canonicalAddress(target) === undefined)
    .map((target) => targetName(target));
  const hostNames = names.flatMap((parsed) => (parsed.kind === 'name' ? [parsed.name] : []));
  if (hostNames.length < names.length)
    return answerContent(undefined, [
      invalidAnnotation(context.object, key, text, 'addresses, or one host name'),
    ]);
  const { answer, problems } = addressesOrAlias(context, { addresses, hostNames, subject: 'target' });
  return answerContent(answer, problems);
};
