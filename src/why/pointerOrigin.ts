import { addressOfReverseName } from '../dns/reverseName.ts';
import type { DomainName } from '../dns/rrset.ts';
import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';
import { liesInNetworks } from '../records/liesInNetworks.ts';
import { pointersOfOrigin } from '../records/pointersOfOrigin.ts';
import { nameUnit } from '../zone/unit.ts';
import type { Link } from './explanation.ts';
import type { Known, KnownZone } from './known.ts';
import { brokenLink, link } from './link.ts';
import { objectText, subjectOf } from './objectText.ts';
import { nowhere, type Origin } from './origin.ts';
import { rrsetLink } from './rrsetLink.ts';
import { rrsetsAt } from './rrsetsAt.ts';
import { unselectedObject } from './unselectedObject.ts';
import { withoutType } from './withoutType.ts';

/** What the PTR of an address comes from. */
export const pointerOrigin = (
  { name, type }: { readonly name: DomainName; readonly type: string | undefined },
  zone: KnownZone,
  known: Known,
): Origin => {
  const address = addressOfReverseName(name)?.text;
  if (address === undefined)
    return nowhere(brokenLink('rrset', 'no-data', { subject: name, detail: 'it is no name of an address' }));
  const place = zone.parts.standing.layout().placeOf(name);
  if (place.kind !== 'territory')
    return nowhere(
      brokenLink('rule', 'names-off', {
        subject: name,
        detail: `${address} lies in none of the networks that have PTRs`,
        fix: `--reverse NETWORK, with ${address} in it`,
      }),
    );
  const unit = nameUnit(name);
  const { holders } = known.found;
  const rrsets = rrsetsAt(zone, name);
  if (rrsets.length === 0) return { links: whyNone(name, { address, holders, zone }), unit, rrsets };
  const policies = [...new Set(zone.pointers.map(({ policy }) => policy))].join(', ');
  return {
    links: [
      ...holders.slice(0, 1).map((holder) => link('object', subjectOf(holder), objectText(holder))),
      link('rule', '', `the PTR of an address (--reverse, --ptr ${policies})`),
      rrsetLink(rrsets, type, onlyPtr),
    ],
    unit,
    rrsets,
  };
};

type Wanted = {
  readonly address: string;
  readonly holders: readonly OriginSnapshot[];
  readonly zone: KnownZone;
};

const whyNone = (name: DomainName, { address, holders, zone }: Wanted): readonly Link[] => {
  const [holder] = holders;
  if (holder === undefined) {
    const detail = 'no object that is read has the address';
    return [brokenLink('object', 'no-such-service', { subject: address, detail })];
  }
  const subject = subjectOf(holder);
  for (const pointer of zone.pointers) {
    const left = unselectedObject(holder, pointer.records);
    if (left !== undefined) return [brokenLink('object', left.reason, left)];
    const isDesired = pointersOfOrigin(holder, pointer).some((one) => one.name === name);
    const object = link('object', subject, objectText(holder));
    if (!liesInNetworks(address, pointer.records))
      return [
        object,
        brokenLink('rrset', 'other-networks', {
          subject: name,
          detail: `${address} lies outside of the networks of zone ${pointer.records.zone}`,
          fix: `--network NETWORK, with ${address} in it`,
        }),
      ];
    if (isDesired)
      return [
        object,
        brokenLink('rrset', 'pending', {
          subject: name,
          detail: 'it comes as soon as the name that it leads to is in its zone',
        }),
      ];
    return [object, faultOf(name, holder, { address, policy: pointer.policy })];
  }
  return [link('object', subject, objectText(holder))];
};

const faultOf = (
  name: DomainName,
  holder: OriginSnapshot,
  { address, policy }: { readonly address: string; readonly policy: string },
): Link => {
  const off = (detail: string, fix: string): Link =>
    brokenLink('rule', 'names-off', { subject: name, detail, fix });
  if (policy === 'none') return off('addresses have no PTRs (--ptr none)', '--ptr all');
  if (!isServiceSnapshot(holder)) return off('objects of this kind have no PTRs', '--ptr all');
  const { service, slices } = holder;
  if (service.kind === 'cluster-ip' && service.clusterIps.includes(address))
    return off('the Service answers with other addresses than its cluster IPs', '--addresses cluster-ip');
  const endpoints = slices.flatMap((slice) => slice.endpoints).filter((one) => one.address === address);
  if (endpoints.length > 0 && endpoints.every(({ ready }) => !ready))
    return brokenLink('rrset', 'not-ready', {
      subject: name,
      detail: `the endpoint ${address} is not ready`,
    });
  if (endpoints.length > 0)
    return policy === 'cluster-ip-only' || policy === 'hostname-only'
      ? off(`this endpoint has no PTR with --ptr ${policy}`, '--ptr all')
      : off(
          'endpoints of a Service with a cluster IP have no names that a PTR could lead to',
          '--endpoint-names',
        );
  return off(
    'only cluster IPs, endpoints, Nodes and Pods have PTRs, not external addresses',
    '--source node',
  );
};

const onlyPtr = withoutType((type) => `only PTR stands at the name of an address, no ${type}`);
