/** Addresses that nobody has had before: one IPv4 and one IPv6, canonical. */
export type NextAddresses = () => readonly [string, string];

export function createAddresses(): NextAddresses {
  let count = 0;
  return () => {
    count += 1;
    return [`100.64.${count >> 8}.${count & 255}`, `2001:db8:64::${count.toString(16)}`];
  };
}
