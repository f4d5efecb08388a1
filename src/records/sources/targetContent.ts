import { canonicalAddress } from '../../dns/address.ts';
import { objectRefText } from '../../model/objectRef.ts';
import type { SourceObject } from '../../model/sourceObject.ts';
import { sourceAnnotation } from '../outside/sourceAnnotation.ts';
import { invalidAnnotation } from '../settings.ts';
import { targetName } from '../targetName.ts';
import { type FoundContent, loadBalancerContent } from './loadBalancerContent.ts';
import type { SourceContext } from './sourceRequest.ts';

/**
 * What external-dns's annotation `target` of an object asks for, where these are heeded: addresses, or a
 * host name, which becomes a CNAME. Undefined without one, or with an empty one. Where it cannot be read
 * nothing else may stand in its place.
 */
export const targetContent = (
  context: SourceContext,
  { ref, annotations }: Pick<SourceObject, 'ref' | 'annotations'>,
): FoundContent | undefined => {
  const found = sourceAnnotation(context.options, annotations, 'target');
  if (found === undefined || found.text.trim() === '') return undefined;
  const { key, text } = found;
  const targets = text.split(',').map((target) => target.trim());
  const entries = targets.map((target) => {
    const ip = canonicalAddress(target);
    return ip === undefined ? { hostname: target } : { ip };
  });
  if (entries.some((entry) => 'hostname' in entry && targetName(entry.hostname).kind === 'invalid')) {
    const invalid = invalidAnnotation(ref, key, text, 'addresses, or one host name');
    return { content: [], isFound: false, problems: [{ ...invalid, object: context.object }] };
  }
  return loadBalancerContent(context, entries, `annotation ${key} of ${objectRefText(ref)}`);
};
