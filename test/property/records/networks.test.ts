import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cidr, parseCidr } from '../../../src/dns/cidr.ts';
import type { Rrset } from '../../../src/dns/rrset.ts';
import { pointersOf } from '../../../src/records/inside/pointersOf.ts';
import { liesInNetworks } from '../../../src/records/liesInNetworks.ts';
import type { RecordOptions } from '../../../src/records/recordOptions.ts';
import { recordsOf } from '../../../src/records/recordsOf.ts';
import type { ServiceRecords } from '../../../src/records/serviceRecords.ts';
import { recordOptions } from './arbitraryOptions.ts';
import { snapshot } from './arbitrarySnapshot.ts';

const cidrsOf = (...texts: readonly string[]): readonly Cidr[] =>
  texts.flatMap((text) => parseCidr(text) ?? []);

const networks = fc.constantFrom(
  cidrsOf('10.0.0.0/24'),
  cidrsOf('10.0.0.0/24', '10.0.1.2/31', 'fd00::/16'),
  cidrsOf('0.0.0.0/0'),
  cidrsOf('::/0'),
  cidrsOf('192.0.2.0/24'),
);

/** A zone and its two views, one with a list of networks and one with all that lies outside of it. */
const views = fc.tuple(recordOptions, networks).map(([options, networks]) => {
  // No bound is reached, and of topology zones other names are made where some endpoints are left out.
  const whole: RecordOptions = {
    ...options,
    networks: [],
    excludeNetworks: [],
    maxNames: 1_000,
    maxRecords: 100_000,
    zonalNames: false,
  };
  return { whole, inside: { ...whole, networks }, outside: { ...whole, excludeNetworks: networks } };
});

const allRrsets = ({ territory, shared, names }: ServiceRecords): readonly Rrset[] => [
  ...territory,
  ...shared,
  ...names.flatMap(({ rrsets }) => rrsets),
];

const linesOf = (records: ServiceRecords): readonly string[] =>
  allRrsets(records).flatMap(({ name, type, ttlSeconds, rdatas }) =>
    rdatas.map((rdata) => `${name} ${ttlSeconds} ${type} ${rdata}`),
  );

const addressesOf = (records: ServiceRecords): readonly string[] =>
  allRrsets(records).flatMap(({ type, rdatas }) => (type === 'A' || type === 'AAAA' ? rdatas : []));

describe('a zone in two views, of which one excludes the networks of the other', () => {
  test('has every record of an object in one of them, and its aliases in both', () => {
    fc.assert(
      fc.property(snapshot, views, (snapshot, { whole, inside, outside }) => {
        const within = linesOf(recordsOf(snapshot, inside));
        const without = linesOf(recordsOf(snapshot, outside));
        const both = new Set([...within, ...without]);
        for (const line of linesOf(recordsOf(snapshot, whole))) {
          expect(both).toContain(line);
          if (line.includes(' CNAME ')) {
            expect(within).toContain(line);
            expect(without).toContain(line);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('has each address in the view in whose networks it lies, forward and reverse', () => {
    fc.assert(
      fc.property(snapshot, views, (snapshot, { inside, outside }) => {
        const cidrs = cidrsOf('0.0.0.0/0', '::/0');
        for (const [options, isInside] of [
          [inside, true],
          [outside, false],
        ] as const) {
          const pointers = pointersOf(snapshot, { records: options, policy: 'all', cidrs });
          const addresses = pointers.map(({ address }) => address);
          for (const address of [...addressesOf(recordsOf(snapshot, options)), ...addresses])
            expect(liesInNetworks(address, { networks: inside.networks, excludeNetworks: [] })).toBe(
              isInside,
            );
        }
      }),
      { numRuns: 500 },
    );
  });

  test('counts in each view what of the object the other one has, and reports no fault for it', () => {
    fc.assert(
      fc.property(snapshot, views, (snapshot, { whole, inside, outside }) => {
        const all = new Set(addressesOf(recordsOf(snapshot, whole)));
        for (const options of [inside, outside]) {
          const { leftOut = 0, problems } = recordsOf(snapshot, options);
          const missing = [...all].filter((address) => !liesInNetworks(address, options));
          expect(leftOut).toBeGreaterThanOrEqual(missing.length);
          for (const { message } of problems) expect(message).not.toMatch(/network/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
