import { labelsOf } from '../dns/canonicalName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { objectRefKey } from '../model/objectRef.ts';
import { isServiceSnapshot } from '../model/originSnapshot.ts';
import { makeContext, type ServiceContext } from '../records/serviceContext.ts';
import { objectUnit } from '../zone/unit.ts';
import { endpointOrigin } from './endpointOrigin.ts';
import type { Link } from './explanation.ts';
import type { Known, KnownZone } from './known.ts';
import { brokenLink, link } from './link.ts';
import { missingObject } from './missingObject.ts';
import { objectText, subjectOf } from './objectText.ts';
import { nowhere, type Origin } from './origin.ts';
import { ownFault } from './ownFault.ts';
import { portOrigin } from './portOrigin.ts';
import { faultLink, rrsetLink } from './rrsetLink.ts';
import { rrsetsAt } from './rrsetsAt.ts';
import type { ServiceName } from './serviceName.ts';
import { typeFault } from './typeFault.ts';
import { unselectedObject } from './unselectedObject.ts';
import { withoutType } from './withoutType.ts';
import { zonalOrigin } from './zonalOrigin.ts';

/** What a name below `svc` comes from. */
export const serviceOrigin = (
  { name, type }: { readonly name: DomainName; readonly type: string | undefined },
  zone: KnownZone,
  known: Known,
): Origin => {
  const labels = labelsOf(name).slice(0, -labelsOf(zone.zone).length - 1);
  const [namespace, service] = labels.toReversed();
  if (namespace === undefined || service === undefined) return nowhere(nothingThere(name, namespace));
  const ref = zone.desired.originOf(`${namespace}/${service}`);
  const unit = objectUnit(`${namespace}/${service}`);
  const snapshot = known.cluster.snapshot(objectRefKey(ref));
  const { records } = zone;
  if (snapshot === undefined || records === undefined)
    return { links: [missingObject(ref, zone, known)], unit, rrsets: [] };
  const left = unselectedObject(snapshot, records);
  if (left !== undefined) return { links: [brokenLink('object', left.reason, left)], unit, rrsets: [] };
  const object = link('object', subjectOf(snapshot), objectText(snapshot));
  const origin = isServiceSnapshot(snapshot)
    ? ofService(makeContext(snapshot, records), { name, type, prefix: labels.slice(0, -2), zone })
    : ofImport({ name, type, zone });
  return { ...origin, links: [object, ...origin.links], unit };
};

const nothingThere = (name: DomainName, namespace: string | undefined): Link =>
  brokenLink('rrset', 'no-data', {
    subject: name,
    detail:
      namespace === undefined
        ? 'nothing stands at svc itself: names of Services stand below it, SERVICE.NAMESPACE.svc'
        : `nothing stands at a namespace: names of Services stand below it, SERVICE.${namespace}.svc`,
  });

type Asked = Omit<ServiceName, 'context'>;
type Part = Pick<Origin, 'links' | 'rrsets'>;

const ofImport = ({ name, type, zone }: Omit<Asked, 'prefix'>): Part => {
  const rrsets = rrsetsAt(zone, name);
  const rule = link('rule', '', 'its own name below svc');
  if (rrsets.length === 0)
    return {
      links: [rule, faultLink(name, { reason: 'no-endpoints', detail: 'it has no address' })],
      rrsets,
    };
  return { links: [rule, rrsetLink(rrsets, type, absent)], rrsets };
};

const ofService = (made: ReturnType<typeof makeContext>, asked: Asked): Part => {
  if (made.kind !== 'publishable') {
    const detail = made.problems[0]?.message ?? 'it cannot be published';
    const broken = brokenLink('rule', 'unpublishable', { subject: asked.name, detail });
    return { links: [broken], rrsets: [] };
  }
  const named: ServiceName = { ...asked, context: made.context };
  const { prefix } = asked;
  if (prefix.length === 0) return ownName(named);
  if (prefix.at(-1) === '_zone') return zonalOrigin(named);
  return prefix.at(-1)?.startsWith('_') === true ? portOrigin(named) : endpointOrigin(named);
};

const ownName = ({ name, type, zone, context }: ServiceName): Part => {
  const { policy } = context;
  const rule = link('rule', '', `its own name below svc, with ${policyText(context)}`);
  const rrsets = rrsetsAt(zone, name);
  if (rrsets.length === 0) return { links: [rule, ownFault({ zone, context })], rrsets };
  return { links: [rule, rrsetLink(rrsets, type, (asked) => typeFault(context, policy, asked))], rrsets };
};

const policyText = ({ service, policy }: ServiceContext): string => {
  if (service.kind === 'external-name') return 'the alias of an ExternalName';
  const texts = {
    'cluster-ip': service.kind === 'headless' ? 'its ready endpoints' : 'its cluster IPs',
    endpoints: 'its ready endpoints',
    external: 'its external addresses',
    node: 'addresses of nodes',
  } as const;
  return texts[policy];
};

const absent = withoutType((type) => `it has no ${type}`);
