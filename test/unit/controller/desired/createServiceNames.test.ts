import { expect, test } from 'vitest';
import { createServiceNames } from '../../../../src/controller/desired/createServiceNames.ts';
import type { SourceSnapshot } from '../../../../src/model/originSnapshot.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { createTestStore } from '../../../support/testStore.ts';
import {
  clusterIpService,
  endpoint,
  externalNameService,
  headlessService,
  slice,
  snapshotOf,
} from '../../records/snapshots.ts';

const template = { rule: 'template' as const, template: '{service}.{zone}', scope: {} };
const zoneWith = (zone: string, options: Partial<RecordOptions> = {}) => ({
  records: { ...defaultRecordOptions(zone), names: [], ...options },
});

const cluster = zoneWith('cluster.example.');
const lan = zoneWith('lan.', { names: [template] });
const ports = [{ name: 'http', protocol: 'tcp' as const, port: 80, nodePort: 0 }];
const web = snapshotOf(clusterIpService({ ports }));

test('a Service has its own name below svc in each zone, and those that it requests; no names of ports', () => {
  const names = createServiceNames([cluster, lan]);
  expect(names.of('default/web')).toEqual([]);
  names.put([web]);
  expect(names.of('default/web')).toEqual([
    'web.default.svc.cluster.example.',
    'web.default.svc.lan.',
    'web.lan.',
  ]);
});

test('a name with both families, or with an alias, is there once, and names of endpoints are not there', () => {
  const names = createServiceNames([cluster]);
  const endpoints = slice([endpoint('10.1.0.1', { hostname: 'db-0' }), endpoint('10.1.0.2')]);
  names.put([
    snapshotOf(clusterIpService({}, ['10.96.0.1', 'fd00::1'])),
    snapshotOf(clusterIpService({ name: 'six' }, ['fd00::2'])),
    snapshotOf(externalNameService('example.net', { name: 'away' })),
    snapshotOf(headlessService({ name: 'db' }), [{ ...endpoints, serviceName: 'db' }]),
    snapshotOf(headlessService({ name: 'silent' })),
  ]);
  expect(
    Object.fromEntries(
      ['web', 'six', 'away', 'db', 'silent'].map((name) => [name, names.of(`default/${name}`)]),
    ),
  ).toEqual({
    web: ['web.default.svc.cluster.example.'],
    six: ['six.default.svc.cluster.example.'],
    away: ['away.default.svc.cluster.example.'],
    db: ['db.default.svc.cluster.example.'],
    silent: [],
  });
});

test('of two that request one name the older has it, and when that is gone the other', () => {
  const names = createServiceNames([lan]);
  const older = snapshotOf(clusterIpService({ namespace: 'a', createdMs: 1 }));
  const younger = snapshotOf(clusterIpService({ namespace: 'b', createdMs: 2 }, ['10.96.0.2']));
  names.put([younger, older]);
  expect([names.of('a/web'), names.of('b/web')]).toEqual([
    ['web.a.svc.lan.', 'web.lan.'],
    ['web.b.svc.lan.'],
  ]);
  names.put([younger]);
  expect([names.of('a/web'), names.of('b/web')]).toEqual([[], ['web.b.svc.lan.', 'web.lan.']]);
  names.put([younger, older]);
  expect(names.of('b/web')).toEqual(['web.b.svc.lan.']);
});

test('a Service whose names have changed has those of now', () => {
  const names = createServiceNames([cluster]);
  names.put([web]);
  names.put([snapshotOf(headlessService())]);
  expect(names.of('default/web')).toEqual([]);
});

test('what one zone asks for in another is there too, and what objects that are no Services have is not theirs', () => {
  const store = createTestStore();
  store.putObject('ingresses', {
    metadata: { namespace: 'default', name: 'web' },
    spec: { rules: [{ host: 'shop.lan' }] },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
  });
  const ingress = store.origin('Ingress/default/web') as SourceSnapshot;
  const names = createServiceNames([
    zoneWith('cluster.example.', {
      otherZones: ['lan.'],
      names: [{ ...template, template: '{service}.lan' }],
    }),
    zoneWith('lan.', {
      otherZones: ['cluster.example.'],
      sources: ['service', 'ingress'],
      allow: [{ scope: {}, patterns: ['**.{zone}'] }],
    }),
  ]);
  names.put([ingress, web]);
  expect(names.of('default/web')).toEqual([
    'web.default.svc.cluster.example.',
    'web.default.svc.lan.',
    'web.lan.',
  ]);
  expect(names.of('Ingress/default/web')).toEqual(['shop.lan.']);
});
