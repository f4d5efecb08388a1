import { canonicalAddress } from '../../dns/address.ts';
import { type ObjectRef } from '../../model/objectRef.ts';
import { hostName } from '../hostName.ts';
import { noProblems } from '../joinProblems.ts';
import { invalidAnnotation } from '../settings.ts';
import { addressContent } from './addressContent.ts';
import type { FoundContent } from './loadBalancerContent.ts';
import type { RrsetContent, SourceContext } from './sourceRequest.ts';

type Target = { readonly key: string; readonly text: string; readonly object: ObjectRef };

/** The annotation `target`: addresses, or one host name, which becomes a CNAME. */
export const targetContent = (context: SourceContext, { key, text, object }: Target): FoundContent => {
  const { ttlSeconds } = context;
  const targets = text.split(',').map((target) => target.trim());
  const addresses = targets.flatMap((target) => canonicalAddress(target) ?? []);
  if (addresses.length === targets.length) return found(addressContent(context, addresses));
  const host = targets.length === 1 ? hostName(text) : undefined;
  if (host?.kind === 'name') return found([{ type: 'CNAME', ttlSeconds, rdatas: [host.name] }]);
  const problems = [invalidAnnotation(object, key, text, 'addresses, or one host name')];
  return { content: [], isFound: false, problems };
};

const found = (content: readonly RrsetContent[]): FoundContent => ({
  content,
  isFound: true,
  problems: noProblems,
});
