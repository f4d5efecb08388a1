import type { DomainName } from '../dns/rrset.ts';
import type { OriginSnapshot, RouteSnapshot } from '../model/originSnapshot.ts';
import { isServiceSnapshot } from '../model/originSnapshot.ts';
import { sameParent } from '../model/route.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import { attachmentOf } from '../records/sources/gateway/attachmentOf.ts';
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
  const detail = isTlsAlone(snapshot, name)
    ? `${subject} has the name in spec.tls alone, and names come from hosts of its rules`
    : `${subject} has the name written in it, and does not ask for it`;
  const fix = isTlsAlone(snapshot, name) ? { fix: 'a rule with this host' } : {};
  return [
    link('object', subject, objectText(snapshot)),
    brokenLink('rule', 'not-requested', { subject: name, detail, ...fix }),
  ];
};

type Fault = {
  readonly reason: 'not-selected' | 'not-accepted';
  readonly detail: string;
  readonly fix?: string;
};
type Source = Exclude<OriginSnapshot, { readonly service: unknown }>;

const isTlsAlone = (snapshot: OriginSnapshot, name: DomainName): boolean =>
  !isServiceSnapshot(snapshot) &&
  snapshot.kind === 'ingress' &&
  !snapshot.object.hosts.some((host) => `${host.toLowerCase().replace(/\.$/, '')}.` === name);

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
  const { parentRefs, acceptedBy } = snapshot.object;
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
    if (!acceptedBy.some((accepted) => sameParent(accepted, ref)))
      return {
        reason: 'not-accepted',
        detail: `${parent} has not accepted it (condition Accepted in status.parents)`,
        fix: 'look at the controller of the Gateway',
      };
    if (listeners.length === 0)
      return { reason: 'not-accepted', detail: `no listener of ${parent} takes the route` };
    return { reason: 'not-accepted', detail: `no listener of ${parent} has the hostname` };
  });
  if (parentRefs.length === 0) return { reason: 'not-accepted', detail: 'it has no parent' };
  return faults.every((fault) => fault !== undefined) ? faults[0] : undefined;
};
