import { shownText } from '../model/visibleText.ts';
import { answerLinks } from './answerLinks.ts';
import type { Explanation, Link } from './explanation.ts';
import type { Known, KnownAnswer, KnownZone } from './known.ts';
import { isBroken } from './link.ts';
import { messageLinks } from './messageLinks.ts';
import { nameLinks } from './nameLinks.ts';
import type { Origin } from './origin.ts';
import { originOf } from './originOf.ts';
import type { Question } from './readQuestion.ts';
import { ofType } from './rrsetLink.ts';
import { unitAt, writtenAt } from './rrsetsAt.ts';
import { leftoverLink, stateLinks } from './stateLinks.ts';

/**
 * Why a name is answered as it is, from what is known and the one answer of the name server: object, rule,
 * RRset, message, serial, answer, and what resolvers may remember. Nothing is changed and nothing is asked.
 */
export const explainName = (question: Question, known: Known, answer: KnownAnswer): Explanation => {
  const names = nameLinks(question, known);
  const { zone } = question;
  const inside = zone === undefined || names.some(isBroken) ? [] : insideLinks(question, zone, known);
  const links = [...names, ...inside, ...answerLinks(question, expectedOf(question), answer, known)];
  const { text, name, type } = question;
  return {
    text: shownText(text),
    name,
    ...(type === undefined ? {} : { type }),
    ...(zone === undefined ? {} : { zone: zone.zone, server: zone.server }),
    isWell: !links.some(isBroken),
    links: links.map(shownLink),
  };
};

const insideLinks = (question: Question, zone: KnownZone, known: Known): readonly Link[] => {
  const origin = originOf(question, zone, known);
  const broken = origin.links.findIndex(isBroken);
  if (broken < 0) return [...origin.links, ...placedLinks(question, origin, { zone, known })];
  return brokenOrigin(question, origin, { zone, known, broken });
};

type Place = { readonly zone: KnownZone; readonly known: Known };

const placedLinks = ({ name, type }: Question, { unit, rrsets }: Origin, { zone, known }: Place) =>
  unit === undefined ? [] : stateLinks({ name, unit, rrsets: ofType(rrsets, type) }, zone, known.nowMs);

/** Nothing should stand there, or nothing of the type. What of ours still does says more. */
const brokenOrigin = (
  { name }: Question,
  { links, unit, rrsets }: Origin,
  { zone, known, broken }: Place & { readonly broken: number },
): readonly Link[] => {
  const at = unit ?? unitAt(zone, name);
  if (rrsets.length > 0 || writtenAt(zone, name).length === 0) return links;
  const found = links[broken];
  if (found === undefined) return links;
  return [
    ...links.slice(0, broken),
    leftoverLink(found, { name, unit: at }, zone),
    ...messageLinks(at, zone, { nowMs: known.nowMs, limit: undefined }),
  ];
};

const expectedOf = ({ name, type, zone }: Question) => {
  if (zone === undefined) return { rrsets: [], writtenMs: undefined };
  const rrsets = ofType(writtenAt(zone, name), type);
  return { rrsets, writtenMs: zone.written(unitAt(zone, name))?.atMs };
};

/** What objects and records of others say stands in it. */
const shownLink = ({ subject, detail, fix, ...rest }: Link): Link => ({
  ...rest,
  subject: shownText(subject),
  detail: shownText(detail, longestDetail),
  ...(fix === undefined ? {} : { fix: shownText(fix, longestDetail) }),
});

const longestDetail = 1_000;
