import { parseAddress } from '../dns/address.ts';
import { canonicalName, checkName, labelsOf, mostSpecificZone } from '../dns/canonicalName.ts';
import { reverseName } from '../dns/reverseName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { typeNumberOf } from '../dns/typeNumberOf.ts';
import { type ObjectRef, refOfService, sameObject } from '../model/objectRef.ts';
import { shownText } from '../model/visibleText.ts';
import { nearestText } from '../nearestText.ts';
import type { Known, KnownCluster, KnownZone } from './known.ts';
import { isKnownAt } from './rrsetsAt.ts';

/** What is asked about, as a name and a zone. */
export type Question = {
  readonly kind: 'question';
  readonly text: string;
  readonly name: DomainName;
  /** In upper case; undefined for all types. */
  readonly type: string | undefined;
  /** How the name came of the text. */
  readonly reading: 'whole' | 'address' | 'relative' | 'object';
  /** For whom: the name is another's where it is not this object's. */
  readonly object?: ObjectRef;
  /** The zone of ours that holds the name. */
  readonly zone: KnownZone | undefined;
};

/** Nobody can be asked this: one line that says why. */
export type NoQuestion = { readonly kind: 'no-question'; readonly message: string };

/**
 * Reads what a person types: a name in any case, whole or as somebody within the zone says it (`webapp`,
 * `webapp.default`, `webapp.default.svc`), an address, which means its PTR, or a Service (`default/webapp`),
 * which means its own name, or one that it asks for and does not have. What is not whole is looked for in
 * every zone, and taken for what is there.
 */
export const readQuestion = (
  text: string,
  type: string | undefined,
  known: Pick<Known, 'zones' | 'cluster'>,
): Question | NoQuestion => {
  const typed = text.trim();
  const asked = typeOf(type);
  if (asked.kind === 'no-question') return asked;
  const address = parseAddress(typed);
  if (address !== undefined)
    return question(known, typed, {
      name: reverseName(address),
      type: asked.type ?? 'PTR',
      reading: 'address',
    });
  const fault = checkName(typed);
  if (fault !== undefined) return { kind: 'no-question', message: shownText(fault.message) };
  return question(known, typed, { ...nameOf(typed, known), type: asked.type });
};

/** What is asked by messages of other kinds, or is none of a zone's records. */
const notAsked: ReadonlySet<string> = new Set(['OPT', 'TSIG', 'TKEY', 'IXFR', 'AXFR']);

const typeOf = (
  type: string | undefined,
): { readonly kind: 'type'; readonly type: string | undefined } | NoQuestion => {
  const upper = type?.trim().toUpperCase() ?? '';
  if (upper === '' || upper === 'ANY') return { kind: 'type', type: undefined };
  if (typeNumberOf(upper) !== undefined && !notAsked.has(upper)) return { kind: 'type', type: upper };
  const message = shownText(`Cannot explain type "${type}": found no such record type, needed one such as A`);
  return { kind: 'no-question', message };
};

const question = (
  { zones }: Pick<Known, 'zones'>,
  text: string,
  read: Pick<Question, 'name' | 'type' | 'reading' | 'object'>,
): Question => {
  const holder = mostSpecificZone(
    read.name,
    zones.map(({ zone }) => zone),
  );
  return { kind: 'question', text, ...read, zone: zones.find(({ zone }) => zone === holder) };
};

type NameRead = Pick<Question, 'name' | 'reading' | 'object'>;

const nameOf = (typed: string, { zones, cluster }: Pick<Known, 'zones' | 'cluster'>): NameRead => {
  const name = canonicalName(typed);
  const whole: NameRead = { name, reading: 'whole' };
  const names = zones.map(({ zone }) => zone);
  if (isAbsolute(typed) || mostSpecificZone(name, names) !== undefined) return whole;
  const forward = zones.filter(({ records }) => records !== undefined);
  const object = objectOf(typed);
  if (object !== undefined && forward.length > 0) return nameOfObject(object, forward) ?? whole;
  const relative = forward
    .flatMap((zone) => [below(name, zone.zone), below(name, `svc.${zone.zone}`)].map((at) => ({ zone, at })))
    .find(({ zone, at }) => isKnownAt(zone, at));
  if (relative !== undefined) return { name: relative.at, reading: 'relative' };
  const [first] = forward;
  const likely = first === undefined ? undefined : likelyName(name, first.zone, cluster);
  return likely === undefined ? whole : { name: likely, reading: 'relative' };
};

/** `default/webapp` */
const objectOf = (typed: string): ObjectRef | undefined => {
  const [, namespace, name] = /^([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(typed.toLowerCase()) ?? [];
  return namespace === undefined || name === undefined ? undefined : refOfService({ namespace, name });
};

const nameOfObject = (object: ObjectRef, zones: readonly KnownZone[]): NameRead | undefined => {
  const lost = zones
    .flatMap(({ contests }) => [...contests])
    .find(([, { losers }]) => losers.some((loser) => sameObject(loser, object)));
  const own = zones[0] && `${object.name}.${object.namespace}.svc.${zones[0].zone}`;
  const name = lost?.[0] ?? own;
  return name === undefined ? undefined : { name, reading: 'object', object };
};

const isAbsolute = (typed: string): boolean => typed.endsWith('.') && !typed.endsWith('\\.');

const below = (name: DomainName, suffix: DomainName): DomainName => `${name}${suffix === '.' ? '' : suffix}`;

/** What a name that is nowhere was meant to be, by its shape; undefined: it is whole. */
const likelyName = (
  name: DomainName,
  zone: DomainName,
  cluster: Pick<KnownCluster, 'keys'>,
): DomainName | undefined => {
  const labels = labelsOf(name).filter((label) => !label.startsWith('_'));
  const last = labels.at(-1) ?? '';
  if (labels.length <= 1 || last === 'svc' || last === 'pod') return below(name, zone);
  const namespaces = new Set(cluster.keys().map((key) => key.slice(0, key.indexOf('/'))));
  return namespaces.has(last) || nearestText(last, namespaces) !== undefined
    ? below(name, `svc.${zone}`)
    : undefined;
};
