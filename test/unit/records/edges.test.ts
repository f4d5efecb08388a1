import { describe, expect, test } from 'vitest';
import type { ServiceCommon } from '../../../src/model/service.ts';
import { recordNeeds } from '../../../src/records/recordNeeds.ts';
import type { RecordOptions } from '../../../src/records/recordOptions.ts';
import { recordsOf } from '../../../src/records/recordsOf.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';
import { clusterIpService, endpoint, headlessService, slice, snapshotOf } from './snapshots.ts';

const options: RecordOptions = { ...defaultRecordOptions('k8s.example.'), names: [] };
const namesake: Partial<ServiceCommon> = { name: 'w'.repeat(63), namespace: 'n'.repeat(63) };
/** So long that the name of {@link namesake} has so many characters. */
const zoneFor = (characters: number): string => {
  const left = characters - 2 * 64 - 'svc.'.length - 'k8s.example.'.length;
  return `${'z'.repeat(60)}.${'z'.repeat(left - 62)}.k8s.example.`;
};
const kinds = ({ problems }: ReturnType<typeof recordsOf>) => problems.map(({ kind }) => kind);

describe('a name of 254 characters is published, and none of more:', () => {
  test('of a Service', () => {
    const at = (characters: number) =>
      recordsOf(snapshotOf(clusterIpService(namesake)), { ...options, zone: zoneFor(characters) });
    expect(at(254).territory.map(({ name }) => name.length)).toEqual([254]);
    expect(kinds(at(254))).toEqual([]);
    expect(at(255).territory).toEqual([]);
    expect(kinds(at(255))).toEqual(['name-too-long']);
  });

  test('of an endpoint', () => {
    const snapshot = snapshotOf(headlessService(namesake), [
      slice([endpoint('10.0.0.1', { hostname: 'abc' })]),
    ]);
    const at = (characters: number) => recordsOf(snapshot, { ...options, zone: zoneFor(characters) });
    expect(at(250).territory.map(({ name }) => name.length)).toEqual([250, 254]);
    expect(at(251).territory.map(({ name }) => name.length)).toEqual([251]);
    expect(kinds(at(251))).toEqual(['name-too-long']);
    const asking = headlessService({ ...namesake, annotations: { 'k8s-bind.io/hostname': 'www.lan' } });
    const named = recordsOf(snapshotOf(asking, snapshot.slices), {
      ...options,
      zone: zoneFor(251),
      otherZones: ['lan.'],
      allow: [{ scope: {}, patterns: ['**'] }],
    });
    expect(named.names.map(({ name }) => name)).toEqual(['www.lan.']);
    expect(kinds(named)).toEqual(['name-too-long']);
  });

  test('for a topology zone', () => {
    const snapshot = snapshotOf(headlessService(namesake), [
      slice([endpoint('10.0.0.1', { topologyZone: 'a', hostname: 'x' })]),
    ]);
    const at = (characters: number) =>
      recordsOf(snapshot, { ...options, zonalNames: true, zone: zoneFor(characters) }).territory.filter(
        ({ name }) => name.startsWith('a.prefer.'),
      );
    const added = 'a.prefer._zone.'.length;
    expect(at(254 - added)).toHaveLength(1);
    expect(at(255 - added)).toHaveLength(0);
  });

  test('of a Pod', () => {
    const pods = [slice([endpoint('10.0.0.1', { podName: 'p' })])];
    const own = `10-0-0-1.${'n'.repeat(63)}.pod.k8s.example.`.length;
    const at = (characters: number) => {
      const left = characters - own;
      const zone = `${'z'.repeat(60)}.${'z'.repeat(60)}.${'z'.repeat(left - 123)}.k8s.example.`;
      const service = headlessService({ namespace: 'n'.repeat(63), name: 'w' });
      return recordsOf(snapshotOf(service, pods), { ...options, podNames: true, zone }).shared;
    };
    expect(at(254).map(({ name }) => name.length)).toEqual([254]);
    expect(at(255)).toEqual([]);
  });
});

test('a name that cannot be is told by the part that is wrong', () => {
  const told = (members: Partial<ServiceCommon>) =>
    recordsOf(snapshotOf(clusterIpService(members)), options).problems.map(({ message }) => message);
  expect(told({ name: 'a_b' })).toEqual([expect.stringContaining('label "a_b" is not a host label')]);
  expect(told({ namespace: 'n_s' })).toEqual([expect.stringContaining('label "n_s" is not a host label')]);
});

test('an RRset that one answer cannot carry is cut, and that is told with both counts', () => {
  const many = Array.from({ length: 5_000 }, (_, at) => endpoint(`10.0.${at >> 8}.${at & 255}`));
  const { territory, problems } = recordsOf(snapshotOf(headlessService(), [slice(many)]), options);
  expect(territory[0]?.rdatas).toHaveLength(4_061);
  expect(problems).toMatchObject([
    {
      kind: 'rrset-too-long',
      name: 'web.default.svc.k8s.example.',
      message:
        'Cannot publish all of "web.default.svc.k8s.example. A" for Service default/web: found 5000 records, needed at most 4061, more than one answer cannot carry',
    },
  ]);
});

test('where the own name takes all records there are, other names have none, and that is told', () => {
  const records = recordsOf(snapshotOf(clusterIpService()), {
    ...defaultRecordOptions('k8s.example.'),
    maxRecords: 1,
  });
  expect(records.territory).toHaveLength(1);
  expect(records.names).toEqual([]);
  expect(kinds(records)).toEqual(['too-many-records']);
});

test('an SRV name that would be too long below a name that is asked for is told', () => {
  const hostname = `${'a.'.repeat(115)}k8s.example`;
  const snapshot = snapshotOf(
    clusterIpService({
      ports: [{ name: 'http', protocol: 'tcp', port: 80, nodePort: 0 }],
      annotations: { 'k8s-bind.io/hostname': hostname },
    }),
  );
  const records = recordsOf(snapshot, { ...options, allow: [{ scope: {}, patterns: ['**'] }] });
  expect(records.names.map(({ name }) => name)).toEqual([`${hostname}.`]);
  expect(kinds(records)).toEqual(['name-too-long']);
});

test('endpoints of one label have one name together, wherever they stand, and names are in order', () => {
  const endpoints = ['c', 'a', 'b', 'a', 'c'].map((hostname, at) => endpoint(`10.0.0.${at}`, { hostname }));
  const { territory } = recordsOf(snapshotOf(headlessService(), [slice(endpoints)]), options);
  expect(territory.slice(1).map(({ name, rdatas }) => [name.slice(0, 1), ...rdatas])).toEqual([
    ['a', '10.0.0.1', '10.0.0.3'],
    ['b', '10.0.0.2'],
    ['c', '10.0.0.0', '10.0.0.4'],
  ]);
});

test('what stands between two commas of an annotation is no name, and no fault', () => {
  const asking = clusterIpService({ annotations: { 'k8s-bind.io/hostname': ', a.lan,, a.lan ,b.lan,' } });
  const { names, problems } = recordsOf(snapshotOf(asking), {
    ...options,
    otherZones: ['lan.'],
    allow: [{ scope: {}, patterns: ['**'] }],
  });
  expect(names.map(({ name }) => name)).toEqual(['a.lan.', 'b.lan.']);
  expect(problems).toEqual([]);
});

test('a hostname that is none is told as it is compared', () => {
  const endpoints = [endpoint('10.0.0.1', { hostname: 'DB_0' })];
  const { problems } = recordsOf(snapshotOf(headlessService(), [slice(endpoints)]), options);
  expect(problems).toMatchObject([{ message: expect.stringContaining('label "db_0" is not a host label') }]);
});

test('ServiceImports are needed where they are a source', () => {
  expect(recordNeeds({ ...options, sources: ['service', 'import'] }).imports).toBe(true);
  expect(recordNeeds({ ...options, sources: ['service'] }).imports).not.toBe(true);
});

test('names of Pods are in order, whatever the order of their endpoints', () => {
  const endpoints = ['10.0.0.9', '10.0.0.1'].map((address) => endpoint(address, { podName: address }));
  const snapshot = snapshotOf(headlessService(), [slice(endpoints)]);
  const { shared } = recordsOf(snapshot, { ...options, podNames: true });
  expect(shared.map(({ rdatas }) => rdatas)).toEqual([['10.0.0.1'], ['10.0.0.9']]);
});
