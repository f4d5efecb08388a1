import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporaryFolder.ts';
import { type Ran, runInProcess } from './support.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder('cli-export');
  writeFileSync(join(folder.path, 'cluster.yaml'), cluster);
});
afterEach(async () => folder[Symbol.asyncDispose]());

const exported = (...args: readonly string[]): Promise<Ran> =>
  runInProcess(['export', ...args, '--manifests', folder.path]);
const zone = ['--zone', 'k8s.example.'];

const cluster = `
apiVersion: v1
kind: Service
metadata: {name: kubernetes, namespace: default}
spec: {clusterIP: 10.96.0.1, clusterIPs: [10.96.0.1], ports: [{name: https, port: 443}]}
---
apiVersion: v1
kind: Service
metadata: {name: redis-primary, namespace: shop}
spec:
  clusterIP: 10.0.0.11
  clusterIPs: [10.0.0.11, 'fd00::11']
  ipFamilies: [IPv4, IPv6]
  ports: [{name: client, port: 6379}, {name: sync-udp, port: 6380, protocol: UDP}]
---
apiVersion: v1
kind: Service
metadata: {name: six, namespace: shop}
spec: {clusterIP: 'fd00::6', clusterIPs: ['fd00::6'], ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: mail, namespace: shop}
spec: {type: ExternalName, externalName: smtp.example.net}
---
apiVersion: v1
kind: Service
metadata: {name: pods, namespace: shop}
spec: {clusterIP: None, ports: [{port: 80}]}
`;

describe('export env', () => {
  test('prints the variables that the kubelet injects in a namespace, default/kubernetes always among them', async () => {
    const { exitCode, out, err } = await exported('env', '--namespace', 'shop');
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toBe(`KUBERNETES_SERVICE_HOST=10.96.0.1
KUBERNETES_SERVICE_PORT=443
KUBERNETES_SERVICE_PORT_HTTPS=443
KUBERNETES_PORT=tcp://10.96.0.1:443
KUBERNETES_PORT_443_TCP=tcp://10.96.0.1:443
KUBERNETES_PORT_443_TCP_PROTO=tcp
KUBERNETES_PORT_443_TCP_PORT=443
KUBERNETES_PORT_443_TCP_ADDR=10.96.0.1
REDIS_PRIMARY_SERVICE_HOST=10.0.0.11
REDIS_PRIMARY_SERVICE_PORT=6379
REDIS_PRIMARY_SERVICE_PORT_CLIENT=6379
REDIS_PRIMARY_SERVICE_PORT_SYNC_UDP=6380
REDIS_PRIMARY_PORT=tcp://10.0.0.11:6379
REDIS_PRIMARY_PORT_6379_TCP=tcp://10.0.0.11:6379
REDIS_PRIMARY_PORT_6379_TCP_PROTO=tcp
REDIS_PRIMARY_PORT_6379_TCP_PORT=6379
REDIS_PRIMARY_PORT_6379_TCP_ADDR=10.0.0.11
REDIS_PRIMARY_PORT_6380_UDP=udp://10.0.0.11:6380
REDIS_PRIMARY_PORT_6380_UDP_PROTO=udp
REDIS_PRIMARY_PORT_6380_UDP_PORT=6380
REDIS_PRIMARY_PORT_6380_UDP_ADDR=10.0.0.11
SIX_SERVICE_HOST=fd00::6
SIX_SERVICE_PORT=80
SIX_PORT=tcp://[fd00::6]:80
SIX_PORT_80_TCP=tcp://[fd00::6]:80
SIX_PORT_80_TCP_PROTO=tcp
SIX_PORT_80_TCP_PORT=80
SIX_PORT_80_TCP_ADDR=fd00::6
`);
  });

  test('is of the namespace default unless one is named, and of one only', async () => {
    expect((await exported('env')).out).toMatch(/^KUBERNETES_SERVICE_HOST=(?!.*REDIS)/s);
    const two = await exported('env', '--namespace', 'shop,default');
    expect(two).toEqual({
      exitCode: 2,
      out: '',
      err: 'k8s-bind: Cannot export env: found the namespaces shop, default, needed one\n',
    });
  });
});

test('export zone prints a zone file', async () => {
  const { out } = await exported('zone', ...zone, '--namespace', 'shop');
  expect(out).toBe(`$ORIGIN k8s.example.
dns-version                           30 IN TXT   "1.1.0"
mail.shop.svc                         30 IN CNAME smtp.example.net.
redis-primary.shop.svc                30 IN A     10.0.0.11
redis-primary.shop.svc                30 IN AAAA  fd00::11
_client._tcp.redis-primary.shop.svc   30 IN SRV   0 100 6379 redis-primary.shop.svc.k8s.example.
_sync-udp._udp.redis-primary.shop.svc 30 IN SRV   0 100 6380 redis-primary.shop.svc.k8s.example.
six.shop.svc                          30 IN AAAA  fd00::6
`);
});

test('export zone adds the PTR records of the --reverse networks', async () => {
  const { out } = await exported('zone', ...zone, '--reverse', '10.0.0.0/16');
  expect(out).toMatch(/^11\.0\.0\.10\.in-addr\.arpa\. 30 IN PTR redis-primary\.shop\.svc\.k8s\.example\.$/m);
});

test('export of several zones has what the template of one asks for in another', async () => {
  const entries =
    "[{zone: lan., shortNames: [], names: ['{service}.k8s.lan']}, {zone: k8s.lan., shortNames: []}]";
  writeFileSync(join(folder.path, 'k8s-bind.conf'), `zones: ${entries}\n`);
  const { out, err } = await exported('zone', '--config', join(folder.path, 'k8s-bind.conf'));
  expect(err).toBe('');
  const [, below = ''] = out.split('$ORIGIN k8s.lan.');
  expect(below).toMatch(/^six +30 IN AAAA +fd00::6$/m);
});

test('export hosts prints a line for each address, its shortest name first', async () => {
  const { out } = await exported('hosts', ...zone);
  expect(out).toBe(`10.96.0.1 kubernetes.k8s.example kubernetes.default.svc.k8s.example
10.0.0.11 redis-primary.shop.svc.k8s.example
fd00::11 redis-primary.shop.svc.k8s.example
fd00::6 six.shop.svc.k8s.example
`);
});

test('export json has every RRset with its zone', async () => {
  const rrsets = JSON.parse((await exported('json', ...zone)).out) as unknown[];
  expect(rrsets).toContainEqual({
    zone: 'k8s.example.',
    name: 'six.shop.svc.k8s.example.',
    type: 'AAAA',
    ttlSeconds: 30,
    rdatas: ['fd00::6'],
  });
});

test('export without a zone says what is needed', async () => {
  expect(await exported('hosts')).toEqual({
    exitCode: 2,
    out: '',
    err: 'k8s-bind: Cannot export: found no zone, needed --zone NAME (only env needs none)\n',
  });
});

test('export of manifests that are not there says so and exits with 2', async () => {
  await expect(runInProcess(['export', 'env', '--manifests', '/nonexistent'])).rejects.toThrow(
    /found no such file/,
  );
});
