import { compareNames } from '../../dns/compareNames.ts';
import type { Rrset } from '../../dns/rrset.ts';

/**
 * Lines of `/etc/hosts` (hosts(5)): an address and all its names. Only A and AAAA can stand there; names with
 * characters that a host name cannot have are left out.
 */
export const hostsText = (rrsets: readonly Rrset[]): string => {
  const namesOf = new Map<string, string[]>();
  for (const { name, type, rdatas } of rrsets) {
    if ((type !== 'A' && type !== 'AAAA') || !/^[a-z0-9.-]+$/.test(name)) continue;
    for (const address of rdatas) {
      const names = namesOf.get(address);
      if (names === undefined) namesOf.set(address, [name]);
      else names.push(name);
    }
  }
  return [...namesOf]
    .map(([address, names]) => ({ address, names: names.sort(shortestFirst) }))
    .sort((a, b) => compareNames(a.names[0] ?? '', b.names[0] ?? '') || (a.address < b.address ? -1 : 1))
    .map(({ address, names }) => `${address} ${names.map((name) => name.slice(0, -1)).join(' ')}\n`)
    .join('');
};

/** The first name of a line is the one that an address is turned back into. */
const shortestFirst = (a: string, b: string): number => a.length - b.length || compareNames(a, b);
