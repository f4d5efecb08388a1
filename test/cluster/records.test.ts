import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { waitFor } from '../support/waitFor.ts';
import { publish, service, slice } from './recordsFixture.ts';

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startControlPlane({ controllers: ['namespace-controller'] });
});
afterAll(() => cluster[Symbol.asyncDispose]());

interface ServiceObject {
  readonly spec: { readonly clusterIPs: readonly string[] };
}

/** What it takes to make a ClusterIP Service an alias: the API server takes no addresses there. */
const asAlias = (externalName: string) => ({
  type: 'ExternalName',
  externalName,
  clusterIP: null,
  clusterIPs: null,
});

const clusterIpRecords = (address: string): string =>
  `web.@ 30 A ${address}\n_http._tcp.web.@ 30 SRV 0 100 80 web.@\n`;

test('a Service that changes its type in every direction has the records of that type and no other', async () => {
  await using zone = await publish(cluster, { namespace: 'types' });
  const path = `${zone.services}/web`;
  const patch = async (spec: object): Promise<string> => {
    const changed = await cluster.api<ServiceObject>('PATCH', path, { spec });
    return changed.spec.clusterIPs?.[0] ?? '';
  };
  const headlessRecords = `web.@ 5 A 10.244.0.7
10-244-0-7.web.@ 5 A 10.244.0.7
_http._tcp.web.@ 5 SRV 0 100 8080 10-244-0-7.web.@
`;

  await cluster.api('POST', zone.slices, slice('web', [['10.244.0.7']]));
  const created = await cluster.api<ServiceObject>('POST', zone.services, service('web'));
  const first = created.spec.clusterIPs[0] ?? '';
  await zone.becomes(clusterIpRecords(first));
  expect(await patch({ type: 'NodePort' })).toBe(first);
  expect(await patch({ type: 'LoadBalancer' })).toBe(first);
  await zone.becomes(clusterIpRecords(first));

  await patch(asAlias('web.example.com'));
  await zone.becomes('web.@ 30 CNAME web.example.com.\n');
  await patch({ externalName: 'other.example.com.' });
  await zone.becomes('web.@ 30 CNAME other.example.com.\n');

  await patch({ type: 'ClusterIP', externalName: null, clusterIP: 'None' });
  await zone.becomes(headlessRecords);
  await patch(asAlias('web.example.com'));
  await zone.becomes('web.@ 30 CNAME web.example.com.\n');

  const second = await patch({ type: 'LoadBalancer', externalName: null });
  await zone.becomes(clusterIpRecords(second));
  await zone.namesBecome(`web.@ 30 A ${second}\n`);

  // The API server lets a Service with an address become headless only by a new object.
  await cluster.api('DELETE', path);
  await cluster.api('POST', zone.services, service('web', { clusterIP: 'None' }));
  await zone.becomes(headlessRecords);
  await zone.namesBecome('web.@ 5 A 10.244.0.7\n');
  await cluster.api('DELETE', path);
  const last = await cluster.api<ServiceObject>('POST', zone.services, service('web'));
  await zone.becomes(clusterIpRecords(last.spec.clusterIPs[0] ?? ''));
  await cluster.api('DELETE', path);
  await zone.becomes('');
  await zone.namesBecome('');
});

const endpoints = (first: object, second: object): object =>
  slice('db', [
    ['10.244.0.1', { hostname: 'db-0', conditions: first }],
    ['10.244.0.2', { hostname: 'db-1', conditions: second }],
  ]);

test('endpoints come and go with their readiness, and the last one takes every name below with it', async () => {
  await using zone = await publish(cluster, { namespace: 'readiness' });
  await cluster.api('POST', zone.services, service('db', { clusterIP: 'None' }));
  const set = (first: object, second: object): Promise<unknown> =>
    cluster.api('PATCH', `${zone.slices}/db-1`, endpoints(first, second));
  const one = `db.@ 5 A 10.244.0.1
_http._tcp.db.@ 5 SRV 0 100 8080 db-0.db.@
db-0.db.@ 5 A 10.244.0.1
`;
  const both = `db.@ 5 A 10.244.0.1
db.@ 5 A 10.244.0.2
_http._tcp.db.@ 5 SRV 0 100 8080 db-0.db.@
_http._tcp.db.@ 5 SRV 0 100 8080 db-1.db.@
db-0.db.@ 5 A 10.244.0.1
db-1.db.@ 5 A 10.244.0.2
`;

  await cluster.api('POST', zone.slices, endpoints({}, { ready: false }));
  await zone.becomes(one);
  await set({ ready: true }, { ready: true });
  await zone.becomes(both);
  await set({ ready: true }, { ready: false, serving: true, terminating: true });
  await zone.becomes(one);
  await set({ ready: false }, { ready: false });
  await zone.becomes('');
  expect((await zone.named.query('_http._tcp.db.readiness.svc.k8s.example', 'SRV')).rcode).toBe('NXDOMAIN');
  await set({ ready: true }, { ready: true });
  await zone.becomes(both);
});

test('a Service that becomes dual stack gets its second address, and loses it again', async () => {
  await using zone = await publish(cluster, { namespace: 'families' });
  const created = await cluster.api<ServiceObject>('POST', zone.services, service('web'));
  const [ipv4 = ''] = created.spec.clusterIPs;
  await zone.namesBecome(`web.@ 30 A ${ipv4}\n`);
  const upgraded = await cluster.api<ServiceObject>('PATCH', `${zone.services}/web`, {
    spec: { ipFamilyPolicy: 'PreferDualStack' },
  });
  const [, ipv6 = ''] = upgraded.spec.clusterIPs;
  expect(ipv6).toMatch(/^fd00:10:96::/);
  await zone.becomes(`web.@ 30 A ${ipv4}
web.@ 30 AAAA ${ipv6}
_http._tcp.web.@ 30 SRV 0 100 80 web.@
`);
  await zone.namesBecome(`web.@ 30 A ${ipv4}\nweb.@ 30 AAAA ${ipv6}\n`);
  await cluster.api('PATCH', `${zone.services}/web`, {
    spec: { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'], clusterIPs: [ipv4] },
  });
  await zone.namesBecome(`web.@ 30 A ${ipv4}\n`);
});

const withoutSoa = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/ SOA /.test(line))
    .join('\n');

test('a namespace that is deleted takes all of its names with it, and nothing else', async () => {
  await using zone = await publish(cluster, {
    namespace: 'doomed',
    args: ['--name', '{service}.{namespace}.apps.{zone}', '--allow-mass-delete'],
  });
  await zone.named.nsupdate('update add by-hand.k8s.example. 300 A 192.0.2.9');
  const before = await zone.named.axfrText('k8s.example');
  for (const name of ['one', 'two', 'three']) {
    await cluster.api('POST', zone.services, service(name, { clusterIP: 'None' }));
    await cluster.api('POST', zone.slices, slice(name, [['10.244.0.1'], ['10.244.0.2']]));
  }
  const held = async (): Promise<string> => withoutSoa(await zone.named.axfrText('k8s.example'));
  await waitFor('all names', held, {
    until: (text) => ['one', 'two', 'three'].every((name) => text.includes(`${name}.doomed.apps.`)),
  });
  await cluster.api('DELETE', '/api/v1/namespaces/doomed');
  await waitFor('the zone is as before', held, {
    until: (text) => text === withoutSoa(before),
    deadlineMs: 30_000,
  });
});

describe('300 endpoints of one headless Service', () => {
  const endpoints = Array.from({ length: 300 }, (_, index) => [`10.244.${1 + (index >> 8)}.${index & 255}`]);
  const name = 'many.k8s.example';
  const expected = endpoints.flat().sort();
  const create = async (slices: string, services: string): Promise<void> => {
    for (const [part, from] of [0, 100, 200].entries()) {
      const some = endpoints.slice(from, from + 100).map(([address = '']) => [address] as const);
      const object = slice('many', some) as { metadata: object };
      await cluster.api('POST', slices, {
        ...object,
        metadata: { ...object.metadata, name: `many-${part}` },
      });
    }
    await cluster.api('POST', services, service('many', { clusterIP: 'None' }));
  };

  test('are all published where the zone has no limit', async () => {
    await using zone = await publish(cluster, {
      namespace: 'unlimited',
      named: { zones: [{ name: 'k8s.example', maxRecordsPerType: 0 }] },
    });
    await create(zone.slices, zone.services);
    for (const owner of [name, `many.unlimited.svc.k8s.example`]) {
      await waitFor(`${owner} is whole`, () => zone.named.dig(owner, 'A', '+short'), {
        until: (text) => text.split('\n').sort().join() === expected.join(),
        deadlineMs: 20_000,
      });
    }
    const srv = await zone.named.dig('_http._tcp.many.unlimited.svc.k8s.example', 'SRV', '+short');
    expect(srv.split('\n')).toHaveLength(300);
    expect(zone.daemon.process.logs()).not.toContain('max-records-per-type');
  });

  test('are cut to what the zone takes, which is said with the statement that lifts it, and hold nothing else up', async () => {
    await using zone = await publish(cluster, { namespace: 'limited' });
    await create(zone.slices, zone.services);
    await cluster.api('POST', zone.services, service('beside'));
    for (const owner of [name, `many.limited.svc.k8s.example`]) {
      const found = await waitFor(`${owner} has 100 addresses`, () => zone.named.dig(owner, 'A', '+short'), {
        until: (text) => text.split('\n').length === 100,
        deadlineMs: 20_000,
      });
      expect(expected).toEqual(expect.arrayContaining(found.split('\n')));
    }
    await waitFor('it is said', () => zone.daemon.process.logs(), {
      until: (logs) => /max-records-per-type 0/.test(logs),
    });
    await waitFor('the others go on', () => zone.named.dig('beside.k8s.example', 'A', '+short'));
  });
});

test('how long a change of endpoints took since its time in the EndpointSlice is measured, once', async () => {
  await using zone = await publish(cluster, { namespace: 'latency' });
  const counts = async (): Promise<readonly string[]> =>
    (await (await fetch(`http://${zone.daemon.listen}/metrics`)).text())
      .split('\n')
      .filter((line) => line.startsWith('k8s_bind_dns_programming_seconds_count'));
  const records = (address: string): string => `db.@ 5 A ${address}
${address.replaceAll('.', '-')}.db.@ 5 A ${address}
_http._tcp.db.@ 5 SRV 0 100 8080 ${address.replaceAll('.', '-')}.db.@
`;
  const change = async (address: string, changedAt: string | null): Promise<void> => {
    const annotations = { 'endpoints.kubernetes.io/last-change-trigger-time': changedAt };
    const endpoints = [{ addresses: [address] }];
    await cluster.api('PATCH', `${zone.slices}/db-1`, { metadata: { annotations }, endpoints });
    await zone.becomes(records(address));
  };
  await cluster.api('POST', zone.services, service('db', { clusterIP: 'None' }));
  await cluster.api('POST', zone.slices, slice('db', [['10.244.0.1']]));
  await zone.becomes(records('10.244.0.1'));
  expect(await counts()).toEqual([]);
  const once = [
    'k8s_bind_dns_programming_seconds_count{zone="k8s.example.",service_kind="headless_with_selector"} 1',
  ];
  await change('10.244.0.2', new Date().toISOString());
  await waitFor('the change to be counted', counts, { until: (found) => found.join() === once.join() });
  await change('10.244.0.3', null);
  await change('10.244.0.4', '2020-01-01T00:00:00Z');
  expect(await counts()).toEqual(once);
});
