import { isBelow, labelsOf } from '../dns/canonicalName.ts';
import { addressOfReverseName } from '../dns/reverseName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { editsBetween } from '../editsBetween.ts';
import { type ObjectRef, originRef } from '../model/objectRef.ts';
import type { OriginSnapshot } from '../model/originSnapshot.ts';
import { mostEdits } from '../nearestText.ts';
import { holdsAddress } from './holdsAddress.ts';
import { type Found, type Known, type KnownZone, nothingFound } from './known.ts';
import { mentions } from './mentions.ts';
import type { Question } from './readQuestion.ts';
import { rrsetsAt, territoryUnit } from './rrsetsAt.ts';

/** How many objects are looked at in one step. */
const stepObjects = 50;

/**
 * Looks at every object and every name of a zone for what has to do with a name, a few in each step, so that
 * who has other things to do can do them in between. A name that is desired needs no search.
 */
export const searchCluster = function* (
  { name, zone }: Question,
  { cluster }: Pick<Known, 'cluster'>,
): Generator<undefined, Found> {
  if (zone === undefined) return nothingFound;
  const address = addressOfReverseName(name)?.text;
  if (address !== undefined) return { ...nothingFound, holders: yield* holdersOf(address, cluster) };
  if (rrsetsAt(zone, name).length > 0) return nothingFound;
  const isOfObject = territoryUnit(zone, name) !== undefined;
  const objects = yield* objectsOf({ name, isOfObject }, zone, cluster);
  if (isOfObject) return { ...nothingFound, ...objects };
  return { ...nothingFound, ...objects, ...(yield* namesOf(name, zone)) };
};

type Cluster = Known['cluster'];

const holdersOf = function* (
  address: string,
  cluster: Cluster,
): Generator<undefined, readonly OriginSnapshot[]> {
  const own: OriginSnapshot[] = [];
  const others: OriginSnapshot[] = [];
  for (const [at, key] of cluster.keys().entries()) {
    const snapshot = cluster.snapshot(key);
    const held = snapshot && holdsAddress(snapshot, address);
    if (snapshot !== undefined && held !== undefined) (held === 'own' ? own : others).push(snapshot);
    if (at % stepObjects === 0) yield;
  }
  return [...own, ...others];
};

const objectsOf = function* (
  { name, isOfObject }: { readonly name: DomainName; readonly isOfObject: boolean },
  { zone }: KnownZone,
  cluster: Cluster,
): Generator<undefined, Pick<Found, 'mention' | 'sameNamed' | 'near'>> {
  const words = labelsOf(name)
    .slice(0, -labelsOf(zone).length)
    .filter((label) => label !== 'svc' && !label.startsWith('_'));
  const sameNamed: ObjectRef[] = [];
  const near: { readonly ref: ObjectRef; readonly edits: number }[] = [];
  let mention: OriginSnapshot | undefined;
  for (const [at, key] of cluster.keys().entries()) {
    const ref = originRef(key);
    if (words.includes(ref.name)) sameNamed.push(ref);
    else {
      const edits = leastEdits(words, ref.name);
      if (edits !== undefined) near.push({ ref, edits });
    }
    // Where only the object decides, nobody else's text does.
    const snapshot = isOfObject || mention !== undefined ? undefined : cluster.snapshot(key);
    if (snapshot !== undefined && mentions(snapshot, name)) mention = snapshot;
    if (at % stepObjects === 0) yield;
  }
  near.sort((a, b) => a.edits - b.edits);
  return { mention, sameNamed, near: near.map(({ ref }) => ref) };
};

const leastEdits = (words: readonly string[], name: string): number | undefined => {
  let least: number | undefined;
  for (const word of words) {
    const edits = editsBetween(word, name, Math.min(mostEdits, word.length - 1));
    if (edits !== undefined && edits < (least ?? Number.POSITIVE_INFINITY)) least = edits;
  }
  return least;
};

const namesOf = function* (
  name: DomainName,
  { desired }: KnownZone,
): Generator<undefined, Pick<Found, 'nearName' | 'below'>> {
  let nearName: DomainName | undefined;
  let least = mostEdits + 1;
  let at = 0;
  for (const other of desired.names()) {
    at += 1;
    if (at % stepObjects === 0) yield;
    // Names below it make a name one without data (RFC 8020 §2).
    if (other.endsWith(name) && isBelow(other, name)) return { nearName, below: other };
    const edits = editsBetween(name, other, least - 1);
    if (edits !== undefined) [nearName, least] = [other, edits];
  }
  return { nearName, below: undefined };
};
