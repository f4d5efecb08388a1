import type { ServicePort } from '../model/service.ts';
import { meansEndpoints } from '../records/answers/meansEndpoints.ts';
import { portLabel } from '../records/answers/portLabel.ts';
import type { AddressPolicy } from '../records/recordOptions.ts';
import type { ServiceContext } from '../records/serviceContext.ts';
import type { ContentFault } from './contentFault.ts';

/** Why a Service's name is there without a type. */
export const typeFault = ({ service }: ServiceContext, policy: AddressPolicy, type: string): ContentFault => {
  const family = type === 'A' ? 'IPv4' : type === 'AAAA' ? 'IPv6' : undefined;
  if (family === undefined)
    return type === 'SRV' ? srvFault(service.ports) : noType(`names of a Service have no ${type}`);
  if (meansEndpoints(service.kind, policy)) return noType(`no ready endpoint has an ${family} address`);
  if (service.kind !== 'cluster-ip' || policy !== 'cluster-ip')
    return noType(`the Service has no ${family} address`);
  return {
    ...noType(`the Service has no ${family} address, its cluster IPs are ${service.clusterIps.join(' ')}`),
    fix: 'ipFamilyPolicy: PreferDualStack, where the cluster has both families',
  };
};

const noType = (detail: string): ContentFault => ({ reason: 'no-type', detail });

const srvFault = (ports: readonly ServicePort[]): ContentFault => {
  const labels = ports.map(portLabel).filter((label) => label !== '');
  if (labels.length === 0) return noType('none of its ports has a name, and so none has SRV');
  return { ...noType(`SRV stand below it, at ${labels.join(' and ')}`), fix: '--srv-at-service' };
};
