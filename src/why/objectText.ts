import { objectRefText } from '../model/objectRef.ts';
import { isServiceSnapshot, type OriginSnapshot, originOfSnapshot } from '../model/originSnapshot.ts';
import type { LoadBalancerIngress } from '../model/service.ts';
import type { ServiceSnapshot } from '../model/serviceSnapshot.ts';

/** What an object is, in a few words: what its names are made of. */
export const objectText = (snapshot: OriginSnapshot): string =>
  isServiceSnapshot(snapshot) ? serviceText(snapshot) : sourceText(snapshot);

export const subjectOf = (snapshot: OriginSnapshot): string => objectRefText(originOfSnapshot(snapshot).ref);

const serviceText = (snapshot: ServiceSnapshot): string => {
  const { service } = snapshot;
  switch (service.kind) {
    case 'external-name':
      return `ExternalName ${service.externalName}`;
    case 'headless':
      return `headless, ${readyText(snapshot)}`;
    case 'pending':
      return `${service.type} without a cluster IP yet`;
    default:
      return `${service.type} ${service.clusterIps.join(' ')}, ${readyText(snapshot)}`;
  }
};

/** `2 of 3 endpoints ready`, `no endpoints`. */
export const readyText = ({ slices }: Pick<ServiceSnapshot, 'slices'>): string => {
  const endpoints = slices.flatMap((slice) => slice.endpoints);
  if (endpoints.length === 0) return 'no endpoints';
  return `${endpoints.filter(({ ready }) => ready).length} of ${endpoints.length} endpoints ready`;
};

const sourceText = (snapshot: Exclude<OriginSnapshot, ServiceSnapshot>): string => {
  switch (snapshot.kind) {
    case 'ingress': {
      const { className, loadBalancer } = snapshot.object;
      const name = className || snapshot.defaultClass;
      return `${name === '' ? 'without a class' : `class ${name}`}, ${addressesText(loadBalancer)}`;
    }
    case 'route':
      return `accepted by ${snapshot.object.acceptedBy.length} of ${snapshot.object.parentRefs.length} parents`;
    case 'dnsendpoint':
      return `${snapshot.object.endpoints.length} endpoints`;
    case 'node':
      return snapshot.object.addresses.map(({ address }) => address).join(' ') || 'without an address';
    case 'pod':
      return snapshot.object.ips.join(' ');
    default:
      return snapshot.object.ips.join(' ') || snapshot.object.type;
  }
};

const addressesText = (addresses: readonly LoadBalancerIngress[]): string =>
  addresses.map((one) => ('ip' in one ? one.ip : one.hostname)).join(' ') || 'no address';
