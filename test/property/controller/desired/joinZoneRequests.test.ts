import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { desiredContent } from '../../../../src/controller/desired/desiredContent.ts';
import { isBelow } from '../../../../src/dns/canonicalName.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { recordsOf } from '../../../../src/records/recordsOf.ts';
import { recordOptions } from '../../records/arbitraryOptions.ts';
import { snapshot } from '../../records/arbitrarySnapshot.ts';

test('whatever the options of two zones ask for, all at a base and below it is of one of them', () => {
  const zones = fc.tuple(recordOptions, recordOptions).map(([a, b]): readonly RecordOptions[] => [
    { ...a, zone: 'k8s.example.', otherZones: ['lab.k8s.example.'] },
    { ...b, zone: 'lab.k8s.example.', otherZones: ['k8s.example.'] },
  ]);
  fc.assert(
    fc.property(snapshot, zones, (snapshot, zones) => {
      const asked = zones.map((options) => recordsOf(snapshot, options).names);
      const { zones: contents } = desiredContent(
        zones.map((records) => ({ records, policy: 'none', cidrs: [] })),
        [snapshot],
      );
      const all = contents.flatMap(({ rrsets }) => rrsets);
      for (const base of new Set(asked.flat().map((request) => request.base))) {
        const actual = all.filter(
          ({ name }) => isBelow(name, base) && /^(_[^.]*\.)*$/.test(name.slice(0, -base.length)),
        );
        const possible = asked.map((names) => names.filter((name) => name.base === base));
        const rrsets = possible.map((names) => names.flatMap((name) => name.rrsets));
        expect(rrsets).toContainEqual(actual);
      }
    }),
    { numRuns: 500 },
  );
});
