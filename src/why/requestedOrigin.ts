import type { DesiredName } from '../controller/desired/desiredZone.ts';
import type { DomainName } from '../dns/rrset.ts';
import { objectRefKey, objectRefText, sameObject } from '../model/objectRef.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import { contextOf } from '../records/serviceContext.ts';
import { makeProblem } from '../telemetry/problems.ts';
import { nameUnit } from '../zone/unit.ts';
import type { ContentFault } from './contentFault.ts';
import type { Link } from './explanation.ts';
import type { Known, KnownZone } from './known.ts';
import { link, problemLink } from './link.ts';
import { objectText } from './objectText.ts';
import type { Origin } from './origin.ts';
import type { OutsideName } from './outsideOrigin.ts';
import { rrsetLink } from './rrsetLink.ts';
import { ruleLink } from './ruleLink.ts';
import { typeFault } from './typeFault.ts';

/** What stands at a name, which is the one that is asked about or a wildcard that answers for it. */
type There = { readonly there: DesiredName; readonly name: DomainName };

/** A name outside the territory that an object has. */
export const requestedOrigin = (
  asked: OutsideName,
  { there, name }: There,
  zone: KnownZone,
  { cluster }: Known,
): Origin => {
  const lost = contestLinks(asked, there, zone, cluster);
  if (lost !== undefined) return { links: lost, unit: nameUnit(name), rrsets: there.rrsets };
  const snapshot = cluster.snapshot(objectRefKey(there.origin));
  const isWildcard = name !== asked.name;
  const rule = ruleLink(there, snapshot, zone);
  const rrsets = isWildcard ? there.rrsets.map((rrset) => ({ ...rrset, name: asked.name })) : there.rrsets;
  return {
    links: [
      objectLink(there, snapshot),
      isWildcard ? { ...rule, detail: `${rule.detail}; the wildcard ${name} answers for it` } : rule,
      rrsetLink(rrsets, asked.type, (type) => faultOfType(type, { there, name }, snapshot, zone.records)),
    ],
    unit: nameUnit(name),
    rrsets,
  };
};

/** Who asks goes without: another object has the name. */
const contestLinks = (
  { object, name }: OutsideName,
  { base }: DesiredName,
  { contests }: KnownZone,
  cluster: Known['cluster'],
): readonly Link[] | undefined => {
  const contest = contests.get(base);
  if (object === undefined || contest === undefined) return undefined;
  if (!contest.losers.some((loser) => sameObject(loser, object))) return undefined;
  const facts = { name, object: objectRefText(object), winner: objectRefText(contest.winner) };
  const snapshot = cluster.snapshot(objectRefKey(object));
  return [
    link('object', objectRefText(object), snapshot === undefined ? '' : objectText(snapshot)),
    problemLink('rule', 'contest', name, makeProblem('contest', facts)),
  ];
};

const objectLink = ({ origin }: DesiredName, snapshot: OriginSnapshot | undefined): Link =>
  link('object', objectRefText(origin), snapshot === undefined ? 'asks for it' : objectText(snapshot));

const faultOfType = (
  type: string,
  { there, name }: There,
  snapshot: OriginSnapshot | undefined,
  records: RecordOptions | undefined,
): ContentFault => {
  if (there.base !== name) return { reason: 'no-type', detail: `only SRV stands at the name of a port` };
  const context =
    snapshot !== undefined && isServiceSnapshot(snapshot) && records !== undefined
      ? contextOf(snapshot, records)
      : undefined;
  return context === undefined
    ? { reason: 'no-type', detail: `${objectRefText(there.origin)} has no ${type} for it` }
    : typeFault(context, context.policy, type);
};
