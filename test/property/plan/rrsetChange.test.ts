import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordsOfRrset } from '../../../src/dns/formatZone.ts';
import type { Rrset } from '../../../src/dns/rrset.ts';
import { toSteps } from '../../../src/plan/changeStep.ts';
import {
  changesBetween,
  countGained,
  countLost,
  gainedRecords,
  lostRecords,
} from '../../../src/plan/rrsetChange.ts';
import { recordOperations, rrsetOperations } from '../../../src/plan/rrsetOperations.ts';
import { createModelZone, modelText } from '../../support/modelZone.ts';

const address = fc.integer({ min: 1, max: 40 }).map((octet) => `10.0.0.${octet}`);
const ttl = fc.constantFrom(5, 30);
const name = fc.constantFrom('a.svc.z.', 'b.svc.z.', 'c.svc.z.');

/** What a name may hold: an alias alone, or addresses and text. */
const contentAt = (name: string): fc.Arbitrary<readonly Rrset[]> =>
  fc.oneof(
    ttl.map((ttlSeconds): Rrset[] => [{ name, type: 'CNAME', ttlSeconds, rdatas: ['elsewhere.'] }]),
    fc
      .tuple(ttl, fc.uniqueArray(address, { maxLength: 40 }), fc.boolean())
      .map(([ttlSeconds, addresses, withText]): Rrset[] => [
        ...(addresses.length === 0 ? [] : [{ name, type: 'A', ttlSeconds, rdatas: addresses } as const]),
        ...(withText ? [{ name, type: 'TXT', ttlSeconds, rdatas: ['"x"'] } as const] : []),
      ]),
  );

const content = fc
  .uniqueArray(name, { maxLength: 3 })
  .chain((names) => fc.tuple(...names.map(contentAt)))
  .map((parts) => parts.flat());

const linesOf = (rrsets: readonly Rrset[]): readonly string[] => modelText(rrsets.flatMap(recordsOfRrset));

test('applying what turns a into b to a gives b, in one message or cut into steps', () => {
  fc.assert(
    fc.property(content, content, fc.integer({ min: 60, max: 2_000 }), (a, b, maxOctets) => {
      const steps = toSteps('z.', [], rrsetOperations(changesBetween(a, b)), maxOctets);
      const zone = createModelZone(a.flatMap(recordsOfRrset));
      for (const { prerequisites, operations } of steps)
        expect(zone.update({ prerequisites, operations })).toBe(true);
      expect(modelText(zone.records())).toEqual(linesOf(b));
    }),
  );
});

test('exact operations lead from a to b as well, and touch no record that both have', () => {
  fc.assert(
    fc.property(content, content, (a, b) => {
      const operations = recordOperations(changesBetween(a, b));
      const zone = createModelZone(a.flatMap(recordsOfRrset));
      expect(zone.update({ prerequisites: [], operations })).toBe(true);
      expect(modelText(zone.records())).toEqual(linesOf(b));
      const both = new Set(linesOf(a).filter((line) => linesOf(b).includes(line)));
      for (const operation of operations) {
        if (operation.kind === 'delete-rrset') throw new Error('an RRset is deleted as a whole');
        const ttls = [5, 30].map((ttlSeconds) => modelText([{ ttlSeconds, ...operation }]).join());
        if (operation.kind === 'delete-record') expect(ttls.some((line) => both.has(line))).toBe(false);
      }
    }),
  );
});

test('what is lost and gained is what is only before and only after', () => {
  fc.assert(
    fc.property(content, content, (a, b) => {
      const changes = changesBetween(a, b);
      const [before, after] = [new Set(linesOf(a)), new Set(linesOf(b))];
      expect(modelText(lostRecords(changes))).toEqual([...before].filter((line) => !after.has(line)).sort());
      expect(modelText(gainedRecords(changes))).toEqual(
        [...after].filter((line) => !before.has(line)).sort(),
      );
      expect(countLost(changes)).toBe(lostRecords(changes).length);
      expect(countGained(changes)).toBe(gainedRecords(changes).length);
    }),
  );
});

test('nothing is to be done where nothing differs, whatever the order', () => {
  fc.assert(
    fc.property(content, (b) => {
      const turned = b.toReversed().map((rrset) => ({ ...rrset, rdatas: rrset.rdatas.toReversed() }));
      expect(changesBetween(b, turned)).toEqual([]);
    }),
  );
});
