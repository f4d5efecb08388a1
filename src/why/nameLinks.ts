import { canonicalName, isBelow, labelsOf } from '../dns/canonicalName.ts';
import { addressOfReverseName } from '../dns/reverseName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { nearestText } from '../nearestText.ts';
import type { Link } from './explanation.ts';
import type { Known, KnownZone } from './known.ts';
import { brokenLink, link } from './link.ts';
import type { Question } from './readQuestion.ts';
import { isKnownAt } from './rrsetsAt.ts';

/** What was typed as a name, and the zone that holds it. */
export const nameLinks = (question: Question, known: Known): readonly Link[] => {
  const { name, zone } = question;
  if (zone === undefined) return [readingLink(question), wrongZone(question, known)];
  const doubled = doubledSuffix(name, zone, known);
  if (doubled !== undefined)
    return [
      brokenLink('name', 'search-path', {
        subject: name,
        detail: `${doubled} is a whole name, and a search path has put ${zone.zone} behind it`,
        fix: isBelow(doubled, clusterDomainOf(zone))
          ? `here the name is ${ourNameOf(doubled, zone)}`
          : `ask for "${doubled}" with the dot at its end, or set a smaller ndots in resolv.conf`,
      }),
    ];
  return [readingLink(question), link('zone', zone.zone, zoneText(zone, known))];
};

const zoneText = ({ zone, server, view }: KnownZone, { zones }: Known): string => {
  const others = zones.flatMap((one) => (one.zone === zone && one.view !== view ? (one.view ?? []) : []));
  const more =
    others.length === 0 ? '' : `; the same zone in other views: --view ${others.join(', --view ')}`;
  return `at ${server}${view === undefined ? '' : `, view ${view}`}${more}`;
};

const readingLink = ({ text, name, reading, zone }: Question): Link => {
  if (reading === 'address') return link('name', name, `the reverse name of ${text}`);
  if (reading === 'object') return link('name', name, `of Service ${text}`);
  if (reading === 'whole') return link('name', name, 'as it was typed');
  const suffix = name.slice(canonicalName(text).length);
  const detail = `"${text}" as a host reads it that has "search ${suffix}" in resolv.conf`;
  return link('name', name, zone === undefined ? detail : `${detail}; others ask for the whole name`);
};

/** The whole name that a search path made longer; undefined where the name is meant as it is. */
const doubledSuffix = (name: DomainName, zone: KnownZone, { zones }: Known): DomainName | undefined => {
  if (name === zone.zone || isKnownAt(zone, name)) return undefined;
  const inner = name.slice(0, -zone.zone.length);
  const domains = [...zones.map((one) => one.zone), clusterDomainOf(zone)];
  return domains.some((domain) => isBelow(inner, domain)) ? inner : undefined;
};

const usualClusterDomain = 'cluster.local.';

const clusterDomainOf = ({ records }: KnownZone): DomainName => records?.clusterDomain ?? usualClusterDomain;

/** What stands in the zone for a name that the cluster's own DNS has. */
const ourNameOf = (name: DomainName, zone: KnownZone): DomainName =>
  `${name.slice(0, -clusterDomainOf(zone).length)}${zone.zone}`;

const wrongZone = ({ name, text }: Question, { zones }: Known): Link => {
  const broken = (detail: string, fix?: string): Link =>
    brokenLink('zone', 'wrong-zone', { subject: name, detail, ...(fix === undefined ? {} : { fix }) });
  const ours = zones.map(({ zone }) => zone);
  if (ours.length === 0)
    return brokenLink('zone', 'zone-not-written', {
      subject: name,
      detail: 'this instance keeps no zone now: it is starting, or stands by for another one',
      fix: 'k8s-bind status, and ask the instance that writes',
    });
  const forward = zones.find(({ records }) => records !== undefined);
  const domain = forward === undefined ? usualClusterDomain : clusterDomainOf(forward);
  if (forward !== undefined && isBelow(name, domain)) {
    return broken(
      `only the cluster's own DNS answers for ${domain}`,
      `here the name is ${ourNameOf(name, forward)}`,
    );
  }
  if (addressOfReverseName(name) !== undefined)
    return broken(`no reverse zone of ours holds the address`, `--reverse NETWORK, with ${text} in it`);
  const larger = zones.find(({ zone, apex }) => zone !== apex && isBelow(name, apex));
  if (larger !== undefined) return broken(`of zone ${larger.apex} only what is below ${larger.zone} is ours`);
  const near = nearZone(name, ours);
  if (near !== undefined) return broken(`no zone of ours holds it, did you mean "${near}"?`);
  return broken(`it lies in none of our zones: ${ours.join(', ')}`);
};

/** The name in the zone of ours whose name is nearly the end of it. */
const nearZone = (name: DomainName, zones: readonly DomainName[]): DomainName | undefined => {
  const labels = labelsOf(name);
  for (const zone of zones) {
    const count = labelsOf(zone).length;
    const end = `${labels.slice(-count).join('.')}.`;
    if (labels.length >= count && nearestText(end, [zone]) !== undefined)
      return `${name.slice(0, -end.length)}${zone}`;
  }
  return undefined;
};
