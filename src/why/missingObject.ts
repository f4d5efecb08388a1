import { type ObjectRef, objectRefKey, objectRefText, originRef } from '../model/objectRef.ts';
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
  const meant = nearObject(ref, known);
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
 * What may have been meant: the same name in another namespace, namespace and name the other way round, or a
 * name or namespace that is written nearly alike.
 */
const nearObject = ({ kind, namespace, name }: ObjectRef, { cluster }: Known): ObjectRef | undefined => {
  const turned = { kind, namespace: name, name: namespace };
  if (cluster.snapshot(objectRefKey(turned)) !== undefined) return turned;
  const refs = cluster
    .keys()
    .map((key) => originRef(key))
    .filter((ref) => ref.kind === kind);
  const inNamespace = refs.filter((ref) => ref.namespace === namespace);
  const near = nearestText(
    name,
    inNamespace.map((ref) => ref.name),
  );
  if (near !== undefined) return { kind, namespace, name: near };
  const elsewhere = refs.filter((ref) => ref.name === name);
  const nearNamespace = nearestText(
    namespace,
    elsewhere.map((ref) => ref.namespace),
  );
  if (nearNamespace !== undefined) return { kind, namespace: nearNamespace, name };
  return elsewhere[0] ?? nearAnywhere(name, refs);
};

const nearAnywhere = (name: string, refs: readonly ObjectRef[]): ObjectRef | undefined => {
  const near = nearestText(
    name,
    refs.map((ref) => ref.name),
  );
  return refs.find((ref) => ref.name === near);
};
