import type { Rrset } from '../dns/rrset.ts';
import { countText } from '../model/visibleText.ts';
import type { ContentFault } from './contentFault.ts';
import type { Link } from './explanation.ts';
import { brokenLink, link } from './link.ts';

/**
 * What should stand at a name, of the type that is asked for. A CNAME answers for every type (RFC 1034
 * §3.6.2).
 *
 * @param rrsets all that should stand there, at least one
 */
export const rrsetLink = (
  rrsets: readonly Rrset[],
  type: string | undefined,
  absent: (type: string) => ContentFault,
): Link => {
  const asked = ofType(rrsets, type);
  if (type === undefined || asked.length > 0) return link('rrset', '', asked.map(rrsetText).join('; '));
  return faultLink(rrsets[0]?.name ?? '', absent(type));
};

/** Those that answer a question for the type; undefined: for all types. */
export const ofType = (rrsets: readonly Rrset[], type: string | undefined): readonly Rrset[] =>
  type === undefined ? rrsets : rrsets.filter((rrset) => rrset.type === type || rrset.type === 'CNAME');

export const faultLink = (name: string, { reason, ...fault }: ContentFault): Link =>
  brokenLink('rrset', reason, { subject: name, ...fault });

const shownRdatas = 4;

/** `A 10.96.80.80, TTL 30`; of many records the first few. */
export const rrsetText = ({
  type,
  ttlSeconds,
  rdatas,
}: Omit<Rrset, 'name' | 'type'> & { readonly type: string }): string => {
  const more = rdatas.length - shownRdatas;
  const shown = rdatas.slice(0, shownRdatas).join(' ');
  return `${type} ${shown}${more > 0 ? ` and ${countText(more)} more` : ''}, TTL ${ttlSeconds}`;
};
