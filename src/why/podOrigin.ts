import { labelsOf } from '../dns/canonicalName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { objectRefText, originRef } from '../model/objectRef.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';
import { addressLabel } from '../records/answers/addressLabel.ts';
import { hasPodNames } from '../records/hasPodNames.ts';
import { nameUnit } from '../zone/unit.ts';
import type { Known, KnownZone } from './known.ts';
import { brokenLink, link } from './link.ts';
import { nowhere, type Origin } from './origin.ts';
import { rrsetLink } from './rrsetLink.ts';
import { rrsetsAt } from './rrsetsAt.ts';
import { withoutType } from './withoutType.ts';

/** What a name below `pod` comes from: `1-2-3-4.NAMESPACE.pod`. */
export const podOrigin = (
  { name, type }: { readonly name: DomainName; readonly type: string | undefined },
  zone: KnownZone,
  known: Known,
): Origin => {
  if (zone.records !== undefined && !hasPodNames(zone.records)) {
    const detail = 'names of Pods are not turned on';
    return nowhere(brokenLink('rule', 'names-off', { subject: name, detail, fix: '--pod-names' }));
  }
  const [label = '', namespace = ''] = labelsOf(name);
  const rrsets = rrsetsAt(zone, name);
  const unit = nameUnit(name);
  const holder = podHolder(label, namespace, known);
  if (rrsets.length === 0)
    return {
      links: [
        brokenLink('object', 'no-such-endpoint', {
          subject: name,
          detail: `no Pod of namespace ${namespace} that is known has the address ${label}`,
        }),
      ],
      unit,
      rrsets,
    };
  return {
    links: [
      link('object', holder ?? `a Pod of namespace ${namespace}`, 'has the address'),
      link('rule', '', 'the name of a Pod, by its address'),
      rrsetLink(rrsets, type, absent),
    ],
    unit,
    rrsets,
  };
};

const podHolder = (label: string, namespace: string, { cluster }: Known): string | undefined => {
  for (const key of cluster.keys()) {
    if (!key.startsWith(`${namespace}/`) && !key.startsWith(`Pod/${namespace}/`)) continue;
    const snapshot = cluster.snapshot(key);
    if (snapshot !== undefined && addressesOf(snapshot).some((address) => addressLabel(address) === label))
      return objectRefText(originRef(key));
  }
  return undefined;
};

const addressesOf = (snapshot: OriginSnapshot): readonly string[] => {
  if (isServiceSnapshot(snapshot))
    return snapshot.slices.flatMap(({ endpoints }) => endpoints.map(({ address }) => address));
  return snapshot.kind === 'pod' ? snapshot.object.ips : [];
};

const absent = withoutType((type) => `the Pod has no address for ${type}`);
