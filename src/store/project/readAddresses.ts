import { canonicalAddress } from '../../dns/address.ts';
import { exactList } from '../../exactList.ts';
import type { ProblemList } from './projection.ts';

/** The canonical form of one address; undefined, and a problem, for what is none. */
export const readAddress = (value: unknown, field: string, problems: ProblemList): string | undefined => {
  const address = typeof value === 'string' ? canonicalAddress(value) : undefined;
  if (address === undefined) problems.add(field, value, 'an IPv4 or IPv6 address');
  // The API writes canonical text: the string it came as is flat, one that was put together is many times as
  // large.
  return address === value ? (value as string) : address;
};

/** Canonical forms of a list of addresses, in its order, without the ones that cannot be read. */
export const readAddresses = (
  values: readonly unknown[],
  field: string,
  problems: ProblemList,
): readonly string[] => {
  const addresses: string[] = [];
  for (const [index, value] of values.entries()) {
    const address = readAddress(value, `${field}[${index}]`, problems);
    if (address !== undefined && !addresses.includes(address)) addresses.push(address);
  }
  return exactList(addresses);
};
