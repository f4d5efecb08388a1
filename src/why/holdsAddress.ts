import { isServiceSnapshot, type OriginSnapshot } from '../model/originSnapshot.ts';

/** Whether an object has an address: `own` where it is a Service's cluster IP, which is nobody else's. */
export const holdsAddress = (snapshot: OriginSnapshot, address: string): 'own' | 'also' | undefined => {
  if (!isServiceSnapshot(snapshot)) return isHeldBySource(snapshot, address) ? 'also' : undefined;
  const { service, slices } = snapshot;
  if (service.kind === 'cluster-ip' && service.clusterIps.includes(address)) return 'own';
  return service.externalIps.includes(address) ||
    service.loadBalancer.some((one) => 'ip' in one && one.ip === address) ||
    slices.some(({ endpoints }) => endpoints.some((one) => one.address === address))
    ? 'also'
    : undefined;
};

const isHeldBySource = (
  snapshot: Exclude<OriginSnapshot, { readonly service: unknown }>,
  address: string,
): boolean => {
  if (snapshot.kind === 'pod') return snapshot.object.ips.includes(address);
  if (snapshot.kind === 'node') return snapshot.object.addresses.some((one) => one.address === address);
  return snapshot.kind === 'import' && snapshot.object.ips.includes(address);
};
