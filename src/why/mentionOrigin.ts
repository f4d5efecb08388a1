import type { DomainName } from '../dns/rrset.ts';
import type { OriginSnapshot, RouteSnapshot } from '../model/originSnapshot.ts';
import { isServiceSnapshot } from '../model/originSnapshot.ts';
import { isForAnotherController } from '../records/outside/externalDns/isForAnotherController.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import { attachmentOf } from '../records/sources/gateway/attachmentOf.ts';
import { hostnameSource } from '../records/sources/ingress/hostnameSource.ts';
import { acceptanceFault } from './acceptanceFault.ts';
import type { Link } from './explanation.ts';
import { brokenLink, link } from './link.ts';
import { objectText, subjectOf } from './objectText.ts';
import { unselectedObject } from './unselectedObject.ts';

/** Why an object in which a name is written does not ask for it. */
export const mentionOrigin = (
  snapshot: OriginSnapshot,
  name: DomainName,
  options: RecordOptions,
): readonly Link[] => {
  const left = unselectedObject(snapshot, options);
  if (left !== undefined) return [brokenLink('object', left.reason, left)];
  const subject = subjectOf(snapshot);
  const fault = isServiceSnapshot(snapshot) ? undefined : faultOf(snapshot, options);
  if (fault !== undefined) return [brokenLink('object', fault.reason, { subject, ...fault })];
  return [
    link('object', subject, objectText(snapshot)),
    brokenLink('rule', 'not-requested', { subject: name, ...mentionText(snapshot, name, options) }),
  ];
};

/** Why what is written does not count. */
const mentionText = (
  snapshot: OriginSnapshot,
  name: DomainName,
  options: RecordOptions,
): { readonly detail: string; readonly fix?: string } => {
  const subject = subjectOf(snapshot);
  const { annotations } = isServiceSnapshot(snapshot) ? snapshot.service : snapshot.object;
  if (isForAnotherController(annotations, options))
    return { detail: `an annotation of external-dns gives ${subject} to another controller` };
  if (isServiceSnapshot(snapshot) || snapshot.kind !== 'ingress')
    return { detail: `${subject} has the name written in it, and does not ask for it` };
  const from = hostnameSource(snapshot.object, options);
  if (!from.hosts || !from.annotations)
    return { detail: `the annotation ingress-hostname-source of ${subject} leaves it out` };
  return snapshot.object.hosts.some((host) => `${host.toLowerCase().replace(/\.$/, '')}.` === name)
    ? { detail: `${subject} has the name written in it, and does not ask for it` }
    : {
        detail: `${subject} has the name in spec.tls alone, and names come from hosts of its rules`,
        fix: 'a rule with this host, or --ingress-tls-hosts',
      };
};

type Fault = {
  readonly reason: 'not-selected' | 'not-accepted';
  readonly detail: string;
  readonly fix?: string;
};
type Source = Exclude<OriginSnapshot, { readonly service: unknown }>;

const faultOf = (snapshot: Source, options: RecordOptions): Fault | undefined => {
  if (snapshot.kind === 'route') return routeFault(snapshot, options);
  if (snapshot.kind !== 'ingress' || options.ingressClasses.length === 0) return undefined;
  const className = snapshot.object.className || snapshot.defaultClass;
  if (options.ingressClasses.includes(className)) return undefined;
  const ours = options.ingressClasses.join(', ');
  const own = `ingressClassName: ${options.ingressClasses[0] ?? ''}`;
  return className === ''
    ? { reason: 'not-selected', detail: `it has no class, and ours are ${ours}`, fix: own }
    : {
        reason: 'not-selected',
        detail: `its class "${className}" is none of ours: ${ours}`,
        fix: `${own}, or --ingress-class ${[...options.ingressClasses, className].join(',')}`,
      };
};

/** By the first parent that keeps it out; undefined where one takes it. */
const routeFault = (snapshot: RouteSnapshot, options: RecordOptions): Fault | undefined => {
  const { parentRefs } = snapshot.object;
  const faults = parentRefs.map((ref): Fault | undefined => {
    const parent = `${ref.kind} ${ref.namespace}/${ref.name}`;
    const attachment = attachmentOf(snapshot, ref);
    if (attachment === undefined) return { reason: 'not-accepted', detail: `there is no ${parent}` };
    const { gateway, listeners } = attachment;
    const key = `${gateway.ref.namespace}/${gateway.ref.name}`;
    if (options.gateways.length > 0 && !options.gateways.includes(key))
      return { reason: 'not-selected', detail: `Gateway ${key} is none of ours`, fix: `--gateway ${key}` };
    if (options.gatewayClasses.length > 0 && !options.gatewayClasses.includes(gateway.className))
      return {
        reason: 'not-selected',
        detail: `the class "${gateway.className}" of Gateway ${key} is none of ours`,
        fix: `--gateway-class ${gateway.className}`,
      };
    const refused = acceptanceFault(snapshot.object, ref);
    if (refused !== undefined) return refused;
    if (listeners.length === 0)
      return { reason: 'not-accepted', detail: `no listener of ${parent} takes the route` };
    return { reason: 'not-accepted', detail: `no listener of ${parent} has the hostname` };
  });
  if (parentRefs.length === 0) return { reason: 'not-accepted', detail: 'it has no parent' };
  return faults.every((fault) => fault !== undefined) ? faults[0] : undefined;
};
