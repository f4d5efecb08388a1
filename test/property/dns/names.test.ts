import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from '../../../src/dns/address.ts';
import {
  canonicalName,
  checkName,
  isBelow,
  labelsOf,
  mostSpecificZone,
  relativeTo,
} from '../../../src/dns/canonicalName.ts';
import { cidrContains, parseCidr, reverseZonesOfCidr } from '../../../src/dns/cidr.ts';
import { compareNames } from '../../../src/dns/compareNames.ts';
import {
  createNameReader,
  encodeName,
  maxNameWireOctets,
  readName,
  skipName,
} from '../../../src/dns/nameReader.ts';
import { addressOfReverseName, reverseName } from '../../../src/dns/reverseName.ts';
import { address, domainName } from './arbitraries.ts';

const onWire = (name: string): Buffer => {
  const target = Buffer.alloc(maxNameWireOctets(name));
  return target.subarray(0, encodeName(name, target, 0));
};

test('a name read from the octets it was written to is the same, and so is where it ends', () => {
  fc.assert(
    fc.property(domainName, (name) => {
      const octets = onWire(name);
      const reader = createNameReader(octets);
      expect(readName(reader, 0)).toBe(name);
      expect(reader.next).toBe(octets.length);
      expect(skipName(octets, 0)).toBe(octets.length);
    }),
  );
});

test('canonical text stays as it is, and every text is either canonical in the end or has a problem', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        domainName,
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom('a', 'A', '.', '\\', '0', '9') }),
      ),
      (text) => {
        if (checkName(text) !== undefined) return;
        const name = canonicalName(text);
        expect(canonicalName(name)).toBe(name);
        expect(checkName(name)).toBeUndefined();
        expect(onWire(name).length).toBeLessThanOrEqual(255);
      },
    ),
  );
});

test('case and escapes do not make another name', () => {
  fc.assert(
    fc.property(domainName, (name) => {
      const shouted = name.replaceAll(/\\\d{3}|\\.|[a-z]/g, (part) =>
        part.length === 1 ? part.toUpperCase() : part,
      );
      const numbers = name.replaceAll(/\\\d{3}|\\.|[a-z]/g, (part) =>
        part.length === 1 ? `\\${String(part.charCodeAt(0)).padStart(3, '0')}` : part,
      );
      expect(canonicalName(shouted)).toBe(name);
      expect(canonicalName(numbers)).toBe(name);
    }),
  );
});

const octetLabels = (name: string): readonly Buffer[] =>
  labelsOf(name)
    .map((label) => onWire(`${label}.`).subarray(1, -1))
    .reverse();

/** RFC 4034 §6.1 as it is written: labels from the right, as octets. */
const compareByDefinition = (a: string, b: string): number => {
  const [left, right] = [octetLabels(a), octetLabels(b)];
  for (const [index, label] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const difference = label.compare(other);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

test('canonical order is a total order, and the one of RFC 4034', () => {
  fc.assert(
    fc.property(domainName, domainName, domainName, (a, b, c) => {
      expect(Math.sign(compareNames(a, b))).toBe(Math.sign(compareByDefinition(a, b)));
      expect(Math.sign(compareNames(a, b))).toBe(-Math.sign(compareNames(b, a)) + 0);
      expect(compareNames(a, b) === 0).toBe(a === b);
      const [first = '', , last = ''] = [a, b, c].sort(compareNames);
      expect(compareNames(first, last)).toBeLessThanOrEqual(0);
    }),
  );
});

test('a name is below exactly the zones whose labels it ends with, and relative to them it is what is left', () => {
  fc.assert(
    fc.property(domainName, domainName, (name, zone) => {
      const [labels, ends] = [labelsOf(name), labelsOf(zone)];
      const ending = ends.length === 0 ? [] : labels.slice(-ends.length);
      const below = labels.length >= ends.length && ending.join('.') === ends.join('.');
      expect(isBelow(name, zone)).toBe(below);
      const rest = relativeTo(name, zone);
      const whole = rest === '@' ? zone : `${rest}.${zone === '.' ? '' : zone}`;
      expect(below ? whole : rest).toBe(name);
    }),
  );
});

test('the most specific zone holds the name and is below every other that does', () => {
  fc.assert(
    fc.property(domainName, fc.array(domainName), (name, zones) => {
      const holding = zones.filter((zone) => isBelow(name, zone));
      const best = mostSpecificZone(name, zones);
      expect(best === undefined).toBe(holding.length === 0);
      if (best !== undefined) for (const zone of holding) expect(isBelow(best, zone)).toBe(true);
    }),
  );
});

test('an address is the same after its text and after its reverse name', () => {
  fc.assert(
    fc.property(address, (one) => {
      expect(parseAddress(one.text)).toEqual(one);
      expect(parseAddress(one.text.toUpperCase())).toEqual(one);
      expect(addressOfReverseName(reverseName(one))).toEqual(one);
    }),
  );
});

test('the platform reads an address as we write it', () => {
  fc.assert(
    fc.property(address, ({ kind, text }) => {
      const host = new URL(`http://${kind === 'ipv6' ? `[${text}]` : text}/`).hostname;
      // URL writes mapped addresses in hexadecimal; all others as RFC 5952 does.
      if (!text.startsWith('::ffff:') || !text.includes('.'))
        expect(host.replaceAll(/[[\]]/g, '')).toBe(text);
    }),
  );
});

test('every address of a network has its PTR below exactly one of the network’s reverse zones', () => {
  fc.assert(
    fc.property(address, fc.nat(128), address, (base, length, other) => {
      const cidr = parseCidr(`${base.text}/${Math.min(length, base.octets.length * 8)}`);
      if (cidr === undefined) throw new Error('Cannot read the network: its text is canonical');
      const zones = reverseZonesOfCidr(cidr);
      expect(cidrContains(cidr, base)).toBe(true);
      expect(zones.filter((zone) => isBelow(reverseName(base), zone))).toHaveLength(1);
      if (cidrContains(cidr, other))
        expect(zones.some((zone) => isBelow(reverseName(other), zone))).toBe(true);
    }),
  );
});
