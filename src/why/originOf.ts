import { isBelow } from '../dns/canonicalName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { hasPodNames } from '../records/hasPodNames.ts';
import { unitOf } from '../zone/unit.ts';
import type { Known, KnownZone } from './known.ts';
import { brokenLink, link } from './link.ts';
import { nowhere, type Origin } from './origin.ts';
import { type OutsideName, outsideOrigin } from './outsideOrigin.ts';
import { podOrigin } from './podOrigin.ts';
import { pointerOrigin } from './pointerOrigin.ts';
import { rrsetLink } from './rrsetLink.ts';
import { rrsetsAt } from './rrsetsAt.ts';
import { serviceOrigin } from './serviceOrigin.ts';
import { withoutType } from './withoutType.ts';

type Asked = OutsideName;

/** What a name of a zone of ours comes from, by its place in the zone. */
export const originOf = (asked: Asked, zone: KnownZone, known: Known): Origin => {
  const { name } = asked;
  const place = zone.parts.standing.layout().placeOf(name);
  if (place.kind === 'claim') return kept(name, 'the claim stands there, which says whose the zone is');
  if (place.kind === 'marker')
    return kept(name, `the mark of ${place.name} stands there, which says whose it is`);
  if (zone.records === undefined) return pointerOrigin(asked, zone, known);
  if (place.kind === 'territory') {
    if (unitOf(place.unit).kind === 'object') return serviceOrigin(asked, zone, known);
    return isOfPods(name, zone) ? podOrigin(asked, zone, known) : versionOrigin(asked, zone);
  }
  if (place.isInside === true)
    return nowhere(
      brokenLink('object', 'not-ours', {
        subject: name,
        detail: 'names that begin with _acme-challenge are left to certificate programs',
      }),
    );
  return isOfPods(name, zone) && !hasPodNames(zone.records)
    ? podOrigin(asked, zone, known)
    : outsideOrigin(asked, zone, known);
};

const isOfPods = (name: DomainName, { zone }: KnownZone): boolean => isBelow(name, `pod.${zone}`);

const kept = (name: DomainName, detail: string): Origin =>
  nowhere(brokenLink('zone', 'own-record', { subject: name, detail }));

/** `dns-version.<zone>` (specification §2.2). */
const versionOrigin = ({ name, type }: Asked, zone: KnownZone): Origin => {
  const rrsets = rrsetsAt(zone, name);
  const place = zone.parts.standing.layout().placeOf(name);
  if (rrsets.length === 0)
    return nowhere(brokenLink('rule', 'not-requested', { subject: name, detail: 'nothing stands there' }));
  return {
    links: [
      link('object', 'the zone itself', ''),
      link('rule', '', 'the version of the Kubernetes DNS specification'),
      rrsetLink(rrsets, type, absent),
    ],
    unit: place.kind === 'territory' ? place.unit : undefined,
    rrsets,
  };
};

const absent = withoutType((type) => `only TXT stands there, no ${type}`);
