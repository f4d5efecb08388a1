import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { workloadControllers } from '../support/controlPlaneCommands.ts';
import { startConfiguredDaemon } from '../support/daemon.ts';
import { guideBlock, guideBlocks } from '../support/guideBlock.ts';
import { type Lan, nodeAddress, startLan } from '../support/lan.ts';
import { startKubelet } from '../support/lanKubelet.ts';
import { type Host, setResolvConf } from '../support/lanNamespaces.ts';
import { type Named, startNamed } from '../support/named.ts';
import { run } from '../support/process.ts';
import { waitFor } from '../support/waitFor.ts';

const guide = 'replace-kube-dns.md';
const upstreamAddress = '192.168.77.53';
const parts = new AsyncDisposableStack();
let lan: Lan;
let cluster: ControlPlane;
let named: Named;
/** A pod of namespace shop, with hostname db-0 and subdomain db. */
let pod: Host;

/** The guide's text with the places of this test in it. */
const here = (text: string): string =>
  text
    .replaceAll('/etc/k8s-bind/kubeconfig', cluster.users['k8s-bind'].kubeconfig)
    .replaceAll('/etc/bind', named.folder)
    .replaceAll('/var/lib/bind', join(named.folder, 'zones'))
    .replaceAll('192.0.2.53', nodeAddress)
    .replaceAll('192.0.2.1', upstreamAddress);

/** What a kubelet with the configuration of the guide writes for the pods of a namespace. */
const resolvConf = (namespace: string): string => {
  const kubelet = parse(here(guideBlock(guide, 'yaml kubelet'))) as Kubelet;
  const { clusterDomain } = kubelet;
  const search = [`${namespace}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain];
  const servers = kubelet.clusterDNS.map((address) => `nameserver ${address}`);
  return [`search ${search.join(' ')}`, ...servers, 'options ndots:5', ''].join('\n');
};
type Kubelet = { readonly clusterDNS: readonly string[]; readonly clusterDomain: string };

beforeAll(async () => {
  lan = parts.use(await startLan());
  const commandPrefix = lan.node.prefix;
  const upstream = await lan.addHost('upstream', upstreamAddress);
  parts.use(
    await startNamed({
      address: upstreamAddress,
      port: 53,
      commandPrefix: upstream.prefix,
      zones: [{ name: 'example.net', text: outside }],
    }),
  );
  cluster = parts.use(await startControlPlane({ controllers: workloadControllers, commandPrefix }));
  const options = guideBlock(guide, 'named.conf options')
    .replaceAll('192.0.2.1;', `${upstreamAddress};`)
    .replaceAll('192.0.2.0/24', '192.168.77.0/24');
  const zones = [{ name: 'home.example', text: home }];
  named = parts.use(
    await startNamed({ address: nodeAddress, port: 53, commandPrefix, zones, options, keys: [] }),
  );
  await run(['sh', '-ec', here(guideBlock(guide, 'sh zones'))]);
  await run(['chmod', '640', join(named.folder, 'k8s-bind.key')]);
  await named.reconfigure({ statements: here(guideBlock(guide, 'named.conf zones')) });
  await cluster.apply(guideBlock(guide, 'yaml shop'));
  const kubelet = await startKubelet(lan, cluster, 'shop');
  const [started] = await kubelet.run('app=db', 1);
  if (started === undefined) throw new Error('Cannot find the pod db-0');
  pod = started.host;
  await setResolvConf(pod, resolvConf('shop'));
  const config = join(lan.folder, 'k8s-bind.yaml');
  await writeFile(config, here(guideBlock(guide, 'yaml k8s-bind.yaml')));
  const daemon = parts.use(await startConfiguredDaemon(config, ['--owner', 'test'], commandPrefix));
  await daemon.ready();
});
afterAll(() => parts.disposeAsync());

const zoneHead = '@ 3600 IN SOA ns hostmaster 1 3600 600 86400 5\n@ 3600 IN NS ns\nns 3600 IN A 192.0.2.9\n';
const outside = `$ORIGIN example.net.\n${zoneHead}www 60 IN A 198.51.100.7\n`;
const home = `$ORIGIN home.example.\n${zoneHead}printer 60 IN A 192.0.2.80\n`;

const lines = (text: string): readonly string[] => text.split('\n').filter(Boolean).sort();

/** As the conformance test asks: over UDP and over TCP, by the search list. */
const dig = async (...question: readonly string[]): Promise<readonly string[]> => {
  const ask = async (transport: string): Promise<readonly string[]> =>
    lines(await pod.run('dig', transport, '+search', '+short', ...question));
  const byUdp = await ask('+notcp');
  expect(await ask('+tcp')).toEqual(byUdp);
  return byUdp;
};

/** As a program in the pod asks, by the system's resolver. */
const getent = async (name: string): Promise<string> => {
  const [first = ''] = (await pod.run('getent', 'ahostsv4', name)).split('\n');
  return first.split(/\s+/)[0] ?? '';
};

const becomes = (question: readonly string[], answer: readonly string[]): Promise<unknown> =>
  waitFor(`${question.join(' ')} is ${answer.join()}`, () => dig(...question), {
    until: (found) => found.join() === answer.join(),
  });

test('the guide has these blocks, and a pod has the resolv.conf that it shows', async () => {
  expect(guideBlocks(guide)).toEqual([
    'sh zones',
    'named.conf zones',
    'named.conf options',
    'yaml k8s-bind.yaml',
    'yaml kubelet',
    'text resolv.conf',
    'yaml shop',
    'sh questions',
    'text questions',
  ]);
  expect(`${await pod.run('cat', '/etc/resolv.conf')}\n`).toBe(here(guideBlock(guide, 'text resolv.conf')));
});

test('the questions of the guide have its answers, asked from a pod', async () => {
  const answers = await pod.run('sh', '-ec', guideBlock(guide, 'sh questions'));
  expect(answers).toBe(guideBlock(guide, 'text questions').trim());
});

describe('a conformance test asks from a pod', () => {
  test.each(['kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'])(
    '%s',
    async (name) => {
      expect(await dig(name, 'A')).toEqual(['10.96.0.1']);
      expect(await getent(name)).toBe('10.96.0.1');
    },
  );

  test.each(['webapp', 'webapp.shop', 'webapp.shop.svc', 'webapp.shop.svc.cluster.local'])(
    '%s, a Service with a cluster IP',
    async (name) => {
      expect(await dig(name, 'A')).toEqual(['10.96.80.80']);
      expect(await getent(name)).toBe('10.96.80.80');
    },
  );

  test.each(['db', 'db.shop', 'db.shop.svc', 'db.shop.svc.cluster.local'])(
    '%s, a headless Service',
    async (name) => {
      expect(await dig(name, 'A')).toEqual(['10.244.0.1']);
      expect(await getent(name)).toBe('10.244.0.1');
    },
  );

  test('the SRV records of both, and their pointers', async () => {
    const srv = (service: string) => dig(`_http._tcp.${service}.shop.svc`, 'SRV');
    expect(await srv('webapp')).toEqual(['0 100 80 webapp.shop.svc.cluster.local.']);
    expect(await srv('db')).toEqual(['0 100 80 db-0.db.shop.svc.cluster.local.']);
    expect(await dig('-x', '10.96.80.80')).toEqual(['webapp.shop.svc.cluster.local.']);
    expect(await dig('-x', '10.244.0.1')).toEqual(['db-0.db.shop.svc.cluster.local.']);
    expect(await pod.run('getent', 'hosts', '10.96.0.1')).toContain('kubernetes.default.svc.cluster.local');
  });

  test.each(['10-244-0-1.shop.pod', '10-244-0-1.shop.pod.cluster.local'])(
    'its own name by address, %s',
    async (name) => {
      expect(await dig(name, 'A')).toEqual(['10.244.0.1']);
      expect(await getent(name)).toBe('10.244.0.1');
    },
  );

  test.each(['db-0.db', 'db-0.db.shop.svc.cluster.local'])(
    'its own name by hostname and subdomain, %s',
    async (name) => {
      expect(await dig(name, 'A')).toEqual(['10.244.0.1']);
      expect(await getent(name)).toBe('10.244.0.1');
    },
  );

  test('an ExternalName, its change, and its change to a cluster IP', async () => {
    const store = 'store.shop.svc.cluster.local';
    const patch = (spec: object): Promise<unknown> =>
      cluster.api('PATCH', '/api/v1/namespaces/shop/services/store', { spec });
    expect(await dig(store, 'CNAME')).toEqual(['www.example.net.']);
    expect(await getent('store')).toBe('198.51.100.7');
    await patch({ externalName: 'printer.home.example' });
    await becomes([store, 'CNAME'], ['printer.home.example.']);
    expect(await getent('store')).toBe('192.0.2.80');
    const ports = [{ name: 'http', port: 80, protocol: 'TCP' }];
    await patch({ type: 'ClusterIP', externalName: null, clusterIP: '10.96.80.81', ports });
    await becomes([store, 'A'], ['10.96.80.81']);
    expect(await dig(store, 'CNAME')).toEqual([]);
    expect(await getent('store')).toBe('10.96.80.81');
  });
});

test('what is outside is answered too: a zone beside it, and what BIND forwards', async () => {
  expect(await getent('printer.home.example')).toBe('192.0.2.80');
  expect(await getent('www.example.net')).toBe('198.51.100.7');
  expect(await dig('www.example.net', 'A')).toEqual(['198.51.100.7']);
});

test('a pod of another namespace searches in its own, and in none that is not named', async () => {
  const other = (await lan.addPod('other', '10.244.0.200')).host;
  await setResolvConf(other, resolvConf('default'));
  const ask = (name: string): Promise<string> => other.run('dig', '+search', '+short', name);
  expect(await ask('kubernetes')).toBe('10.96.0.1');
  expect(await ask('webapp')).toBe('');
  expect(await ask('webapp.shop')).toBe('10.96.80.80');
});

test('the zone beside it is byte for byte what it was', async () => {
  const text = readFileSync(named.zoneFile('home.example'), 'utf8');
  expect(text).toBe(home);
  expect(lines(await named.axfrText('home.example'))).toHaveLength(4);
});
