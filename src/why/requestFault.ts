import { labelsOf } from '../dns/canonicalName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { type OriginKey, objectRefKey, objectRefText } from '../model/objectRef.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import { recordsOfOrigin } from '../records/recordsOfOrigin.ts';
import { contextOf } from '../records/serviceContext.ts';
import type { ProblemKind, RecordProblem } from '../records/serviceRecords.ts';
import { acceptanceFault } from './acceptanceFault.ts';
import { type ContentFault, contentFault } from './contentFault.ts';
import type { Link, Reason } from './explanation.ts';
import type { Known, KnownZone } from './known.ts';
import { brokenLink, link } from './link.ts';
import { networkFault } from './networkFault.ts';
import { objectText, subjectOf } from './objectText.ts';
import { portsOf } from './portsOf.ts';
import { faultLink } from './rrsetLink.ts';

/** Why a name that something asks for is not there; undefined where nothing does. */
export const requestFault = (name: DomainName, zone: KnownZone, known: Known): readonly Link[] | undefined =>
  problemFault(name, zone, known) ??
  emptyFault(name, zone, known) ??
  portFault(name, zone, known) ??
  endpointFault(name, zone, known);

/** What was asked for and may not be, or cannot. */
const problemFault = (name: DomainName, zone: KnownZone, known: Known): readonly Link[] | undefined => {
  for (const [key, problems] of zone.problems) {
    const problem = problems.find((one) => one.name === name);
    if (problem !== undefined) return [objectLink(key, problem, known), problemLinkOf(name, problem)];
  }
  return undefined;
};

const objectLink = (key: OriginKey, { object }: RecordProblem, { cluster }: Known): Link => {
  const snapshot = cluster.snapshot(key);
  return link('object', objectRefText(object), snapshot === undefined ? '' : objectText(snapshot));
};

const reasons: { readonly [Kind in ProblemKind]?: Reason } = { 'not-allowed': 'not-allowed' };

const problemLinkOf = (subject: DomainName, { kind, message }: RecordProblem): Link =>
  brokenLink('rule', reasons[kind] ?? 'unpublishable', {
    subject,
    detail: message,
    ...(kind === 'not-allowed' ? { fix: 'a rule under allow: in the configuration' } : {}),
  });

/** Whoever asks for it has nothing to publish there. */
const emptyFault = (name: DomainName, zone: KnownZone, { cluster }: Known): readonly Link[] | undefined => {
  const [key] = zone.desired.requestersOf(name);
  const snapshot = key === undefined ? undefined : cluster.snapshot(key);
  if (snapshot === undefined || zone.records === undefined) return undefined;
  const refused = refusedRoute(snapshot);
  if (refused !== undefined) return [refused];
  return [
    link('object', subjectOf(snapshot), objectText(snapshot)),
    link('rule', '', 'the object asks for it'),
    faultLink(name, emptyText(snapshot, zone.records)),
  ];
};

/** A route that none of its parents has accepted. */
const refusedRoute = (snapshot: OriginSnapshot): Link | undefined => {
  if (isServiceSnapshot(snapshot) || snapshot.kind !== 'route') return undefined;
  const faults = snapshot.object.parentRefs.map((ref) => acceptanceFault(snapshot.object, ref));
  const [first] = faults;
  if (first === undefined || faults.includes(undefined)) return undefined;
  return brokenLink('object', first.reason, { subject: subjectOf(snapshot), ...first });
};

const emptyText = (snapshot: OriginSnapshot, options: RecordOptions): ContentFault => {
  const outside = networkFault(snapshot, options);
  if (outside !== undefined) return outside;
  const context = isServiceSnapshot(snapshot) ? contextOf(snapshot, options) : undefined;
  if (context !== undefined) return contentFault(context, context.policy);
  const waitsFor = recordsOfOrigin(snapshot, options).holdable?.waitsFor;
  return {
    reason: 'no-address',
    detail: waitsFor === undefined ? 'it has nothing to publish there' : `it waits for ${waitsFor}`,
    ...(waitsFor === undefined ? {} : { fix: 'look at its controller' }),
  };
};

/** `_http._tcp.web.<zone>`: the name is there, and no such port. */
const portFault = (name: DomainName, zone: KnownZone, { cluster }: Known): readonly Link[] | undefined => {
  const labels = labelsOf(name);
  const from = labels.findIndex((label) => !label.startsWith('_'));
  const there = from <= 0 ? undefined : zone.desired.at(`${labels.slice(from).join('.')}.`);
  const snapshot = there && cluster.snapshot(objectRefKey(there.origin));
  if (snapshot === undefined) return undefined;
  const ports = portsOf(snapshot);
  const isAbove = from === 1 && ports.some((label) => label.endsWith(`.${labels[0]}`));
  const listed = ports.join(' and ');
  return [
    link('object', subjectOf(snapshot), objectText(snapshot)),
    link('rule', '', 'SRV of a named port'),
    faultLink(
      name,
      isAbove
        ? { reason: 'no-data', detail: `nothing stands there: names of ports stand below it, ${listed}` }
        : {
            reason: 'no-such-port',
            detail:
              ports.length === 0
                ? 'none of its ports has a name, and a port without one has no SRV'
                : `it has no such port, it has ${listed}`,
          },
    ),
  ];
};

/** `db-0.db.<zone>`: endpoints may have names below this one, and none has this. */
const endpointFault = (
  name: DomainName,
  zone: KnownZone,
  { cluster }: Known,
): readonly Link[] | undefined => {
  const above = name.slice(name.indexOf('.') + 1);
  const there = zone.desired.at(above);
  const snapshot = there && cluster.snapshot(objectRefKey(there.origin));
  if (snapshot === undefined || !isServiceSnapshot(snapshot)) return undefined;
  const isAnnotated = there?.rule === 'annotation' || there?.rule === 'external-dns';
  if (!isAnnotated) return undefined;
  return [
    link('object', subjectOf(snapshot), objectText(snapshot)),
    faultLink(name, {
      reason: 'no-such-endpoint',
      detail: `no ready endpoint has this name below ${above}, or no allow rule gives it`,
    }),
  ];
};
