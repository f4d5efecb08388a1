import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/dns/address.ts';
import { cidrContains, parseCidr } from '../../../src/dns/cidr.ts';
import { addressOfReverseName } from '../../../src/dns/reverseName.ts';
import { clusterPointers, clusterRecords } from '../../../src/records/clusterRecords.ts';
import { type PointerPolicy, pointerPolicyNames } from '../../../src/records/inside/pointersOf.ts';
import { recordOptions } from './arbitraryOptions.ts';
import { snapshots } from './arbitrarySnapshot.ts';

const shuffledCluster = snapshots.chain((original) =>
  fc.record({
    original: fc.constant(original),
    shuffled: fc.shuffledSubarray([...original], { minLength: original.length }),
  }),
);

const cidrs = ['10.0.1.0/24', 'fd00::/64'].flatMap((text) => parseCidr(text) ?? []);
const pointerPolicy: fc.Arbitrary<PointerPolicy> = fc.constantFrom(...pointerPolicyNames);

describe('records of any cluster with any options', () => {
  test('do not depend on the order of the Services, also where several want one name', () => {
    fc.assert(
      fc.property(shuffledCluster, recordOptions, ({ original, shuffled }, options) => {
        expect(clusterRecords(shuffled, options)).toEqual(clusterRecords(original, options));
      }),
      { numRuns: 300 },
    );
  });

  test('hold each name and type once, and a CNAME alone', () => {
    fc.assert(
      fc.property(snapshots, recordOptions, (snapshots, options) => {
        const { rrsets } = clusterRecords(snapshots, options);
        for (const [name, ofName] of Map.groupBy(rrsets, ({ name }) => name)) {
          const types = ofName.map(({ type }) => type);
          expect(new Set(types).size, name).toBe(types.length);
          if (types.includes('CNAME')) expect(types, name).toEqual(['CNAME']);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('give a disputed name and all that stands below it to one Service, the oldest', () => {
    fc.assert(
      fc.property(snapshots, recordOptions, (snapshots, options) => {
        for (const { winner, losers } of clusterRecords(snapshots, options).conflicts)
          for (const loser of losers) {
            expect(loser.origin).not.toEqual(winner.origin);
            expect(
              loser.createdMs === 0 || (winner.createdMs > 0 && winner.createdMs <= loser.createdMs),
            ).toBe(true);
          }
      }),
      { numRuns: 300 },
    );
  });

  test('have pointers inside the networks only, to names that hold the address, whatever the order of the Services', () => {
    fc.assert(
      fc.property(
        shuffledCluster,
        recordOptions,
        pointerPolicy,
        ({ original, shuffled }, records, policy) => {
          const pointers = clusterPointers(original, { records, policy, cidrs });
          expect(clusterPointers(shuffled, { records, policy, cidrs })).toEqual(pointers);
          const forward = new Map(
            clusterRecords(original, records).rrsets.map(({ name, type, rdatas }) => [
              `${name} ${type}`,
              rdatas,
            ]),
          );
          for (const { name, rdatas } of pointers) {
            const address = addressOfReverseName(name);
            if (address === undefined) throw new Error(`${name} is no reverse name`);
            expect(cidrs.some((cidr) => cidrContains(cidr, address))).toBe(true);
            expect(policy === 'one' ? rdatas.length : 1).toBe(1);
            const type = parseAddress(address.text)?.kind === 'ipv4' ? 'A' : 'AAAA';
            for (const target of rdatas) expect(forward.get(`${target} ${type}`)).toContain(address.text);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
