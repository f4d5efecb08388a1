import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { desiredContent } from '../../../../src/controller/desired/desiredContent.ts';
import { parseAddress } from '../../../../src/dns/address.ts';
import { cidrContains, parseCidr } from '../../../../src/dns/cidr.ts';
import { addressOfReverseName } from '../../../../src/dns/reverseName.ts';
import { type ObjectRef, objectRefPath, refOfService } from '../../../../src/model/objectRef.ts';
import type { ServiceSnapshot } from '../../../../src/model/serviceSnapshot.ts';
import { type PointerPolicy, pointerPolicyNames } from '../../../../src/records/inside/pointersOf.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { recordOptions } from '../../records/arbitraryOptions.ts';
import { snapshots } from '../../records/arbitrarySnapshot.ts';

const shuffledCluster = snapshots.chain((original) =>
  fc.record({
    original: fc.constant(original),
    shuffled: fc.shuffledSubarray([...original], { minLength: original.length }),
  }),
);

const cidrs = ['10.0.1.0/24', 'fd00::/64'].flatMap((text) => parseCidr(text) ?? []);
const pointerPolicy: fc.Arbitrary<PointerPolicy> = fc.constantFrom(...pointerPolicyNames);

const contentOf = (
  snapshots: readonly ServiceSnapshot[],
  records: RecordOptions,
  policy: PointerPolicy = 'all',
) => {
  const { zones, pointers } = desiredContent([{ records, policy, cidrs }], snapshots);
  const [zone] = zones;
  if (zone === undefined) throw new Error('Cannot find the content of the zone');
  return { ...zone, pointers };
};

describe('the desired content for any cluster with any options', () => {
  test('does not depend on the order of the Services, also where several request one name', () => {
    fc.assert(
      fc.property(
        shuffledCluster,
        recordOptions,
        pointerPolicy,
        ({ original, shuffled }, options, policy) => {
          expect(contentOf(shuffled, options, policy)).toEqual(contentOf(original, options, policy));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('holds each name and type once, and a CNAME alone', () => {
    fc.assert(
      fc.property(snapshots, recordOptions, (snapshots, options) => {
        const { rrsets } = contentOf(snapshots, options);
        for (const [name, ofName] of Map.groupBy(rrsets, ({ name }) => name)) {
          const types = ofName.map(({ type }) => type);
          expect(new Set(types).size, name).toBe(types.length);
          if (types.includes('CNAME')) expect(types, name).toEqual(['CNAME']);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('gives a disputed name and all that stands below it to one namespace, that of the oldest Service', () => {
    fc.assert(
      fc.property(snapshots, recordOptions, (snapshots, options) => {
        const ages = new Map(
          snapshots.map(({ service }) => [objectRefPath(refOfService(service)), service.createdMs]),
        );
        const ageOf = (ref: ObjectRef): number => ages.get(objectRefPath(ref)) || Number.POSITIVE_INFINITY;
        for (const [, { winner, sharers, losers }] of contentOf(snapshots, options).contests) {
          // Within a namespace an alias goes without, however old, where another has addresses.
          const ofNamespace = losers.filter(({ namespace }) => namespace === winner.namespace);
          const oldestMs = Math.min(...[winner, ...sharers, ...ofNamespace].map(ageOf));
          for (const loser of losers) {
            expect(loser).not.toEqual(winner);
            expect(oldestMs).toBeLessThanOrEqual(
              loser.namespace === winner.namespace ? Number.POSITIVE_INFINITY : ageOf(loser),
            );
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('has pointers inside the networks only, to names that hold the address', () => {
    fc.assert(
      fc.property(snapshots, recordOptions, pointerPolicy, (snapshots, records, policy) => {
        const { rrsets, pointers } = contentOf(snapshots, records, policy);
        const forward = new Map(rrsets.map(({ name, type, rdatas }) => [`${name} ${type}`, rdatas]));
        for (const { name, rdatas } of pointers) {
          const address = addressOfReverseName(name);
          if (address === undefined) throw new Error(`${name} is no reverse name`);
          expect(cidrs.some((cidr) => cidrContains(cidr, address))).toBe(true);
          expect(policy === 'one' ? rdatas.length : 1).toBe(1);
          const type = parseAddress(address.text)?.kind === 'ipv4' ? 'A' : 'AAAA';
          for (const target of rdatas) expect(forward.get(`${target} ${type}`)).toContain(address.text);
        }
      }),
      { numRuns: 300 },
    );
  });
});
