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
import { createModelZone, modelText, type TtlWay } from '../../support/modelZone.ts';

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

const ttlWay = fc.constantFrom<TtlWay>('bind', 'knot');

test('applying what turns a into b to a gives b, in one message or cut into steps', () => {
  fc.assert(
    fc.property(content, content, fc.integer({ min: 60, max: 2_000 }), ttlWay, (a, b, maxOctets, way) => {
      const steps = toSteps('z.', [], rrsetOperations(changesBetween(a, b)), maxOctets);
      const zone = createModelZone(a.flatMap(recordsOfRrset), way);
      for (const { prerequisites, operations } of steps)
        expect(zone.update({ prerequisites, operations })).toBe(true);
      expect(modelText(zone.records())).toEqual(linesOf(b));
    }),
  );
});

test('a new TTL reaches a long RRset that gets no new record, in one message or cut into steps', () => {
  const rdatas = Array.from({ length: 40 }, (_, at) => `10.0.0.${at + 1}`);
  const rrset = { name: 'a.svc.z.', type: 'A' } as const;
  fc.assert(
    fc.property(fc.subarray(rdatas, { minLength: 1 }), ttlWay, fc.nat(300), (kept, way, room) => {
      const before = { ...rrset, ttlSeconds: 30, rdatas };
      const after = { ...rrset, ttlSeconds: 5, rdatas: kept };
      const steps = toSteps('z.', [], rrsetOperations(changesBetween([before], [after])), 60 + room);
      const zone = createModelZone(recordsOfRrset(before), way);
      for (const step of steps) expect(zone.update(step)).toBe(true);
      expect(modelText(zone.records())).toEqual(linesOf([after]));
    }),
  );
});

test('exact operations lead from a to b as well, and touch no record that both have', () => {
  fc.assert(
    fc.property(content, content, ttlWay, (a, b, way) => {
      const operations = recordOperations(changesBetween(a, b));
      const zone = createModelZone(a.flatMap(recordsOfRrset), way);
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
