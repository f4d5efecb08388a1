import { type ObjectRef, objectRefKey, objectRefText } from '../model/objectRef.ts';
import { nearestText } from '../nearestText.ts';
import type { Link } from './explanation.ts';
import type { Known, KnownZone } from './known.ts';
import { brokenLink } from './link.ts';

/** Why an object is not there for a zone: it is not read, not selected, or does not exist. */
export const missingObject = (ref: ObjectRef, zone: KnownZone, known: Known): Link => {
  const subject = objectRefText(ref);
  const { cluster } = known;
  if (!cluster.synced())
    return brokenLink('object', 'not-read', {
      subject,
      detail: 'the cluster has not been read as a whole yet',
    });
  if (cluster.isAbsent(ref.kind))
    return brokenLink('object', 'not-read', {
      subject,
      detail: `the API server serves no objects of kind ${ref.kind} for now`,
    });
  const unselected = unselectedNamespace(ref, zone, known);
  if (unselected !== undefined) return unselected;
  const meant = meantObject(ref, known);
  const there = meant === undefined ? '' : `, did you mean ${objectRefText(meant)}?`;
  const selector = zone.records?.scope.selector === undefined ? '' : ' that the selector takes';
  const detail = `there is no such ${ref.kind}${selector}${there}`;
  return brokenLink('object', 'no-such-service', { subject, detail });
};

const unselectedNamespace = (
  ref: ObjectRef,
  { records }: KnownZone,
  { cluster }: Known,
): Link | undefined => {
  const subject = objectRefText(ref);
  const namespaces = records?.scope.namespaces;
  if (namespaces !== undefined && !namespaces.includes(ref.namespace))
    return brokenLink('object', 'namespace-not-selected', {
      subject,
      detail: `namespace ${ref.namespace} is not published, only ${namespaces.join(', ')}`,
      fix: `--namespace ${ref.namespace}`,
    });
  if (cluster.namespaceState(ref.namespace) !== 'not-selected') return undefined;
  return brokenLink('object', 'namespace-not-selected', {
    subject,
    detail: `the labels of namespace ${ref.namespace} are not those of the namespace selector`,
    fix: `a label for namespace ${ref.namespace}, or another --namespace-selector`,
  });
};

/**
 * What may have been meant: namespace and name the other way round, the same name in another namespace, or a
 * name that is written nearly alike, in this namespace rather than in another.
 */
export const meantObject = ({ kind, namespace, name }: ObjectRef, known: Known): ObjectRef | undefined => {
  const { cluster, found } = known;
  const turned = { kind, namespace: name, name: namespace };
  if (cluster.snapshot(objectRefKey(turned)) !== undefined) return turned;
  const near = found.near.filter((ref) => ref.kind === kind);
  const here = near.find((ref) => ref.namespace === namespace);
  const elsewhere = found.sameNamed.filter((ref) => ref.kind === kind && ref.name === name);
  const nearNamespace = nearestText(
    namespace,
    elsewhere.map((ref) => ref.namespace),
  );
  return elsewhere.find((ref) => ref.namespace === nearNamespace) ?? here ?? elsewhere[0] ?? near[0];
};
