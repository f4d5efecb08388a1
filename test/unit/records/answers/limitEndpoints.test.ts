import { describe, expect, test } from 'vitest';
import type { ServiceSnapshot } from '../../../../src/model/serviceSnapshot.ts';
import { compareRrsets } from '../../../../src/records/mergeRrsets.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { recordsOf } from '../../../../src/records/recordsOf.ts';
import { contextOf } from '../../../../src/records/serviceContext.ts';
import type { ServiceRecords } from '../../../../src/records/serviceRecords.ts';
import { territorySize } from '../../../../src/records/territorySize.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, endpoint, headlessService, slice, snapshotOf } from '../snapshots.ts';

const defaults: RecordOptions = { ...defaultRecordOptions('k8s.example.'), maxRecords: 1_000_000 };
const longZone = `${'z'.repeat(60)}.k8s.example.`;

const sizeOf = (rrsets: ServiceRecords['territory']): number =>
  rrsets.reduce((sum, { rdatas }) => sum + rdatas.length, 0);

const countOf = ({ territory, names }: ServiceRecords): number =>
  sizeOf([...territory, ...names.flatMap(({ rrsets }) => rrsets)]);

const told = ({ problems }: ServiceRecords): readonly string[] =>
  problems.filter(({ kind }) => kind === 'too-many-records').map(({ message }) => message);

/** Targets of SRV records that have no address. */
const targetsWithoutAddress = ({ territory, names }: ServiceRecords): readonly string[] => {
  const all = [...territory, ...names.flatMap(({ rrsets }) => rrsets)];
  const named = new Set(all.filter(({ type }) => type !== 'SRV').map(({ name }) => name));
  return all
    .filter(({ type }) => type === 'SRV')
    .flatMap(({ rdatas }) => rdatas.map((rdata) => rdata.split(' ')[3] ?? ''))
    .filter((target) => !named.has(target));
};

const ports = [
  { name: 'http', protocol: 'tcp' as const, port: 80 },
  { name: 'dns', protocol: 'udp' as const, port: 53 },
  { name: '', protocol: 'tcp' as const, port: 81 },
  { name: 'a_b', protocol: 'tcp' as const, port: 82 },
];
const three = [endpoint('10.0.0.1', { hostname: 'db-0' }), endpoint('10.0.0.2'), endpoint('fd00::3')];
const zoned = (...zones: readonly string[]) =>
  zones.map((topologyZone, at) => endpoint(`10.0.1.${at}`, { topologyZone }));
const levels = zoned('east.corp', 'EAST.corp', 'west.corp', 'corp', 'lab', '', 'a.b.c.d.e.f.g.h');
const namesake = { name: 'w'.repeat(63), namespace: 'n'.repeat(63) };

type Case = readonly [
  what: string,
  snapshot: ServiceSnapshot,
  options: Partial<RecordOptions>,
  /** The least bound for one endpoint, for two, and so on, without that for all. */
  bounds: readonly number[],
];

const cases: readonly Case[] = [
  ['of a headless Service', snapshotOf(headlessService(), [slice(three, ports)]), {}, [7, 14]],
  [
    'with SRV at its name',
    snapshotOf(headlessService(), [slice(three, ports)]),
    { srvAtService: true },
    [11, 22],
  ],
  [
    'with an endpoint in two slices',
    snapshotOf(headlessService(), [slice(three, ports), slice([endpoint('10.0.0.1'), ...three], ports)]),
    { srvAtService: true },
    [11, 22],
  ],
  [
    'with endpoints whose names would be too long',
    snapshotOf(headlessService(namesake), [
      slice([endpoint('10.0.0.1', { hostname: 'h'.repeat(63) }), endpoint('10.0.0.2')], ports),
    ]),
    { zone: longZone, names: [] },
    [4],
  ],
  [
    'with names for topology zones',
    snapshotOf(headlessService(), [slice(levels, ports)]),
    { zonalNames: true },
    [35, 61, 87, 113, 139, 165],
  ],
  [
    'with names for topology zones, and SRV there',
    snapshotOf(headlessService(), [slice(levels, ports)]),
    { zonalNames: true, srvAtService: true },
    [77, 145, 213, 281, 349, 417],
  ],
  [
    'with names for topology zones of one label',
    snapshotOf(headlessService(), [slice(zoned('a', 'b', 'b'), ports)]),
    { zonalNames: true, srvAtService: true },
    [21, 41],
  ],
  [
    'of another Service that answers with them',
    snapshotOf(clusterIpService(), [slice(three, ports)]),
    { addresses: 'endpoints', zonalNames: true },
    [7, 14],
  ],
  [
    'of another Service that has names for them',
    snapshotOf(clusterIpService(), [slice(three, ports)]),
    { endpointNames: true, names: [] },
    [2, 3],
  ],
  [
    'below the names of templates alone',
    snapshotOf(clusterIpService(), [slice(three, ports)]),
    { names: [{ rule: 'template', template: '{service}.{zone}', scope: {}, addresses: 'endpoints' }] },
    [5, 9],
  ],
];

describe('how many records endpoints make is known before they are made:', () => {
  test.each(cases)('%s', (_, snapshot, options, bounds) => {
    const recordsWith = (maxRecords: number): ServiceRecords =>
      recordsOf(snapshot, { ...defaults, ...options, maxRecords });
    const all = recordsWith(1_000_000);
    const count = countOf(all);
    expect(all.territory).toEqual(all.territory.toSorted(compareRrsets));
    expect(recordsWith(count)).toEqual(all);
    const least = new Map<number, number>();
    for (let maxRecords = count - 1; maxRecords >= 0; maxRecords -= 1) {
      const fewer = recordsWith(maxRecords);
      expect(countOf(fewer)).toBeLessThanOrEqual(maxRecords);
      expect(targetsWithoutAddress(fewer)).toEqual([]);
      const [found = ''] = told(fewer);
      expect(found).toContain('Cannot publish all endpoints');
      const [, ofEndpoints, others = 0] = /make (\d+) records(?: beside (\d+) more)?/.exec(found) ?? [];
      least.set(Number(/(\d+) endpoints are published/.exec(found)?.[1]), maxRecords);
      expect(Number(ofEndpoints) + Number(others)).toBe(count);
    }
    expect([...least.values()].reverse()).toEqual([0, ...bounds]);
    const context = contextOf(snapshot, { ...defaults, ...options });
    expect(context && territorySize(context)).toBeGreaterThanOrEqual(sizeOf(all.territory));
  });
});

test('which of two endpoints of one rank is published does not depend on who comes first', () => {
  const twins = [endpoint('10.0.107.237'), endpoint('10.2.219.40')];
  for (const order of [twins, twins.toReversed()]) {
    const { territory } = recordsOf(snapshotOf(headlessService(), [slice(order)]), {
      ...defaults,
      maxRecords: 3,
    });
    expect(territory[0]?.rdatas).toEqual(['10.0.107.237']);
  }
});
