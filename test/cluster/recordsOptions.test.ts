import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { waitFor } from '../support/waitFor.ts';
import { publish, service, slice } from './recordsFixture.ts';

let cluster: ControlPlane;
beforeAll(async () => {
  cluster = await startControlPlane();
});
afterAll(() => cluster[Symbol.asyncDispose]());

interface ServiceObject {
  readonly spec: { readonly clusterIP: string; readonly ports: readonly { readonly nodePort: number }[] };
}

interface NodeList {
  readonly items: readonly {
    readonly status: {
      readonly conditions?: readonly { readonly type: string; readonly status: string }[];
      readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    };
  }[];
}

/** A Node as a kubelet would report it. */
const reportNode = async (name: string, ready: boolean, ...addresses: readonly object[]): Promise<void> => {
  const path = `/api/v1/nodes/${name}`;
  await cluster.api('GET', path).catch(() => cluster.api('POST', '/api/v1/nodes', { metadata: { name } }));
  await cluster.api('PATCH', `${path}/status`, {
    status: {
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      ...(addresses.length === 0 ? {} : { addresses }),
    },
  });
};

const internal = (address: string): object => ({ type: 'InternalIP', address });
const external = (address: string): object => ({ type: 'ExternalIP', address });

const onNodeC = (ready: boolean): object =>
  slice('web', [['10.244.3.3', { nodeName: 'node-c', conditions: { ready } }]]);

test('node addresses are those of ready nodes, and with externalTrafficPolicy Local of nodes with a ready endpoint', async () => {
  await reportNode('node-a', true, internal('192.168.1.1'));
  await reportNode('node-b', true, internal('192.168.1.2'), external('198.51.100.2'));
  await reportNode('node-c', false, internal('192.168.1.3'));
  await using zone = await publish(cluster, { namespace: 'nodes', args: ['--watch-nodes'] });
  const annotations = { 'k8s-bind.io/addresses': 'node' };
  const created = await cluster.api<ServiceObject>(
    'POST',
    zone.services,
    service('web', { type: 'NodePort' }, { annotations }),
  );
  const port = created.spec.ports[0]?.nodePort;
  const records = (...addresses: readonly string[]): string =>
    `${addresses.map((address) => `web.@ 30 A ${address}\n`).join('')}_http._tcp.web.@ 30 SRV 0 100 ${port} web.@\n`;
  await zone.becomes(records('192.168.1.1', '198.51.100.2'));
  await reportNode('node-c', true);
  await zone.becomes(records('192.168.1.1', '192.168.1.3', '198.51.100.2'));
  await reportNode('node-a', false);
  await zone.becomes(records('192.168.1.3', '198.51.100.2'));

  await cluster.api('PATCH', `${zone.services}/web`, { spec: { externalTrafficPolicy: 'Local' } });
  await zone.becomes('');
  await cluster.api('POST', zone.slices, onNodeC(true));
  await zone.becomes(records('192.168.1.3'));
  await cluster.api('PATCH', `${zone.slices}/web-1`, onNodeC(false));
  await zone.becomes('');
});

test('a host name by annotation is published where a rule allows it, and said where none does', async () => {
  const file = join(cluster.folder, 'allow.yaml');
  await writeFile(file, 'allow:\n  - namespaces: [tenant]\n    names: ["*.tenant.{zone}"]\n');
  await using zone = await publish(cluster, {
    namespace: 'tenant',
    shortNames: false,
    args: ['--config', file],
  });
  const annotate = (hostname: string | null): Promise<unknown> =>
    cluster.api('PATCH', `${zone.services}/web`, {
      metadata: { annotations: { 'k8s-bind.io/hostname': hostname } },
    });
  const { spec } = await cluster.api<ServiceObject>('POST', zone.services, service('web'));
  await annotate('shop.tenant.k8s.example, www.k8s.example');
  await zone.namesBecome(`shop.tenant.@ 30 A ${spec.clusterIP}\n`);
  await waitFor('the refusal is said', () => zone.daemon.process.logs(), {
    until: (logs) =>
      /www\.k8s\.example\..*tenant\/web.*no allow rule|tenant\/web.*www\.k8s\.example/.test(logs),
  });
  await waitFor('and an Event', () => cluster.kubectl('describe', 'service', 'web', '-n', 'tenant'), {
    until: (text) => /Warning +Unpublishable .*www\.k8s\.example/.test(text),
  });
  await annotate('api.tenant.k8s.example');
  await zone.namesBecome(`api.tenant.@ 30 A ${spec.clusterIP}\n`);
  await annotate(null);
  await zone.namesBecome('');
});

const labelled = (name: string): object => service(name, {}, { labels: { app: 'shop' } });

test('of two namespaces that want one name that of the older Service keeps it, and shares it with its own', async () => {
  await using zone = await publish(cluster, {
    namespace: 'clash',
    shortNames: false,
    args: ['--name', '{label:app}.{zone}'],
  });
  await cluster.api('POST', '/api/v1/namespaces', { metadata: { name: 'clash-too' } });
  const older = await cluster.api<ServiceObject>('POST', zone.services, labelled('z-older'));
  await zone.namesBecome(`shop.@ 30 A ${older.spec.clusterIP}\n`);
  // Kubernetes counts the age in whole seconds, and Services of one second are told apart by name.
  const createdAt = Date.now();
  await waitFor('the next second', () => Date.now() - createdAt > 1_100);
  const elsewhere = '/api/v1/namespaces/clash-too/services';
  const younger = await cluster.api<ServiceObject>('POST', elsewhere, labelled('a-younger'));
  await waitFor('the clash is said', () => zone.daemon.process.logs(), {
    until: (logs) =>
      /"winner":"Service clash\/z-older","losers":\["Service clash-too\/a-younger"\]/.test(logs),
  });
  await zone.namesBecome(`shop.@ 30 A ${older.spec.clusterIP}\n`);
  const sharer = await cluster.api<ServiceObject>('POST', zone.services, labelled('sharer'));
  const both = [older, sharer].map(({ spec }) => spec.clusterIP).sort();
  await zone.namesBecome(both.map((address) => `shop.@ 30 A ${address}\n`).join(''));
  await cluster.api('DELETE', `${zone.services}/sharer`);
  await cluster.api('DELETE', `${zone.services}/z-older`);
  await zone.namesBecome(`shop.@ 30 A ${younger.spec.clusterIP}\n`);
});

test("external-dns's annotations: nodes of a NodePort Service, nothing while a load balancer waits, names for endpoints", async () => {
  await reportNode('node-d', true, internal('192.168.1.4'), external('198.51.100.4'));
  const file = join(cluster.folder, 'external-dns.yaml');
  await writeFile(
    file,
    'externalDnsAnnotations: true\nwatchNodes: true\nallow: [{ namespaces: [moved], names: ["**.moved.{zone}"] }]\n',
  );
  await using zone = await publish(cluster, {
    namespace: 'moved',
    shortNames: false,
    args: ['--config', file],
  });
  const annotations = (name: string): object => ({
    annotations: {
      'external-dns.kubernetes.io/hostname': `${name}.moved.k8s.example`,
      'external-dns.kubernetes.io/access': 'public',
    },
  });
  const ports = await cluster.api<ServiceObject>(
    'POST',
    zone.services,
    service('ports', { type: 'NodePort' }, annotations('ports')),
  );
  await cluster.api('POST', zone.services, service('lb', { type: 'LoadBalancer' }, annotations('lb')));
  await cluster.api('POST', zone.services, service('db', { clusterIP: 'None' }, annotations('db')));
  await cluster.api('POST', zone.slices, slice('db', [['10.244.0.1', { hostname: 'db-0' }]]));
  const publicAddresses = (await cluster.api<NodeList>('GET', '/api/v1/nodes')).items
    .filter(({ status }) =>
      status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
    )
    .flatMap(({ status }) => status.addresses ?? [])
    .filter(({ type }) => type === 'ExternalIP')
    .map(({ address }) => address)
    .sort();
  expect(publicAddresses).toContain('198.51.100.4');
  const nodes = publicAddresses.map((address) => `ports.moved.@ 30 A ${address}\n`).join('');
  const endpoints = 'db.moved.@ 5 A 10.244.0.1\ndb-0.db.moved.@ 5 A 10.244.0.1\n';
  await zone.namesBecome(`${endpoints}${nodes}`);
  const srv = await zone.named.dig('_ports._tcp.ports.moved.k8s.example', 'SRV', '+short');
  expect(srv.trim()).toBe(`0 100 ${ports.spec.ports[0]?.nodePort} ports.moved.k8s.example.`);

  const status = { loadBalancer: { ingress: [{ ip: '203.0.113.5' }] } };
  await cluster.api('PATCH', `${zone.services}/lb/status`, { status });
  await zone.namesBecome(`${endpoints}lb.moved.@ 30 A 203.0.113.5\n${nodes}`);
});

test('a TTL that changes by annotation is one update, and then quiet', async () => {
  await using zone = await publish(cluster, {
    namespace: 'ttl',
    args: ['--max-ttl', '2m', '--soa-interval', '1s'],
  });
  const { spec } = await cluster.api<ServiceObject>('POST', zone.services, service('web'));
  const records = (ttl: number): string =>
    `web.@ ${ttl} A ${spec.clusterIP}\n_http._tcp.web.@ ${ttl} SRV 0 100 80 web.@\n`;
  await zone.becomes(records(30));
  const annotate = (ttl: string): Promise<unknown> =>
    cluster.api('PATCH', `${zone.services}/web`, { metadata: { annotations: { 'k8s-bind.io/ttl': ttl } } });
  const before = await zone.named.serial('k8s.example');
  await annotate('60');
  await zone.becomes(records(60));
  await annotate('1h');
  await zone.becomes(records(120));
  // The next change is written after all that would have followed from the others.
  await cluster.api(
    'POST',
    zone.services,
    service('last', { type: 'ExternalName', externalName: 'a.example' }),
  );
  await waitFor('the last', () => zone.named.dig('last.k8s.example', 'CNAME', '+short'));
  expect(await zone.named.serial('k8s.example')).toBe(before + 3);
});

const endpoint = (ready: boolean): object => slice('web', [['10.244.0.1', { conditions: { ready } }]]);

test('with --hide-empty a ClusterIP Service is there while it has a ready endpoint', async () => {
  await using zone = await publish(cluster, { namespace: 'empty', args: ['--hide-empty'] });
  const { spec } = await cluster.api<ServiceObject>('POST', zone.services, service('web'));
  await cluster.api(
    'POST',
    zone.services,
    service('alias', { type: 'ExternalName', externalName: 'a.example' }),
  );
  await zone.becomes('alias.@ 30 CNAME a.example.\n');
  await cluster.api('POST', zone.slices, endpoint(true));
  await zone.becomes(`alias.@ 30 CNAME a.example.
web.@ 30 A ${spec.clusterIP}
_http._tcp.web.@ 30 SRV 0 100 80 web.@
`);
  await cluster.api('PATCH', `${zone.slices}/web-1`, endpoint(false));
  await zone.becomes('alias.@ 30 CNAME a.example.\n');
});

test('namespaces are chosen by their labels, which may change', async () => {
  await using zone = await publish(cluster, {
    namespace: 'labelled',
    args: ['--namespace-selector', 'dns=public'],
  });
  const { spec } = await cluster.api<ServiceObject>('POST', zone.services, service('web'));
  const label = (value: string | null): Promise<unknown> =>
    cluster.api('PATCH', '/api/v1/namespaces/labelled', { metadata: { labels: { dns: value } } });
  await label('public');
  await zone.namesBecome(`web.@ 30 A ${spec.clusterIP}\n`);
  await label('private');
  await zone.namesBecome('');
  await label('public');
  await zone.namesBecome(`web.@ 30 A ${spec.clusterIP}\n`);
  await label(null);
  await zone.becomes('');
});

test('zonal names hold the endpoints of one topology zone, or all where it has none that is ready', async () => {
  const endpoints = slice('db', [
    ['10.244.0.1', { zone: 'east' }],
    ['10.244.0.2', { zone: 'west', conditions: { ready: false } }],
  ]);
  const plain = `db.@ 5 A 10.244.0.1
10-244-0-1.db.@ 5 A 10.244.0.1
_http._tcp.db.@ 5 SRV 0 100 8080 10-244-0-1.db.@
`;
  await using zone = await publish(cluster, {
    namespace: 'zonal',
    args: ['--zonal-names'],
    named: { zones: [{ name: 'k8s.example', statements: 'check-names ignore;' }] },
  });
  await cluster.api('POST', zone.slices, endpoints);
  await cluster.api('POST', zone.services, service('db', { clusterIP: 'None' }));
  await zone.becomes(`${plain}*.pin._zone.db.@ 5 TXT "no endpoint of this topology zone is published"
east.pin._zone.db.@ 5 A 10.244.0.1
*.prefer._zone.db.@ 5 A 10.244.0.1
east.prefer._zone.db.@ 5 A 10.244.0.1
`);
});
