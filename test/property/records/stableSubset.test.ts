import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rrset } from '../../../src/dns/rrset.ts';
import { stableSubset } from '../../../src/records/stableSubset.ts';

const rrsetOf = (rdatas: readonly string[]): Rrset => ({
  name: 'db.default.svc.k8s.example.',
  type: 'A',
  ttlSeconds: 5,
  rdatas,
});

const rdatas = fc.uniqueArray(fc.ipV4(), { maxLength: 40 });
const limit = fc.integer({ min: 1, max: 20 });

describe('the subset that is published under a record limit', () => {
  test('has as many records as the limit allows, all of them from the RRset and in its order', () => {
    fc.assert(
      fc.property(rdatas, limit, (rdatas, limit) => {
        const subset = stableSubset(rrsetOf(rdatas), limit).rdatas;
        expect(subset).toHaveLength(Math.min(limit, rdatas.length));
        expect(rdatas.filter((rdata) => subset.includes(rdata))).toEqual(subset);
      }),
    );
  });

  test('loses at most one record when an endpoint comes', () => {
    fc.assert(
      fc.property(rdatas, fc.ipV4(), limit, (rdatas, added, limit) => {
        const before = stableSubset(rrsetOf(rdatas), limit).rdatas;
        const after = stableSubset(rrsetOf([...new Set([...rdatas, added])]), limit).rdatas;
        expect(before.filter((rdata) => !after.includes(rdata)).length).toBeLessThanOrEqual(1);
        expect(after.filter((rdata) => !before.includes(rdata) && rdata !== added)).toEqual([]);
      }),
    );
  });

  test('does not depend on the order of the records', () => {
    const shuffled = rdatas.chain((original) =>
      fc.record({
        original: fc.constant(original),
        shuffled: fc.shuffledSubarray(original, { minLength: original.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, limit, ({ original, shuffled }, limit) => {
        const subset = (rdatas: readonly string[]) => stableSubset(rrsetOf(rdatas), limit).rdatas.toSorted();
        expect(subset(shuffled)).toEqual(subset(original));
      }),
    );
  });
});
