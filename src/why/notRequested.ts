import { isBelow, labelsOf, relativeTo } from '../dns/canonicalName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { objectRefKey, objectRefText } from '../model/objectRef.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import type { Link } from './explanation.ts';
import type { Known, KnownZone } from './known.ts';
import { brokenLink, link } from './link.ts';
import { meantObject, missingObject } from './missingObject.ts';
import { objectText } from './objectText.ts';
import { refsOf, templateMatches } from './templateMatches.ts';
import { unselectedObject } from './unselectedObject.ts';

/** Nothing asks for a name outside the territory: what would, and what may have been meant. */
export const notRequested = (name: DomainName, zone: KnownZone, known: Known): readonly Link[] => {
  const { records } = zone;
  if (records === undefined) return [nobody(name, zone, known)];
  const own = labelsOf(name).slice(0, -labelsOf(zone.zone).length);
  if (own.length === 0)
    return [
      brokenLink('object', 'not-ours', { subject: name, detail: "it is the zone itself, its server's own" }),
    ];
  return (
    unselected(name, { zone, records }, known) ??
    withoutShortName(name, { zone, records }, known) ??
    missing(name, { zone, records }, known) ?? [nobody(name, zone, known)]
  );
};

type Zone = { readonly zone: KnownZone; readonly records: RecordOptions };

/** A Service that a template is for, and that counts for nothing in the zone. */
const unselected = (name: DomainName, { records }: Zone, { cluster }: Known): readonly Link[] | undefined => {
  for (const ref of templateMatches(name, records).flatMap(refsOf)) {
    const snapshot = cluster.snapshot(objectRefKey(ref));
    const left = snapshot && unselectedObject(snapshot, records);
    if (left !== undefined) return [brokenLink('object', left.reason, left)];
  }
  return undefined;
};

/** A Service of this name in a namespace that no template is for. */
const withoutShortName = (
  name: DomainName,
  { zone, records }: Zone,
  { cluster, found }: Known,
): readonly Link[] | undefined => {
  const label = relativeTo(name, zone.zone);
  if (label.includes('.')) return undefined;
  const matches = templateMatches(name, records);
  const known = new Set(matches.flatMap(({ namespaces = [] }) => namespaces));
  const ref = found.sameNamed.find(
    (one) => one.kind === 'Service' && one.name === label && !known.has(one.namespace),
  );
  const snapshot = ref && cluster.snapshot(objectRefKey(ref));
  if (ref === undefined || snapshot === undefined) return undefined;
  const left = unselectedObject(snapshot, records);
  if (left !== undefined) return [brokenLink('object', left.reason, left)];
  const whole = `${ref.name}.${ref.namespace}.svc.${zone.zone}`;
  const whose =
    known.size === 0
      ? 'no Service has a short name'
      : `only Services of ${[...known].join(', ')} have short names`;
  return [
    link('object', objectRefText(ref), objectText(snapshot)),
    brokenLink('rule', 'no-short-name', {
      subject: name,
      detail: `${whose}, the name of this one is ${whole}`,
      fix: `--short-names ${[...known, ref.namespace].join(',')}, or ask for ${whole}`,
    }),
  ];
};

/** A template is for Services of this name, and there is none. */
const missing = (name: DomainName, { zone, records }: Zone, known: Known): readonly Link[] | undefined => {
  const refs = templateMatches(name, records).flatMap(refsOf);
  const absent = refs.filter((ref) => known.cluster.snapshot(objectRefKey(ref)) === undefined);
  const best = absent.find((ref) => meantObject(ref, known) !== undefined) ?? absent[0];
  return best === undefined ? undefined : [missingObject(best, zone, known)];
};

const nobody = (name: DomainName, { zone, records }: KnownZone, { found }: Known): Link => {
  const near = found.nearName;
  const meant = near === undefined ? '' : `, did you mean "${near}"?`;
  const sources = records?.sources.join(', ') ?? 'addresses';
  const detail = isBelow(name, `svc.${zone}`)
    ? 'no Service has it'
    : `nothing asks for it: zone ${zone} has names from ${sources}, and none of these has this one${meant}`;
  return brokenLink('rule', 'not-requested', { subject: name, detail });
};
