import type { Node } from '../../model/node.ts';
import type { Asker } from '../asker.ts';
import type { NodeAddressType } from '../recordOptions.ts';

/**
 * For each family the addresses of the first type that the node has in this zone: an IPv6 InternalIP counts
 * although the IPv4 address is an ExternalIP, and where the zone does not hold that.
 */
export const nodeAddresses = (
  { filter }: Pick<Asker, 'filter'>,
  { addresses }: Node,
  types: readonly NodeAddressType[],
): readonly string[] => {
  const held = new Set(filter.keep(addresses.map(({ address }) => address)));
  const ofFamily = (ipv6: boolean): readonly string[] => {
    const family = addresses.filter(({ address }) => held.has(address) && address.includes(':') === ipv6);
    const type = types.find((type) => family.some((entry) => entry.type === type));
    return family.filter((entry) => entry.type === type).map(({ address }) => address);
  };
  return [...ofFamily(false), ...ofFamily(true)];
};
