import { describe, expect, test } from 'vitest';
import type { RecordOptions } from '../../../src/records/recordOptions.ts';
import { recordsOf } from '../../../src/records/recordsOf.ts';
import type { ServiceRecords } from '../../../src/records/serviceRecords.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';
import { clusterIpService, endpoint, headlessService, slice, snapshotOf } from './snapshots.ts';

const defaults = defaultRecordOptions('k8s.example.');
const allowAll: RecordOptions = { ...defaults, allow: [{ scope: {}, patterns: ['**'] }] };

const told = ({ problems }: ServiceRecords): readonly string[] =>
  problems.map(({ kind, message }) => `${kind}: ${message}`);

const countOf = ({ territory, names }: ServiceRecords): number =>
  [...territory, ...names.flatMap(({ rrsets }) => rrsets)].reduce(
    (sum, { rdatas }) => sum + rdatas.length,
    0,
  );

const hostnames = (count: number): Readonly<Record<string, string>> => ({
  'k8s-bind.io/hostname': Array.from({ length: count }, (_, at) => `n${at}.k8s.example`).join(','),
});

const endpoints = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    endpoint(`10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`, { topologyZone: `z${at}` }),
  );

const ports = ['a', 'b', 'c', 'd'].map((name, at) => ({ name, protocol: 'tcp' as const, port: at + 1 }));

describe('a Service that asks for more than one may have', () => {
  test('has the first hundred of its names, its short name among them, and is told once with the count', () => {
    const records = recordsOf(snapshotOf(clusterIpService({ annotations: hostnames(11_000) })), allowAll);
    expect(records.names).toHaveLength(100);
    const names = records.names.map(({ name }) => name);
    expect(names).toContain('web.k8s.example.');
    expect(names).toContain('n98.k8s.example.');
    expect(names).not.toContain('n99.k8s.example.');
    expect(told(records)).toEqual([
      'too-many-names: Cannot publish all names of Service default/web: found 11001 that are asked for, needed at most 100 of one object (--max-names)',
    ]);
  });

  test('has no more names looked at than it may have, so that few problems come of a long list', () => {
    const records = recordsOf(snapshotOf(clusterIpService({ annotations: hostnames(11_000) })), defaults);
    expect(records.problems).toHaveLength(21);
  });

  test('has names for its first endpoints, after all names that it asks for itself, and is told once', () => {
    const named = endpoints(200).map((one, at) => ({ ...one, hostname: `db-${at}` }));
    const annotations = hostnames(3);
    const records = recordsOf(snapshotOf(headlessService({ annotations }), [slice(named)]), allowAll);
    expect(records.names).toHaveLength(100);
    const names = records.names.map(({ name }) => name);
    for (const name of ['web.k8s.example.', 'n0.k8s.example.', 'n2.k8s.example.', 'db-0.n0.k8s.example.'])
      expect(names).toContain(name);
    expect(told(records)).toEqual([
      'too-many-names: Cannot publish all names of Service default/web: found 604 that are asked for, needed at most 100 of one object (--max-names)',
    ]);
  });

  test('has names for 32 topology zones of 1,000, in records that grow with its endpoints alone', () => {
    const half = endpoints(1_000).map((one, at) => (at % 2 === 0 ? one : { ...one, ready: false }));
    const records = recordsOf(snapshotOf(headlessService(), [slice(half)]), {
      ...defaults,
      zonalNames: true,
    });
    expect(countOf(records)).toBeLessThan(20_000);
    // And a wildcard for all others.
    expect(records.territory.filter(({ name }) => name.includes('.prefer.'))).toHaveLength(33);
    expect(told(records)).toEqual([
      'too-many-topology-zones: Cannot publish all topology zones of Service default/web: found 500, needed at most 32 of one Service (--max-topology-zones); 32 have names',
    ]);
  });

  test('has all of its endpoints though their topology zones have many labels, which take wildcards at each', () => {
    const inZones = (labels: number) =>
      endpoints(200).map((one, at) => ({ ...one, topologyZone: `${'a.'.repeat(labels)}z${at}` }));
    const options = { ...defaults, zonalNames: true, names: [] };
    const recordsIn = (labels: number) =>
      recordsOf(snapshotOf(headlessService(), [slice(inZones(labels))]), options);
    const deep = recordsIn(20);
    expect(deep.territory[0]?.rdatas).toHaveLength(200);
    expect(countOf(deep)).toBeLessThan(20_000);
    expect(told(deep)).toEqual([
      'too-many-topology-zones: Cannot publish all topology zones of Service default/web: found 200, needed at most 32 of one Service (--max-topology-zones); 1 have names',
    ]);
    // No label of a node is as long as that, so it is no topology zone.
    const none = recordsIn(31);
    const pinned = none.territory.filter(({ name }) => name.includes('.pin.'));
    expect(pinned.map(({ type }) => type)).toEqual(['TXT']);
    expect(none.problems).toEqual([]);
  });

  test('has as many endpoints as make 20,000 records, at its own name, at theirs and at its short name', () => {
    const records = recordsOf(snapshotOf(headlessService(), [slice(endpoints(5_000), ports)]), defaults);
    // Of 1,818 SRV records one answer cannot carry all, so that there are fewer than the bound allows.
    expect(countOf(records)).toBeGreaterThan(14_000);
    expect(countOf(records)).toBeLessThanOrEqual(20_000);
    const [own] = records.territory;
    expect(own?.rdatas).toHaveLength(1_818);
    expect(records.names[0]?.rrsets[0]?.rdatas).toHaveLength(1_818);
    expect(told(records).filter((text) => !text.startsWith('rrset-too-long'))).toEqual([
      'too-many-records: Cannot publish all endpoints of Service default/web: found 5000 endpoints that make 55000 records, needed at most 20000 of one object (--max-records); 1818 endpoints are published',
    ]);
  });

  test('has its own name and its short name whole, whatever annotations ask for beside them', () => {
    const annotations = hostnames(100);
    const one = snapshotOf(headlessService({ annotations }), [slice(endpoints(1_000), ports)]);
    const records = recordsOf(one, allowAll);
    expect(countOf(records)).toBe(20_000);
    const bare = recordsOf(snapshotOf(headlessService(), one.slices), allowAll);
    expect(records.territory).toEqual(bare.territory);
    const short = ({ names }: ServiceRecords) => names.filter(({ base }) => base === 'web.k8s.example.');
    expect(short(records)).toEqual(short(bare));
    expect(told(records)).toHaveLength(2);
  });

  test('has no more than 20,000 records of external addresses or ports either', () => {
    const externalIps = Array.from(
      { length: 30_000 },
      (_, at) => `11.${at >> 16}.${(at >> 8) & 255}.${at & 255}`,
    );
    const annotations = { ...hostnames(100), 'k8s-bind.io/addresses': 'external' };
    const many = recordsOf(snapshotOf(clusterIpService({ externalIps, annotations })), allowAll);
    // 20,000 addresses at each of a few names: one answer carries 4,000.
    expect(countOf(many)).toBeGreaterThan(8_000);
    expect(countOf(many)).toBeLessThanOrEqual(20_000);
    expect(told(many).filter((text) => !text.startsWith('rrset-too-long'))).toHaveLength(2);
    const servicePorts = Array.from({ length: 1_000 }, (_, at) => {
      return { name: `p${at}`, protocol: 'tcp' as const, port: at + 1, nodePort: 0 };
    });
    const busy = recordsOf(
      snapshotOf(clusterIpService({ ports: servicePorts, annotations: hostnames(99) })),
      allowAll,
    );
    expect([countOf(busy), told(busy).length]).toEqual([20_000, 1]);
    expect(busy.names.filter(({ name }) => name === 'web.k8s.example.')).toHaveLength(1);
  });
});

test('the bounds are options', () => {
  const options = { ...allowAll, maxNames: 2, maxRecords: 7 };
  const snapshot = snapshotOf(headlessService({ annotations: hostnames(3) }), [slice(endpoints(9))]);
  const records = recordsOf(snapshot, options);
  expect(records.names.map(({ name }) => name)).toEqual(['n0.k8s.example.', 'web.k8s.example.']);
  expect(countOf(records)).toBe(7);
  expect(records.problems.map(({ kind }) => kind)).toEqual(['too-many-records', 'too-many-names']);
});
