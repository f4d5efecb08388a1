import { liesInNetworks, type Networks } from './liesInNetworks.ts';

/**
 * What of one object's addresses stands in a zone. The others are no fault, whatever asks for them: nothing
 * takes their place, and they are counted.
 */
export type AddressFilter = {
  readonly keep: (addresses: readonly string[]) => readonly string[];
  /** How many different addresses were left out until now. */
  readonly leftOut: () => number;
};

export const createAddressFilter = (networks: Networks): AddressFilter => {
  if (networks.networks.length + networks.excludeNetworks.length === 0) return everyAddress;
  const outside = new Set<string>();
  return {
    keep: (addresses) =>
      addresses.filter((address) => {
        const lies = liesInNetworks(address, networks);
        if (!lies) outside.add(address);
        return lies;
      }),
    leftOut: () => outside.size,
  };
};

/** A zone without networks of its own holds all there are. */
const everyAddress: AddressFilter = { keep: (addresses) => addresses, leftOut: () => 0 };
