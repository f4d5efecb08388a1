import { type Address, mappedIpv4, parseAddress } from '../dns/address.ts';
import { cidrContains } from '../dns/cidr.ts';
import type { RecordOptions } from './recordOptions.ts';

export type Networks = Pick<RecordOptions, 'networks' | 'excludeNetworks'>;

/**
 * Whether a zone may hold an address: it lies in one of `networks`, where there are any, and in none of
 * `excludeNetworks`. An IPv4-mapped IPv6 address lies where its IPv4 address does as well, so that it is no
 * way around an excluded network.
 */
export const liesInNetworks = (text: string, { networks, excludeNetworks }: Networks): boolean => {
  if (networks.length + excludeNetworks.length === 0) return true;
  const address = parseAddress(text);
  if (address === undefined) return false;
  const mapped = mappedIpv4(address);
  const lies = (list: Networks['networks']): boolean =>
    isInOneOf(list, address) || (mapped !== undefined && isInOneOf(list, mapped));
  return (networks.length === 0 || lies(networks)) && !lies(excludeNetworks);
};

const isInOneOf = (networks: Networks['networks'], address: Address): boolean =>
  networks.some((network) => cidrContains(network, address));
