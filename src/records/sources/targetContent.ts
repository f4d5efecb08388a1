import { canonicalAddress } from '../../dns/address.ts';
import { type ObjectRef } from '../../model/objectRef.ts';
import { addressRrsets, splitFamilies } from '../answers/answer.ts';
import { hostName } from '../hostName.ts';
import { noProblems } from '../joinProblems.ts';
import type { RecordProblem } from '../serviceRecords.ts';
import { invalidAnnotation } from '../settings.ts';
import type { RrsetContent, SourceContext } from './sourceRequest.ts';

type Target = { readonly key: string; readonly text: string; readonly object: ObjectRef };
type Content = { readonly content: readonly RrsetContent[]; readonly problems: readonly RecordProblem[] };

/** The annotation `target`: addresses, or one host name, which becomes a CNAME. */
export const targetContent = ({ ttlSeconds }: SourceContext, { key, text, object }: Target): Content => {
  const targets = text.split(',').map((target) => target.trim());
  const addresses = targets.flatMap((target) => canonicalAddress(target) ?? []);
  if (addresses.length === targets.length)
    return contentOf(addressRrsets('.', { ...splitFamilies(addresses), alias: '' }, ttlSeconds));
  const host = targets.length === 1 ? hostName(text) : undefined;
  if (host?.kind === 'name')
    return contentOf(addressRrsets('.', { ipv4: [], ipv6: [], alias: host.name }, ttlSeconds));
  return { content: [], problems: [invalidAnnotation(object, key, text, 'addresses, or one host name')] };
};

const contentOf = (rrsets: ReturnType<typeof addressRrsets>): Content => ({
  content: rrsets.map(({ name: _name, ...content }) => content),
  problems: noProblems,
});
