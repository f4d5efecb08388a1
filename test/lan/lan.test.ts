import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { workloadControllers } from '../support/controlPlaneCommands.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { type Lan, nodeAddress, type Pod, routeClusterIp, startLan } from '../support/lan.ts';
import { type Kubelet, startKubelet } from '../support/lanKubelet.ts';
import { startNginx } from '../support/lanNginx.ts';
import { type Named, startNamed } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';
import { request, requestLoop } from './requests.ts';

const url = 'http://webapp.k8s.example/';
const selector = 'app=webapp';
const parts = new AsyncDisposableStack();
let lan: Lan;
let cluster: ControlPlane;
let named: Named;
let kubelet: Kubelet;

beforeAll(async () => {
  lan = parts.use(await startLan());
  const commandPrefix = lan.node.prefix;
  cluster = parts.use(await startControlPlane({ controllers: workloadControllers, commandPrefix }));
  named = parts.use(await startNamed({ address: nodeAddress, port: 53, commandPrefix }));
  kubelet = await startKubelet(lan, cluster);
  await cluster.kubectl('create', 'deployment', 'webapp', '--image', 'nginx', '--replicas', '2');
  await cluster.kubectl('expose', 'deployment', 'webapp', '--port', '80');
  await kubelet.run(selector, 2);
});
afterAll(() => parts.disposeAsync());

/** The program, on the node beside BIND, once everything is published. */
const publish = async (...args: readonly string[]): Promise<Daemon> => {
  const { kubeconfig } = cluster.users['k8s-bind'];
  const daemon = await startDaemon(
    named,
    'k8s.example.',
    ['--kubeconfig', kubeconfig, ...args],
    lan.node.prefix,
  );
  await daemon.ready();
  return daemon;
};

const addressesOf = async (name: string): Promise<readonly string[]> =>
  (await named.dig(name, 'A', '+short')).split('\n').filter(Boolean).sort();

const publishes = (pods: readonly Pod[]): Promise<unknown> => {
  const expected = pods.map(({ address }) => address).sort();
  return waitFor(`the name has ${expected.join()}`, () => addressesOf('webapp.k8s.example'), {
    until: (found) => found.join() === expected.join(),
    deadlineMs: 30_000,
  });
};

/** Waits until requests have been answered by each of these pods and by no other since the wait began. */
const answerFrom = (from: Lan['host'], pods: readonly Pod[], target = url): Promise<unknown> => {
  const names = pods.map(({ name }) => name).sort();
  return waitFor(
    `answers by ${names.join()}`,
    async () => {
      const answers = new Set<string>();
      for (let count = 0; count < 12; count += 1) answers.add((await request(from, target)).answer);
      return [...answers].sort();
    },
    { until: (answers) => answers.join() === names.join(), deadlineMs: 60_000 },
  );
};

const clusterIp = (): Promise<string> =>
  cluster.kubectl('get', 'service', 'webapp', '-o', 'jsonpath={.spec.clusterIP}');

test('with --addresses endpoints a host of the LAN reaches every pod by the name of the Service', async () => {
  await using _ = await publish('--addresses', 'endpoints');
  await publishes(kubelet.pods());
  await answerFrom(lan.host, kubelet.pods());
  expect(await lan.host.run('cat', '/etc/resolv.conf')).toContain(`nameserver ${nodeAddress}`);
});

test('with cluster IPs the node reaches the Service by its name, and a host of the LAN does not', async () => {
  await using _ = await publish();
  const address = await clusterIp();
  await waitFor('the cluster IP', () => addressesOf('webapp.k8s.example'), {
    until: (found) => found.join() === address,
  });
  await routeClusterIp(
    lan.node,
    address,
    kubelet.pods().map((pod) => pod.address),
  );
  await answerFrom(lan.node, kubelet.pods());
  const { failed, answer } = await request(lan.host, url);
  expect(failed).toBe(true);
  // It knows the address; it has no way to it.
  expect(await lan.host.run('getent', 'ahostsv4', 'webapp.k8s.example')).toContain(address);
  expect(answer).toContain('to connect to webapp.k8s.example');
});

test('no request fails while the deployment scales up and down', async () => {
  await using _ = await publish('--addresses', 'endpoints');
  await publishes(kubelet.pods());
  await using loop = requestLoop(lan.host, url);
  await loop.after(5);
  await cluster.kubectl('scale', 'deployment', 'webapp', '--replicas', '5');
  await publishes(await kubelet.run(selector, 5));
  await answerFrom(lan.host, kubelet.pods());
  await cluster.kubectl('scale', 'deployment', 'webapp', '--replicas', '2');
  const staying = await kubelet.run(selector, 2);
  await publishes(staying);
  // A pod goes on answering until it is out of DNS: what a preStop hook is for.
  await kubelet.reap(async (pod) => {
    const gone = async (): Promise<boolean> =>
      !(await addressesOf('webapp.k8s.example')).includes(pod.address);
    await waitFor(`${pod.address} is out of DNS`, gone);
  });
  await loop.after(20);
  expect(loop.failures()).toEqual([]);
  expect(new Set(loop.requests.slice(-20).map(({ answer }) => answer))).toEqual(
    new Set(staying.map(({ name }) => name)),
  );
  expect(kubelet.pods()).toHaveLength(2);
});

test('when a pod dies no request fails any more once the cluster knows', async () => {
  await using _ = await publish('--addresses', 'endpoints');
  await publishes(kubelet.pods());
  await using loop = requestLoop(lan.host, url);
  await loop.after(5);
  expect(loop.failures()).toEqual([]);
  const [dying, ...others] = kubelet.pods();
  await dying?.kill();
  await loop.after(2);
  if (dying !== undefined) await kubelet.reportFailed(dying);
  await publishes(others);
  // The one under way may still have asked before.
  await loop.after(1);
  const before = loop.requests.length;
  await loop.after(20);
  expect(loop.requests.slice(before).filter(({ failed }) => failed)).toEqual([]);
  await cluster.kubectl('delete', 'pod', dying?.name ?? '', '--grace-period=0', '--force');
  await publishes(await kubelet.run(selector, 2));
});

test('with --addresses external the address that a cloud controller gives is reached', async () => {
  const balancer = await lan.addHost('balancer', '192.168.77.50');
  const servers = kubelet.pods().map(({ address }) => `server ${address};`);
  lan.keep(
    await startNginx(balancer, lan.folder, 'location / { proxy_pass http://pods; }', {
      upstream: `upstream pods { ${servers.join(' ')} }`,
    }),
  );
  await cluster.apply(`
apiVersion: v1
kind: Service
metadata: { name: shop }
spec: { type: LoadBalancer, selector: { app: webapp }, ports: [{ port: 80 }] }
`);
  await using _ = await publish('--addresses', 'external');
  expect((await named.query('shop.k8s.example', 'A')).rcode).toBe('NXDOMAIN');
  await cluster.kubectl(
    'patch',
    'service',
    'shop',
    '--subresource=status',
    '--type=merge',
    '-p',
    JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: '192.168.77.50' }] } } }),
  );
  await waitFor('the balancer has a name', () => addressesOf('shop.k8s.example'), {
    until: (found) => found.join() === '192.168.77.50',
  });
  await answerFrom(lan.host, kubelet.pods(), 'http://shop.k8s.example/');
});

test('nginx on a host of the LAN passes requests on by name, and follows the pods', async () => {
  await using _ = await publish('--addresses', 'endpoints');
  await publishes(kubelet.pods());
  const front = await lan.addHost('front', '192.168.77.60');
  lan.keep(
    await startNginx(
      front,
      lan.folder,
      `resolver ${nodeAddress} ipv6=off;
    set $name webapp.k8s.example;
    location / { proxy_pass http://$name; }`,
    ),
  );
  const target = 'http://192.168.77.60/';
  await answerFrom(lan.host, kubelet.pods(), target);
  await cluster.kubectl('scale', 'deployment', 'webapp', '--replicas', '3');
  await publishes(await kubelet.run(selector, 3));
  await answerFrom(lan.host, kubelet.pods(), target);
});
