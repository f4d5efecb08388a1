import { heldNow } from '../controller/write/heldNow.ts';
import { isBelow, labelsOf } from '../dns/canonicalName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { type ObjectRef, objectRefText } from '../model/objectRef.ts';
import { cutOver, cutText } from '../zone/cutOver.ts';
import { isNothingHeld } from '../zone/heldName.ts';
import { recordsOwnedAt } from '../zone/marker.ts';
import { nameUnit } from '../zone/unit.ts';
import type { Link } from './explanation.ts';
import type { Known, KnownZone } from './known.ts';
import { brokenLink, link } from './link.ts';
import { mentionOrigin } from './mentionOrigin.ts';
import { notRequested } from './notRequested.ts';
import type { Origin } from './origin.ts';
import { requestedOrigin } from './requestedOrigin.ts';
import { requestFault } from './requestFault.ts';
import { rrsetsAt } from './rrsetsAt.ts';

export type OutsideName = {
  readonly name: DomainName;
  readonly type: string | undefined;
  /** Who asks why it does not have the name. */
  readonly object?: ObjectRef;
};

/**
 * What a name outside the territory comes from. What is nearest to an answer is looked for first: something
 * that has the name, something that asks for it, something in which it is written, somebody else's records.
 */
export const outsideOrigin = (asked: OutsideName, zone: KnownZone, known: Known): Origin => {
  const { name } = asked;
  const there = zone.desired.at(name);
  if (there !== undefined) return requestedOrigin(asked, { there, name }, zone, known);
  const links =
    requestFault(name, zone, known) ??
    mentioned(name, zone, known) ??
    foreign(name, zone, known) ??
    wildcard(asked, zone, known) ??
    cut(name, zone) ??
    onlyBelow(name, zone, known);
  if (links !== undefined && 'rrsets' in links) return links;
  return { links: links ?? notRequested(name, zone, known), unit: nameUnit(name), rrsets: [] };
};

const mentioned = (name: DomainName, zone: KnownZone, known: Known): readonly Link[] | undefined => {
  const { mention } = known.found;
  return mention === undefined || zone.records === undefined
    ? undefined
    : mentionOrigin(mention, name, zone.records);
};

/** Records of others at the name, or a mark of another owner. */
const foreign = (name: DomainName, zone: KnownZone, known: Known): readonly Link[] | undefined => {
  const held = heldNow(zone.parts, name);
  const owned = recordsOwnedAt(name, held, zone.owner);
  if (isNothingHeld(held) || owned.length > 0) return undefined;
  const types = [...new Set([...held.records.map(({ type }) => type), ...held.others])].sort();
  if (types.length === 0) return undefined;
  const shown = known.showsForeign
    ? held.records.map(({ type, rdata }) => `${type} ${rdata}`).join('; ') || types.join(', ')
    : types.join(', ');
  return [
    brokenLink('object', 'not-ours', {
      subject: name,
      detail: `written by hand or by another program, not by k8s-bind: ${shown}`,
    }),
  ];
};

/** A wildcard that answers for the name (RFC 4592): the one below the nearest name above that is there. */
const wildcard = (asked: OutsideName, zone: KnownZone, known: Known): Origin | undefined => {
  const labels = labelsOf(asked.name);
  for (let from = 1; from < labels.length; from += 1) {
    const above = `${labels.slice(from).join('.')}.`;
    if (!isBelow(above, zone.zone)) return undefined;
    const name = `*.${above}`;
    const there = zone.desired.at(name);
    if (there !== undefined) return requestedOrigin(asked, { there, name }, zone, known);
    const links = foreign(name, zone, known);
    if (links !== undefined) return { links, unit: undefined, rrsets: [] };
    if (rrsetsAt(zone, above).length > 0 || !isNothingHeld(heldNow(zone.parts, above))) return undefined;
  }
  return undefined;
};

const cut = (name: DomainName, { parts, zone }: KnownZone): readonly Link[] | undefined => {
  const mirror = parts.standing.mirror();
  const found = mirror && cutOver(mirror.cuts, name, mirror.layout.apex);
  if (found === undefined) return undefined;
  return [brokenLink('zone', 'delegated', { subject: zone, detail: `the name ${cutText(found)}` })];
};

/** Names below the name make it one without data (RFC 8020 §2). */
const onlyBelow = (name: DomainName, zone: KnownZone, { found }: Known): readonly Link[] | undefined => {
  const { below } = found;
  if (below === undefined) return undefined;
  const object = zone.desired.at(below)?.origin;
  const detail = `nothing stands at the name itself, only below it: ${below}`;
  return [
    ...(object === undefined ? [] : [link('object', objectRefText(object), 'has a name below it')]),
    brokenLink('rrset', 'no-data', { subject: name, detail }),
  ];
};
