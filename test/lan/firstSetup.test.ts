import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BareHost, bareHost } from '../support/bareHost.ts';
import { runCli } from '../support/cli.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { controlPlanePrograms } from '../support/controlPlaneBuild.ts';
import { type Host, makeNamespaces, type Namespaces } from '../support/lanNamespaces.ts';

/*
 * A first set-up on Debian's own BIND configuration, as root, with named as the user bind, against a real API
 * server: from nothing to an answer, by the words of `init`.
 */

let namespaces: Namespaces;
let network: Host;
let cluster: ControlPlane;
let admin: Readonly<Record<string, string>>;

beforeAll(async () => {
  namespaces = await makeNamespaces();
  network = await namespaces.add('setup');
  const controllers = ['serviceaccount-token-controller'];
  cluster = await startControlPlane({ commandPrefix: network.prefix, controllers });
  admin = { KUBECONFIG: cluster.users.admin.kubeconfig };
});
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
  await namespaces[Symbol.asyncDispose]();
});

const makeHost = (): Promise<BareHost> => bareHost(network.prefix, controlPlanePrograms.program('kubectl'));
const kubernetes = '10.96.0.1';
const question = 'dig @127.0.0.1 +short kubernetes.default.svc.k8s.example';

/** All that a set-up may write, with owner, mode and content. */
const filesOf = ({ shell }: BareHost): Promise<string> =>
  shell(
    'cd /etc && for f in $(find bind k8s-bind systemd -type f | sort); do stat -c "%n %U:%G %a" $f; md5sum < $f; done',
  );

test('the printed commands lead from Debian to an answer, and again they change nothing', async () => {
  await using host = await makeHost();
  expect(await host.shell('dpkg --verify bind9 | grep /etc/bind || true'), '/etc/bind as Debian has it').toBe(
    '',
  );
  await host.startNamed();
  const script = join(cluster.folder, 'setup.sh');
  const { stdout } = await runCli(['init', '--zone', 'k8s.example.', '--reverse', '10.96.0.0/16']);
  await writeFile(script, stdout);

  expect((await host.shell(`sh ${script}`, admin)).split('\n').at(-1)).toBe(kubernetes);
  expect(await host.shell('dig @127.0.0.1 +short -x 10.96.0.1')).toBe('kubernetes.default.svc.k8s.example.');
  expect(await host.shell('dig @127.0.0.1 +short localhost')).toBe('127.0.0.1');
  expect(await host.shell('ps -o user= -C named')).toBe('bind');
  expect(
    await host.shell(
      'stat -c "%n %U:%G %a" /etc/bind/k8s-bind.key /etc/k8s-bind/kubeconfig /var/lib/bind/*.zone',
    ),
  ).toBe(
    [
      '/etc/bind/k8s-bind.key root:bind 640',
      '/etc/k8s-bind/kubeconfig root:k8s-bind 640',
      '/var/lib/bind/96.10.in-addr.arpa.zone bind:bind 644',
      '/var/lib/bind/k8s.example.zone bind:bind 644',
    ].join('\n'),
  );

  const before = await filesOf(host);
  expect((await host.shell(`sh ${script}`, admin)).split('\n').at(-1)).toBe(kubernetes);
  expect(await filesOf(host)).toBe(before);
  // A change arrives: it was not only the first sync.
  await cluster.kubectl('create', 'service', 'clusterip', 'web', '--tcp=80');
  const address = await cluster.kubectl('get', 'service', 'web', '--output=jsonpath={.spec.clusterIP}');
  expect(await host.shell('sleep 2; dig @127.0.0.1 +short web.k8s.example')).toBe(address);
});

test('--apply stops at what fails with one line, and goes on there', async () => {
  await using host = await makeHost();
  const apply = 'k8s-bind init --zone k8s.example. --lease k8s-bind/k8s-bind --apply --yes';
  const refused = (env = {}): Promise<string> => host.shell(`${apply} 2>&1 && exit 1 || true`, env);

  const withoutNamed = await refused();
  expect(withoutNamed).toMatch(
    /^k8s-bind: Cannot apply step 6\/14 named takes its configuration: found "rndc: connect failed: .*connection refused", needed .* goes on from here\n {2}fix: is named running\? systemctl start named/m,
  );
  await host.startNamed();
  const withoutCluster = await refused();
  expect(withoutCluster).toContain(
    '2/14 the zone file /var/lib/bind/k8s.example.zone, in a folder that named may write to: there already',
  );
  expect(withoutCluster).toContain('6/14 named takes its configuration: done');
  expect(withoutCluster).toMatch(
    /^k8s-bind: Cannot apply step 9\/14 .*refused.*\n {2}fix: kubectl needs the rights/m,
  );

  expect(await host.shell(apply, admin)).toContain(
    '14/14 the Service kubernetes, which every cluster has, is in BIND: done',
  );
  expect(await host.shell(question)).toBe(kubernetes);
  expect(await host.shell('cat /etc/k8s-bind/k8s-bind.yaml')).toContain('lease: k8s-bind/k8s-bind');
  await host.shell('echo "logLevel: debug" >> /etc/k8s-bind/k8s-bind.yaml');
  const before = await filesOf(host);
  expect(await host.shell(apply, admin)).toContain(
    '8/14 /etc/k8s-bind/k8s-bind.yaml: there already, with other content, which stays',
  );
  expect(await filesOf(host)).toBe(before);
}, 300_000);

test.each([
  [
    'a zone of that name',
    'zone "k8s.example" { type primary; file "/var/lib/bind/mine"; };',
    'Cannot apply step 1/14 no other zone k8s.example in named: found "files: /var/lib/bind/mine"',
  ],
  [
    'views',
    'view all { match-clients { any; }; };',
    'Cannot apply step 5/14 /etc/bind/named.conf.local includes /etc/bind/named.conf.k8s-bind: found "/etc/bind/named.conf.k8s-bind:3: when using \'view\' statements, all zones must be in views"',
  ],
])('%s that named has already stays, and so does its configuration', async (_what, block, said) => {
  await using host = await makeHost();
  await host.shell(`sed -i '/default-zones/d' /etc/bind/named.conf
    echo '${block}' >> /etc/bind/named.conf.local
    cp /etc/bind/db.empty /var/lib/bind/mine
    echo old > /etc/bind/named.conf.local.before`);
  await host.startNamed();
  const before = await host.shell('cat /etc/bind/named.conf.local');
  expect(
    await host.shell('k8s-bind init --zone k8s.example. --apply --yes 2>&1 && exit 1 || true'),
  ).toContain(said);
  expect(await host.shell('cat /etc/bind/named.conf.local')).toBe(before);
  expect(await host.shell('named-checkconf && ls /etc/bind/named.conf.local.*')).toBe(
    '/etc/bind/named.conf.local.before',
  );
  expect(await host.shell('cat /etc/bind/named.conf.local.before')).toBe('old');
  expect(await host.shell('ls /etc/k8s-bind 2>&1 || true')).toContain('No such file');
});

test('who may write to the folder of the zones leads root nowhere by a link', async () => {
  await using host = await makeHost();
  await host.shell(`echo mine > /etc/victim
    setpriv --reuid bind --regid bind --clear-groups ln -s /etc/victim /var/lib/bind/k8s.example.zone.new`);
  await host.startNamed();
  const said = await host.shell('k8s-bind init --zone k8s.example. --apply --yes 2>&1 && exit 1 || true');
  expect(said).toMatch(/^k8s-bind: Cannot apply step 2\/14 the zone file .*Permission denied/m);
  expect(await host.shell('stat -c "%U %a" /etc/victim && cat /etc/victim')).toBe('root 644\nmine');
});

test('a key that named has already is used, and so is a user; one who is not root is refused', async () => {
  await using host = await makeHost();
  await host.shell(`tsig-keygen mine > /etc/bind/mine.key && chmod 0640 /etc/bind/mine.key
    echo 'include "/etc/bind/mine.key";' >> /etc/bind/named.conf.local
    useradd --system --user-group k8s-bind`);
  await host.startNamed();
  const init = 'k8s-bind init --zone k8s.example. --key-file /etc/bind/mine.key';
  expect(await host.shell(`${init} --apply --yes`, admin)).toContain('14/14');
  expect(await host.shell(question)).toBe(kubernetes);
  expect(await readFile('/etc/passwd', 'utf8'), 'of the machine itself').not.toContain('k8s-bind');
  const asNobody =
    'setpriv --reuid nobody --regid nogroup --clear-groups k8s-bind init --zone other.example. --apply --yes';
  expect(await host.shell(`${asNobody} 2>&1 && exit 1 || true`)).toMatch(/needed root, who writes to \/etc/);
});
