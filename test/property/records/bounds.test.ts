import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rrset } from '../../../src/dns/rrset.ts';
import type { Endpoint } from '../../../src/model/endpointSlice.ts';
import { recordsOf, territoryRecords } from '../../../src/records/recordsOf.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';
import { endpoint, headlessService, slice, snapshotOf } from '../../unit/records/snapshots.ts';
import { recordOptions } from './arbitraryOptions.ts';
import { snapshot } from './arbitrarySnapshot.ts';

const countOf = (rrsets: readonly Rrset[]): number =>
  rrsets.reduce((sum, { rdatas }) => sum + rdatas.length, 0);

const linesOf = (rrsets: readonly Rrset[]): readonly string[] =>
  rrsets.flatMap(({ name, type, rdatas }) => rdatas.map((rdata) => `${name} ${type} ${rdata}`));

describe('whatever an object asks for', () => {
  test('it has no more names, records and topology zones than the options let it have', () => {
    fc.assert(
      fc.property(snapshot, recordOptions, (snapshot, options) => {
        const { territory, shared, names, requested } = recordsOf(snapshot, options);
        const all = [...territory, ...shared, ...names.flatMap(({ rrsets }) => rrsets)];
        expect(countOf(all)).toBeLessThanOrEqual(options.maxRecords);
        expect(requested.length).toBeLessThanOrEqual(options.maxNames);
        const pinned = territory
          .filter(({ name, type }) => type !== 'TXT' && /\.pin\._zone\./.test(name))
          .map(({ name }) => name);
        expect(new Set(pinned).size).toBeLessThanOrEqual(options.maxTopologyZones);
      }),
      { numRuns: 500 },
    );
  });

  test('what is over is reported once for each bound, and nothing is reported that was published', () => {
    fc.assert(
      fc.property(snapshot, recordOptions, (snapshot, options) => {
        const { problems, ...bounded } = recordsOf(snapshot, options);
        const bounds = problems.map(({ kind }) => kind).filter((kind) => kind.startsWith('too-many-'));
        expect(bounds).toEqual([...new Set(bounds)]);
        const wide = { ...options, maxNames: 1_000, maxRecords: 1_000_000, maxTopologyZones: 1_000 };
        const { problems: _, ...unbounded } = recordsOf(snapshot, wide);
        if (bounds.length === 0) expect(bounded).toEqual(unbounded);
        // What is asked for twice, or may not be had at all, counts as asked for.
        else if (!bounds.includes('too-many-names')) expect(bounded).not.toEqual(unbounded);
      }),
      { numRuns: 500 },
    );
  });

  test('the records of its own name alone are those that all its records have', () => {
    fc.assert(
      fc.property(snapshot, recordOptions, (snapshot, options) => {
        expect(territoryRecords(snapshot, options)).toEqual(recordsOf(snapshot, options).territory);
      }),
      { numRuns: 300 },
    );
  });
});

test('of more endpoints than there is room for a stable part is published: one more changes at most one of them', () => {
  const options = { ...defaultRecordOptions('k8s.example.'), names: [], maxRecords: 60 };
  const ports = [{ name: 'http', protocol: 'tcp' as const, port: 80 }];
  const published = (endpoints: readonly Endpoint[]): ReadonlySet<string> =>
    new Set(linesOf(recordsOf(snapshotOf(headlessService(), [slice(endpoints, ports)]), options).territory));
  const addresses = fc.uniqueArray(fc.ipV4(), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(addresses, ([added = '', ...rest]) => {
      const before = published(rest.map((address) => endpoint(address)));
      const after = published([added, ...rest].map((address) => endpoint(address)));
      expect(after.size).toBe(Math.min(20, rest.length + 1) * 3);
      // Its address, its SRV record and its own name.
      expect([...before].filter((line) => !after.has(line)).length).toBeLessThanOrEqual(3);
    }),
  );
});
