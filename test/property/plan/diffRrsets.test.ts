import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordsOfRrset } from '../../../src/dns/formatZone.ts';
import type { Rrset } from '../../../src/dns/rrset.ts';
import { toSteps } from '../../../src/plan/changeStep.ts';
import { diffRrsets } from '../../../src/plan/diffRrsets.ts';
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
      const { deletes, adds, removedRecords } = diffRrsets(a, b);
      const steps = toSteps('z.', [], [...deletes, ...adds], maxOctets);
      const zone = createModelZone(a.flatMap(recordsOfRrset));
      for (const { prerequisites, operations } of steps)
        expect(zone.update({ prerequisites, operations })).toBe(true);
      expect(modelText(zone.records())).toEqual(linesOf(b));
      const kept = new Set(
        b.flatMap(recordsOfRrset).map(({ name, type, rdata }) => `${name} ${type} ${rdata}`),
      );
      const lost = a
        .flatMap(recordsOfRrset)
        .filter(({ name, type, rdata }) => !kept.has(`${name} ${type} ${rdata}`));
      expect(removedRecords).toBe(lost.length);
    }),
  );
});

test('nothing is to be done where nothing differs, whatever the order', () => {
  fc.assert(
    fc.property(content, (b) => {
      const turned = b.toReversed().map((rrset) => ({ ...rrset, rdatas: rrset.rdatas.toReversed() }));
      expect(diffRrsets(b, turned)).toEqual({ deletes: [], adds: [], removedRecords: 0 });
    }),
  );
});
