import { describe, expect, test } from 'vitest';
import type { ServiceSnapshot } from '../../../src/model/serviceSnapshot.ts';
import type { RecordOptions } from '../../../src/records/recordOptions.ts';
import { territoryRecords } from '../../../src/records/recordsOf.ts';
import { contextOf } from '../../../src/records/serviceContext.ts';
import { territorySize } from '../../../src/records/territorySize.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';
import {
  clusterIpService,
  endpoint,
  externalNameService,
  headlessService,
  machine,
  slice,
  snapshotOf,
} from './snapshots.ts';

const ports = ['a', 'b', 'c'].map((name, at) => {
  return { name, protocol: 'tcp' as const, port: at + 1, nodePort: 30_000 + at };
});
const ips = { loadBalancer: [{ ip: '192.0.2.1' }, { ip: '192.0.2.2' }], externalIps: ['192.0.2.3'] };
const nodes = ['10.0.0.1', '10.0.0.2'].map((address) => {
  return machine(address, [
    { type: 'InternalIP', address },
    { type: 'InternalIP', address: address.replace('10.0.0.', 'fd00::') },
  ]);
});
const endpoints = [slice([endpoint('10.1.0.1'), endpoint('10.1.0.2')], ports)];
const service = clusterIpService({ type: 'LoadBalancer', ports, ...ips }, ['10.96.0.1', 'fd00::60']);

const sizes = (snapshot: ServiceSnapshot, options: Partial<RecordOptions>) => {
  const all = { ...defaultRecordOptions('k8s.example.'), ...options };
  const context = contextOf(snapshot, all);
  const made = territoryRecords(snapshot, all).reduce((sum, { rdatas }) => sum + rdatas.length, 0);
  return { counted: context && territorySize(context), made };
};

describe('how many records a Service has in the territory is known before they are made:', () => {
  test.each<[string, ServiceSnapshot, Partial<RecordOptions>, number]>([
    ['cluster IPs', snapshotOf(service), {}, 5],
    ['cluster IPs with SRV at the name', snapshotOf(service), { srvAtService: true }, 8],
    ['cluster IPs and names of endpoints', snapshotOf(service, endpoints), { endpointNames: true }, 7],
    ['endpoints', snapshotOf(service, endpoints), { addresses: 'endpoints' }, 10],
    ['external addresses', snapshotOf(service), { addresses: 'external' }, 6],
    ['nodes', { ...snapshotOf(service), nodes }, { addresses: 'node' }, 7],
    ['an alias', snapshotOf(externalNameService('other.example')), {}, 1],
    ['an alias under another policy', snapshotOf(externalNameService('o.example')), { addresses: 'node' }, 1],
    ['a headless Service', snapshotOf(headlessService(), endpoints), {}, 10],
    ['a headless one without endpoints', snapshotOf(headlessService({ ports })), {}, 0],
  ])('%s', (_, snapshot, options, size) => {
    expect(sizes(snapshot, options)).toEqual({ counted: size, made: size });
    const { counted = 0, made } = sizes(snapshot, { ...options, maxRecords: 4 });
    expect(counted).toBeLessThanOrEqual(4);
    expect(made).toBeLessThanOrEqual(counted);
  });

  test('a Service without node ports has none of its nodes', () => {
    const snapshot = { ...snapshotOf(clusterIpService()), nodes };
    expect(sizes(snapshot, { addresses: 'node' })).toEqual({ counted: 0, made: 0 });
  });
});
