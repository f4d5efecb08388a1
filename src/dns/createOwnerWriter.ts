import { checkName, maxNameOctets } from './canonicalName.ts';
import { DnsError } from './dnsError.ts';
import { headerOctets } from './header.ts';
import { encodeName, maxNameWireOctets } from './nameReader.ts';
import type { DomainName } from './rrset.ts';

/** A pointer has fourteen bits (RFC 1035 §4.1.4). */
const maxPointer = 0x3fff;

/**
 * Opened for one message: writes owner names, each compressed against all names written before it, and
 * returns the offset behind. The zone's name must stand at octet 12, behind the header, so that it can always
 * be pointed to. Throws DnsError `badName`.
 */
export const createOwnerWriter = (
  target: Uint8Array,
  zone: DomainName,
): ((name: DomainName, offset: number) => number) => {
  const known = knownParents(target, zone);
  return (name, offset) => {
    if (maxNameWireOctets(name) > maxNameOctets) checkLength(name);
    let rest = name;
    let at = offset;
    while (rest !== '.') {
      const pointer = known.get(rest);
      if (pointer !== undefined) {
        target[at] = 0xc0 | (pointer >> 8);
        target[at + 1] = pointer & 0xff;
        return at + 2;
      }
      if (at <= maxPointer) known.set(rest, at);
      const end = labelEnd(rest);
      // One label as a name of its own; the root behind it is written over.
      at = encodeName(rest.slice(0, end + 1), target, at) - 1;
      rest = end + 1 === rest.length ? '.' : rest.slice(end + 1);
    }
    target[at] = 0;
    return at + 1;
  };
};

/** Where the zone's name and each of its parents stands. */
const knownParents = (target: Uint8Array, zone: DomainName): Map<DomainName, number> => {
  const known = new Map<DomainName, number>();
  let at = headerOctets;
  for (let rest = zone; rest !== '.' && rest !== ''; rest = rest.slice(labelEnd(rest) + 1)) {
    known.set(rest, at);
    at += 1 + (target[at] ?? 0);
  }
  return known;
};

/** Index of the dot that ends the first label. */
const labelEnd = (name: DomainName): number => {
  let end = name.indexOf('.');
  if (name.includes('\\')) {
    for (end = 0; end < name.length && name.charCodeAt(end) !== 0x2e; end++) {
      if (name.charCodeAt(end) === 0x5c) end++;
    }
  }
  if (end <= 0 || end >= name.length) throw badOwner(name);
  return end;
};

const checkLength = (name: DomainName): void => {
  if (checkName(name) !== undefined) throw badOwner(name);
};

const badOwner = (name: string): DnsError =>
  new DnsError(
    'badName',
    checkName(name)?.message ?? `Cannot encode the name "${name}": found no dot at its end, needed one`,
  );
