import { expect, test } from 'vitest';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { workloadControllers } from '../support/controlPlaneCommands.ts';
import { startDaemon } from '../support/daemon.ts';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';

const zone = 'k8s.example';
const handWritten = `
$TTL 300
@ SOA ns hostmaster 1 3600 600 86400 5
@ NS ns
ns A 127.0.0.1
www A 192.0.2.10
www TXT "by hand"
mail MX 10 www
_sip._udp SRV 0 0 5060 www
sub NS ns.elsewhere.example.
@ CAA 0 issue "ca.example"
`;

/** A and AAAA of a name, sorted. */
const addresses = async (named: Named, name: string): Promise<string[]> => {
  const answers = await Promise.all(['A', 'AAAA'].map((type) => named.dig(name, type, '+short')));
  return answers
    .join('\n')
    .split('\n')
    .filter((line) => line !== '')
    .sort();
};

const rcode = async (named: Named, name: string): Promise<string> => (await named.query(name, 'A')).rcode;

const clusterIps = async (cluster: ControlPlane, service: string): Promise<string[]> => {
  const text = await cluster.kubectl('get', 'service', service, '-o', 'jsonpath={.spec.clusterIPs[*]}');
  return text.split(' ').sort();
};

/** The zone's lines that nobody but the hand wrote, as they were before we came. */
const foreign = (text: string): string[] =>
  text
    .split('\n')
    .filter(
      (line) =>
        line !== '' &&
        !/k8s-bind|\.svc\.|dns-version|\sSOA\s|^(?:_\w+\._tcp\.)?(?:webapp|kubernetes)\./.test(line),
    );

test('a Service of a real cluster resolves through a real BIND, over plain http, and goes again', async () => {
  await using cluster = await startControlPlane({ proxy: true });
  await using named = await startNamed({ zones: [{ name: zone, text: handWritten }] });
  const before = foreign(await named.axfrText(zone));
  await using daemon = await startDaemon(named, `${zone}.`, ['--master', cluster.proxyUrl ?? '']);
  await daemon.ready();

  await cluster.kubectl('create', 'deployment', 'webapp', '--image', 'nginx');
  await cluster.kubectl('expose', 'deployment', 'webapp', '--port', '80');
  const ips = (await clusterIps(cluster, 'webapp')).filter((ip) => ip.includes('.'));
  for (const name of [`webapp.${zone}`, `webapp.default.svc.${zone}`]) {
    await waitFor(`${name} answers`, () => addresses(named, name), {
      until: (found) => found.join() === ips.join(),
    });
  }
  expect(foreign(await named.axfrText(zone))).toEqual(before);

  await cluster.kubectl('delete', 'service', 'webapp');
  for (const name of [`webapp.${zone}`, `webapp.default.svc.${zone}`]) {
    await waitFor(`${name} is gone`, () => rcode(named, name), { until: (found) => found === 'NXDOMAIN' });
  }
  expect(foreign(await named.axfrText(zone))).toEqual(before);
  expect(await rcode(named, `www.${zone}`)).toBe('NOERROR');
});

test('over TLS with a token that may only list and watch, both families of a dual-stack Service are published', async () => {
  await using cluster = await startControlPlane();
  await using named = await startNamed({ zones: [{ name: zone }] });
  const { kubeconfig } = cluster.users['k8s-bind'];
  await using daemon = await startDaemon(named, `${zone}.`, ['--kubeconfig', kubeconfig]);
  await daemon.ready();

  await cluster.api('POST', '/api/v1/namespaces/default/services', {
    metadata: { name: 'web' },
    spec: { ipFamilyPolicy: 'RequireDualStack', ports: [{ name: 'http', port: 80 }] },
  });
  const ips = await clusterIps(cluster, 'web');
  expect(ips).toHaveLength(2);
  await waitFor('both addresses answer', () => addresses(named, `web.default.svc.${zone}`), {
    until: (found) => found.join() === ips.join(),
  });
  expect(await named.dig(`_http._tcp.web.default.svc.${zone}`, 'SRV', '+short')).toBe(
    `0 100 80 web.default.svc.${zone}.`,
  );
});

test('without the permission to watch, one line names it and nothing is written', async () => {
  await using cluster = await startControlPlane();
  await using named = await startNamed({ zones: [{ name: zone }] });
  const serial = await named.serial(zone);
  const { kubeconfig } = cluster.users.stranger;
  await using daemon = await startDaemon(named, `${zone}.`, ['--kubeconfig', kubeconfig, '--owner', 'test']);
  await waitFor('the permission is named', () => daemon.process.logs(), {
    until: (logs) => /Cannot watch services in all namespaces: found 403/.test(logs),
  });
  expect(await daemon.readiness()).toContain('not ready');
  expect(await named.serial(zone)).toBe(serial);
});

const headless = `
apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  clusterIP: None
  selector: { app: db }
  ports: [{ name: sql, port: 5432 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: db }
spec:
  replicas: 2
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: db }] }
`;

test.each([
  { title: 'EndpointSlices by a watch with initial events', options: {} },
  {
    title: 'EndpointSlices by list and watch, where WatchList is refused',
    options: { featureGates: 'WatchList=false' },
  },
  {
    title: 'Endpoints, where the API server has no discovery.k8s.io/v1',
    options: { runtimeConfig: 'discovery.k8s.io/v1=false' },
  },
])('a headless Service follows its Deployment up and down: $title', async ({ options }) => {
  await using cluster = await startControlPlane({ ...options, controllers: workloadControllers });
  await using named = await startNamed({ zones: [{ name: zone }] });
  await using daemon = await startDaemon(named, `${zone}.`, ['--kubeconfig', cluster.users.admin.kubeconfig]);
  await daemon.ready();
  const name = `db.default.svc.${zone}`;
  const published = async (count: number): Promise<string[]> =>
    waitFor(`${count} addresses`, () => addresses(named, name), {
      until: (found) => found.length === count,
      deadlineMs: 30_000,
    });

  await cluster.apply(headless);
  const first = await cluster.markPodsReady({ selector: 'app=db', count: 2 });
  expect(await published(2)).toEqual([...first].sort());
  await cluster.kubectl('scale', 'deployment', 'db', '--replicas', '4');
  await cluster.markPodsReady({ selector: 'app=db', count: 4 });
  await published(4);
  expect((await named.dig(`_sql._tcp.${name}`, 'SRV', '+short')).split('\n')).toHaveLength(4);

  await cluster.kubectl('scale', 'deployment', 'db', '--replicas', '1');
  await published(1);
  await cluster.kubectl('scale', 'deployment', 'db', '--replicas', '0');
  await waitFor('no endpoint is left', () => rcode(named, name), {
    until: (found) => found === 'NXDOMAIN',
    deadlineMs: 30_000,
  });
  expect(await rcode(named, `_sql._tcp.${name}`)).toBe('NXDOMAIN');
});

const service = (name: string): object => ({ metadata: { name }, spec: { ports: [{ port: 80 }] } });

test('while the API server is away the zone stays, and what changed meanwhile arrives when it is back', async () => {
  await using cluster = await startControlPlane();
  await using named = await startNamed({ zones: [{ name: zone }] });
  await using daemon = await startDaemon(named, `${zone}.`, ['--kubeconfig', cluster.users.admin.kubeconfig]);
  await daemon.ready();
  await cluster.api('POST', '/api/v1/namespaces/default/services', service('one'));
  await waitFor('one answers', () => rcode(named, `one.${zone}`), { until: (found) => found === 'NOERROR' });

  await cluster.killApiServer();
  await waitFor('the lost API server is noticed', () => daemon.process.logs(), {
    until: (logs) => /Cannot reach the Kubernetes API/.test(logs),
  });
  expect(await rcode(named, `one.${zone}`)).toBe('NOERROR');
  await cluster.startApiServer();
  await cluster.api('POST', '/api/v1/namespaces/default/services', service('two'));
  await cluster.api('DELETE', '/api/v1/namespaces/default/services/one');
  await waitFor('two answers', () => rcode(named, `two.${zone}`), {
    until: (found) => found === 'NOERROR',
    deadlineMs: 60_000,
  });
  await waitFor('one is gone', () => rcode(named, `one.${zone}`), {
    until: (found) => found === 'NXDOMAIN',
    deadlineMs: 60_000,
  });
});
