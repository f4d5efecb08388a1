import type { DesiredName } from '../controller/desired/desiredZone.ts';
import { type ObjectRef, objectRefText, sameObject } from '../model/objectRef.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';
import { countText } from '../model/visibleText.ts';
import { fillTemplate } from '../records/outside/fillTemplate.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import type { NameRule } from '../records/serviceRecords.ts';
import type { Link } from './explanation.ts';
import type { KnownZone } from './known.ts';
import { link } from './link.ts';

/** By what an object has a name outside the territory, and before whom. */
export const ruleLink = (there: DesiredName, snapshot: OriginSnapshot | undefined, zone: KnownZone): Link => {
  const { records } = zone;
  const rule = records === undefined ? '' : ruleText(there, snapshot, records);
  return link('rule', '', `${rule}${contestText(there, zone)}`);
};

const byAnnotation = 'a hostname of its annotation, which an allow rule gives';
const byItself: { readonly [Rule in Exclude<NameRule, 'short-name' | 'template'>]: string } = {
  annotation: byAnnotation,
  'external-dns': 'what an annotation of external-dns asks for, which an allow rule gives',
  gateway: 'a hostname of the route, which an allow rule gives',
  ingress: 'a host of its rules, which an allow rule gives',
  dnsendpoint: 'one of its endpoints, which an allow rule gives',
  node: 'the name of a Node',
  import: 'the name of a ServiceImport',
};

const ruleText = (
  { rule, base }: DesiredName,
  snapshot: OriginSnapshot | undefined,
  { names, zone }: RecordOptions,
): string => {
  if (rule === 'short-name') return 'the short name of a Service (--short-names)';
  if (rule !== 'template') return rule === undefined ? 'a name that was asked for' : byItself[rule];
  const found =
    snapshot !== undefined && isServiceSnapshot(snapshot)
      ? names.find(({ template }) => {
          const filled = fillTemplate(template, snapshot.service, zone);
          return filled.kind === 'text' && `${filled.text.toLowerCase().replace(/\.$/, '')}.` === base;
        })
      : undefined;
  return found === undefined ? 'a name template' : `name template "${found.template}"`;
};

const contestText = ({ base, origin }: DesiredName, { contests }: KnownZone): string => {
  const contest = contests.get(base);
  if (contest === undefined) return '';
  const { losers } = contest;
  const sharers = [contest.winner, ...contest.sharers].filter((one) => !sameObject(one, origin));
  const shared = sharers.length === 0 ? '' : `; shared with ${listed(sharers)}`;
  return losers.length === 0 ? shared : `${shared}; it comes before ${listed(losers)}, which ask for it too`;
};

const shownObjects = 3;

const listed = (refs: readonly ObjectRef[]): string => {
  const more = refs.length - shownObjects;
  const shown = refs.slice(0, shownObjects).map(objectRefText).join(', ');
  return more > 0 ? `${shown} and ${countText(more)} more` : shown;
};
