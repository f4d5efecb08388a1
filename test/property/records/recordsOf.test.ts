import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkName, isBelow } from '../../../src/dns/canonicalName.ts';
import { formatZone, recordsOfRrset } from '../../../src/dns/formatZone.ts';
import type { DomainName, Rrset } from '../../../src/dns/rrset.ts';
import { objectRefText } from '../../../src/model/objectRef.ts';
import type { ServiceSnapshot } from '../../../src/model/serviceSnapshot.ts';
import { territoryOf } from '../../../src/records/inside/territoryOf.ts';
import { compareRrsets } from '../../../src/records/mergeRrsets.ts';
import { readsNodes } from '../../../src/records/readsNodes.ts';
import type { RecordOptions } from '../../../src/records/recordOptions.ts';
import { recordsOf } from '../../../src/records/recordsOf.ts';
import type { ServiceRecords } from '../../../src/records/serviceRecords.ts';
import { parseZoneText } from '../../support/parseZoneText.ts';
import { recordOptions } from './arbitraryOptions.ts';
import { nodes, snapshot } from './arbitrarySnapshot.ts';

const allRrsets = ({ territory, shared, names }: ServiceRecords): readonly Rrset[] => [
  ...territory,
  ...shared,
  ...names.flatMap(({ rrsets }) => rrsets),
];

/**
 * Load balancers and annotations may point at any name, below svc. too: whether it exists is the user's
 * affair.
 */
const isAskedFor = ({ service }: ServiceSnapshot, target: DomainName): boolean => {
  const hostnames = service.loadBalancer.map((ingress) => ('hostname' in ingress ? ingress.hostname : ''));
  return [...hostnames, ...Object.values(service.annotations)].some((text) =>
    text.toLowerCase().includes(target.slice(0, -1)),
  );
};

const holds = (
  property: (records: ServiceRecords, options: RecordOptions, snapshot: ServiceSnapshot) => void,
): void => {
  fc.assert(
    fc.property(snapshot, recordOptions, (snapshot, options) =>
      property(recordsOf(snapshot, options), options, snapshot),
    ),
    { numRuns: 500 },
  );
};

describe('records of any Service with any options', () => {
  test('do not depend on the order of slices, endpoints and nodes, nor on endpoints that stand there twice', () => {
    const reordered = snapshot.chain((original) =>
      fc.record({ original: fc.constant(original), reordered: disorder(original) }),
    );
    fc.assert(
      fc.property(reordered, recordOptions, ({ original, reordered }, options) => {
        expect(recordsOf(reordered, options)).toEqual(recordsOf(original, options));
      }),
      { numRuns: 500 },
    );
  });

  test('do not change with the nodes unless the Service reads them, with any of these options', () => {
    let reading = 0;
    fc.assert(
      fc.property(snapshot, nodes, recordOptions, (snapshot, nodes, options) => {
        const same = JSON.stringify(recordsOf({ ...snapshot, nodes }, options));
        const isRead = readsNodes(snapshot.service, [options]);
        if (isRead) reading += 1;
        else expect(same).toBe(JSON.stringify(recordsOf({ ...snapshot, nodes: [] }, options)));
      }),
      { numRuns: 1_000 },
    );
    expect(reading).toBeGreaterThan(50);
    expect(reading).toBeLessThan(500);
  });

  test('have names that fit the wire, are below a configured zone, and are no wildcards but for topology zones', () => {
    holds((records, { zone, otherZones }) => {
      for (const { name } of allRrsets(records)) {
        expect(checkName(name)).toBeUndefined();
        expect([zone, ...otherZones].some((zone) => isBelow(name, zone))).toBe(true);
        expect(name.replace(/^\*\.(?:[^_]+\.)?(?=(?:pin|prefer)\._zone\.)/, '')).not.toContain('*');
        expect(name).toBe(name.toLowerCase());
      }
    });
  });

  test('keep to the territory, and names outside keep out of it', () => {
    holds((records, options) => {
      const roots = territoryOf(options);
      const inTerritory = (name: string): boolean => roots.some((root) => isBelow(name, root));
      for (const { name } of [...records.territory, ...records.shared]) expect(inTerritory(name)).toBe(true);
      for (const { name, zone } of records.names) {
        expect(inTerritory(name)).toBe(false);
        expect(name).not.toBe(zone);
        expect(checkName(`${name.slice(0, -zone.length)}_k8s-bind.${zone}`)).toBeUndefined();
      }
    });
  });

  test('never put a CNAME beside anything, nor two RRsets of one type at one name', () => {
    holds((records) => {
      const types = Map.groupBy(allRrsets(records), ({ name }) => name);
      for (const rrsets of types.values()) {
        const ofName = rrsets.map(({ type }) => type);
        expect(new Set(ofName).size).toBe(ofName.length);
        if (ofName.includes('CNAME')) expect(rrsets.map(({ rdatas }) => rdatas.length)).toEqual([1]);
      }
    });
  });

  test('are RRsets that are never empty, sorted, without duplicates, in canonical order', () => {
    holds((records) => {
      for (const { rdatas } of allRrsets(records)) {
        expect(rdatas.length).toBeGreaterThan(0);
        expect(rdatas).toEqual([...new Set(rdatas)].sort());
      }
      for (const list of [records.territory, records.shared])
        expect(list).toEqual(list.toSorted(compareRrsets));
    });
  });

  test('have SRV targets below svc. that exist', () => {
    holds((records, { zone }, snapshot) => {
      const addressed = new Set(
        records.territory.filter(({ type }) => type !== 'SRV').map(({ name }) => name),
      );
      for (const { type, rdatas } of allRrsets(records)) {
        if (type !== 'SRV') continue;
        const targets = rdatas.map((rdata) => rdata.split(' ')[3] ?? '');
        for (const target of targets.filter((target) => isBelow(target, `svc.${zone}`)))
          if (!isAskedFor(snapshot, target)) expect(addressed).toContain(target);
      }
    });
  });

  test('have TTLs within the bounds', () => {
    holds((records, { minTtlSeconds, maxTtlSeconds }) => {
      for (const { ttlSeconds } of allRrsets(records)) {
        expect(ttlSeconds).toBeGreaterThanOrEqual(minTtlSeconds);
        expect(ttlSeconds).toBeLessThanOrEqual(maxTtlSeconds);
      }
    });
  });

  test('are the same after they were written as zone text and read again', () => {
    holds((records, { zone }) => {
      const written = allRrsets(records).flatMap(recordsOfRrset);
      const read = parseZoneText(formatZone(written), { origin: zone });
      expect(read.problems).toEqual([]);
      expect(formatZone(read.records)).toBe(formatZone(written));
    });
  });

  test('tell each problem once, with the Service in it', () => {
    holds(({ problems }) => {
      const messages = problems.map(({ message }) => message);
      expect(new Set(messages).size).toBe(messages.length);
      for (const { message, object } of problems) expect(message).toContain(objectRefText(object));
    });
  });
});

/** The same cluster as another API server might tell it. */
const disorder = (original: ServiceSnapshot): fc.Arbitrary<ServiceSnapshot> => {
  const slices = fc
    .tuple(
      ...original.slices.map((slice) => twice(slice.endpoints).map((endpoints) => ({ ...slice, endpoints }))),
    )
    .chain(twice);
  return fc.record({ slices, nodes: shuffled(original.nodes) }).map((parts) => ({ ...original, ...parts }));
};

const shuffled = <T>(items: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length });

const twice = <T>(items: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.subarray([...items]).chain((again) => shuffled([...items, ...again]));
