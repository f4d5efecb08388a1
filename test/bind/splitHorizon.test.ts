import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CliResult, runCli } from '../support/cli.ts';
import { type Daemon, startConfiguredDaemon } from '../support/daemon.ts';
import { freePort } from '../support/freePort.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import {
  startTwoViews,
  type TwoViews,
  type ViewName,
  viewNames,
  writeTwoViews,
} from '../support/twoViews.ts';
import { waitFor } from '../support/waitFor.ts';

let views: TwoViews;
let folder: TemporaryFolder;
beforeEach(async () => {
  views = await startTwoViews();
  folder = await temporaryFolder('split-horizon');
  await mkdir(join(folder.path, 'manifests'));
});
afterEach(async () => {
  await views[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const put = (name: string, text: string): Promise<void> =>
  writeFile(join(folder.path, 'manifests', `${name}.yaml`), text);

/** A Service of type LoadBalancer, with what its controller has put into the status. */
const balancer = (name: string, ...ips: readonly string[]): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: default, creationTimestamp: 2026-01-01T00:00:00Z }
spec: { type: LoadBalancer, clusterIP: 10.96.0.1, ports: [{ name: http, port: 80 }] }
status: { loadBalancer: { ingress: [${ips.map((ip) => `{ ip: "${ip}" }`).join(', ')}] } }
`;

const gateway = (name: string, className: string, ...ips: readonly string[]): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: ${name}, namespace: infra }
spec:
  gatewayClassName: ${className}
  listeners: [{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }]
status: { addresses: [${ips.map((ip) => `{ value: "${ip}" }`).join(', ')}] }
`;

const route = (name: string, ...gateways: readonly string[]): string => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${name}, namespace: shop, creationTimestamp: 2026-01-01T00:00:00Z }
spec:
  parentRefs: [${gateways.map((gateway) => `{ name: ${gateway}, namespace: infra }`).join(', ')}]
  hostnames: [${name}.k8s.example]
status:
  parents:
${gateways
  .map(
    (gateway) => `    - parentRef: { name: ${gateway}, namespace: infra }
      controllerName: example.net/c
      conditions: [{ type: Accepted, status: "True" }]`,
  )
  .join('\n')}
`;

const ingress = (name: string, className: string, ...ips: readonly string[]): string => `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: shop, creationTimestamp: 2026-01-01T00:00:00Z }
spec: { ingressClassName: ${className}, rules: [{ host: ${name}.k8s.example }] }
status: { loadBalancer: { ingress: [${ips.map((ip) => `{ ip: "${ip}" }`).join(', ')}] } }
`;

const headless = (name: string, ip: string): string => `
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: default }
spec: { clusterIP: None }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: ${name}-1, namespace: default, labels: { kubernetes.io/service-name: ${name} } }
addressType: IPv4
ports: []
endpoints: [{ addresses: [${ip}] }]
`;

const handWritten: Readonly<Record<ViewName, string>> = {
  internal: `update add printer.k8s.example. 60 A 10.0.0.9
update add printer.k8s.example. 60 TXT "second floor"
update add _acme-challenge.web.default.svc.k8s.example. 60 TXT "token"`,
  external: `update add www.k8s.example. 60 A 198.51.100.80
update add mail.k8s.example. 60 TXT "v=spf1 -all"`,
};

/** What other writers have in a view, as it stands there. */
const neighbours = async (view: ViewName): Promise<readonly string[]> =>
  (await views.zoneIn(view))
    .split('\n')
    .filter((line) => /^(printer|_acme-challenge|www|mail|ns1)\b|^k8s\.example\. .* NS /.test(line));

const writeByHand = async (): Promise<void> => {
  for (const view of viewNames) await views.edit(view, handWritten[view]);
};

/** Addresses, aliases and SRV records in a view, those of the zone itself and of other writers left out. */
const published = async (view: ViewName): Promise<readonly string[]> =>
  (await views.zoneIn(view))
    .split('\n')
    .filter((line) => / IN (?:A|AAAA|CNAME|SRV) /.test(line) && !/^(printer|www|ns1)\b/.test(line))
    .map((line) => line.replace(/ \d+ IN /, ' '));

/** The whole zone but for its serial. */
const contentOf = async (view: ViewName): Promise<string> =>
  (await views.zoneIn(view)).replace(/( SOA \S+ \S+) \d+/, '$1 N');

const common = {
  addresses: 'external',
  sources: ['service', 'gateway', 'ingress'],
  allow: [{ names: ['*.{zone}'] }],
};

const check = async (file: string): Promise<CliResult> => runCli(['check', '--config', file]);
const lineOf = ({ stdout }: CliResult, check: string): string =>
  stdout.split('\n').find((line) => line.split(/ +/)[1] === check) ?? '';

const runOnce = (file: string, ...args: readonly string[]): Promise<CliResult> =>
  runCli(['run', '--once', '--log-format', 'json', '--config', file, ...args]);

const statusOf = async ({ listen }: Daemon, path: string): Promise<string> =>
  (await fetch(`http://${listen}/${path}`)).text();

describe('one daemon with an internal and an external view', () => {
  test('fills each with its addresses, moves what moves, and leaves what others wrote byte for byte', async () => {
    await writeByHand();
    const before = { internal: await neighbours('internal'), external: await neighbours('external') };
    expect(before.internal).toHaveLength(5);
    expect(before.external).toHaveLength(4);
    await put('web', balancer('web', '10.20.0.10', '203.0.113.10'));
    await put('inside', balancer('inside', '10.20.0.11'));
    await put('outside', balancer('outside', '203.0.113.11', '2001:db8::11'));
    await put('nowhere', balancer('nowhere', '198.51.100.7'));
    await put('gateway', `${gateway('gw', 'any', '10.20.0.20', '203.0.113.20')}---${route('shop', 'gw')}`);
    await put('ingress', ingress('blog', 'any', '203.0.113.30'));
    const file = await writeTwoViews(views, folder.path, common, {
      external: { networks: ['203.0.113.0/24', '2001:db8::/32'] },
    });
    await using daemon = await startConfiguredDaemon(file);
    await daemon.ready();
    expect(await daemon.readiness()).toMatch(
      /\[\+\] zone k8s\.example\. \(view internal\) in step\n\[\+\] zone k8s\.example\. \(view external\) in step/,
    );
    expect(await published('internal')).toEqual([
      'inside.k8s.example. A 10.20.0.11',
      '_http._tcp.inside.k8s.example. SRV 0 100 80 inside.k8s.example.',
      'shop.k8s.example. A 10.20.0.20',
      'inside.default.svc.k8s.example. A 10.20.0.11',
      '_http._tcp.inside.default.svc.k8s.example. SRV 0 100 80 inside.default.svc.k8s.example.',
      'web.default.svc.k8s.example. A 10.20.0.10',
      '_http._tcp.web.default.svc.k8s.example. SRV 0 100 80 web.default.svc.k8s.example.',
      'web.k8s.example. A 10.20.0.10',
      '_http._tcp.web.k8s.example. SRV 0 100 80 web.k8s.example.',
    ]);
    expect(await published('external')).toEqual([
      'blog.k8s.example. A 203.0.113.30',
      'outside.k8s.example. A 203.0.113.11',
      'outside.k8s.example. AAAA 2001:db8::11',
      '_http._tcp.outside.k8s.example. SRV 0 100 80 outside.k8s.example.',
      'shop.k8s.example. A 203.0.113.20',
      'outside.default.svc.k8s.example. A 203.0.113.11',
      'outside.default.svc.k8s.example. AAAA 2001:db8::11',
      '_http._tcp.outside.default.svc.k8s.example. SRV 0 100 80 outside.default.svc.k8s.example.',
      'web.default.svc.k8s.example. A 203.0.113.10',
      '_http._tcp.web.default.svc.k8s.example. SRV 0 100 80 web.default.svc.k8s.example.',
      'web.k8s.example. A 203.0.113.10',
      '_http._tcp.web.k8s.example. SRV 0 100 80 web.k8s.example.',
    ]);
    expect(await views.ask('internal', 'web.k8s.example')).toBe('10.20.0.10');
    expect(await views.ask('external', 'web.k8s.example')).toBe('203.0.113.10');
    expect(await views.ask('internal', 'outside.k8s.example')).toBe('');

    // Where each is, in all that tells of it.
    const status = await statusOf(daemon, 'v1/status');
    expect(status).toMatch(/"view":"internal".*"leftOut":\{"addresses":6,"objects":5\}/);
    const metrics = await statusOf(daemon, 'metrics');
    expect(metrics).toMatch(/k8s_bind_records_owned\{zone="k8s\.example\.",view="internal"\} \d/);
    expect(metrics).toContain('k8s_bind_addresses_left_out{zone="k8s.example.",view="external"} 4');
    expect(metrics).toMatch(
      /k8s_bind_updates_total\{zone="k8s\.example\.",view="external",outcome="applied"\} \d/,
    );
    expect(await statusOf(daemon, 'v1/records')).toMatch(
      /"name":"web\.k8s\.example\.","type":"A",[^\n]*"10\.20\.0\.10"[^\n]*"view":"internal"/,
    );
    expect(await statusOf(daemon, 'v1/services?filter=default/web')).toMatch(
      /web\.k8s\.example\. A 203\.0\.113\.10 \(view external\)/,
    );
    expect(await statusOf(daemon, 'v1/services?filter=default/nowhere')).toContain(
      '"names":[],"state":"outside"',
    );
    const asked = await runCli(['status', '--listen', daemon.listen]);
    expect(asked.stdout).toMatch(
      /zone {5}k8s\.example\. \(view internal\) at .*\n {2}left alone .*\n {2}not published here: 6 addresses of 5 objects/,
    );

    // An address moves, one comes beside another, and a status is lost for a moment.
    await put('inside', balancer('inside', '203.0.113.12'));
    await put('outside', balancer('outside', '203.0.113.11', '10.20.0.13'));
    await put('web', balancer('web'));
    await waitFor('the move', () => views.ask('external', 'inside.k8s.example'), {
      until: (answer) => answer === '203.0.113.12',
    });
    await waitFor('its end inside', () => views.ask('internal', 'inside.k8s.example'), {
      until: (answer) => answer === '',
    });
    await waitFor('the second address', () => views.ask('internal', 'outside.k8s.example'), {
      until: (answer) => answer === '10.20.0.13',
    });
    expect(await views.ask('external', 'outside.k8s.example')).toBe('203.0.113.11');
    const readiness = await daemon.readiness();
    expect(readiness).not.toMatch(/held back/);
    // Held in both, each with its own.
    expect(await views.ask('internal', 'web.k8s.example')).toBe('10.20.0.10');
    expect(await views.ask('external', 'web.k8s.example')).toBe('203.0.113.10');
    expect((await statusOf(daemon, 'v1/status')).match(/"code":"held"/g)).toHaveLength(6);
    // It comes back with an address inside alone: that is a new one, and the other view has none.
    await put('web', balancer('web', '10.20.0.99'));
    await waitFor('the new address', () => views.ask('internal', 'web.k8s.example'), {
      until: (answer) => answer === '10.20.0.99',
    });
    await waitFor('the end of the old one', () => views.ask('external', 'web.k8s.example'), {
      until: (answer) => answer === '',
    });
    expect(await neighbours('internal')).toEqual(before.internal);
    expect(await neighbours('external')).toEqual(before.external);
  });

  test('hears a NOTIFY of either view for both, and heals each at once', async () => {
    const port = await freePort();
    const notify = `notify explicit; also-notify { 127.0.0.1 port ${port}; };`;
    await put('web', balancer('web', '10.20.0.10', '203.0.113.10'));
    const file = await writeTwoViews(views, folder.path, {
      ...common,
      soaInterval: '10m',
      notifyListen: `127.0.0.1:${port}`,
    });
    await using daemon = await startConfiguredDaemon(file);
    await daemon.ready();
    // Not before somebody listens: BIND sends no other while one waits for its answer.
    await views.changeConf((text) => text.replaceAll('type primary;', `type primary; ${notify}`));
    const times = async (): Promise<readonly ZoneTimes[]> =>
      (JSON.parse(await statusOf(daemon, 'v1/status')) as { zones: ZoneTimes[] }).zones;
    const name = 'web.default.svc.k8s.example';
    for (const [view, address] of [
      ['internal', '10.20.0.10'],
      ['external', '203.0.113.10'],
    ] as const) {
      // What was written is read back a second later, which would heal an edit as well.
      const before = await waitFor('what was written was read back', times, {
        until: (zones) => zones.every(({ lastReadMs, lastWriteMs }) => lastReadMs > lastWriteMs),
      });
      await views.edit(view, `update delete ${name}. A\nupdate add ${name}. 30 A 192.0.2.66`);
      await waitFor('healed', () => views.ask(view, name), {
        until: (answer) => answer === address,
        deadlineMs: 2_000,
        intervalMs: 10,
      });
      await waitFor('both views were looked at', times, {
        until: (zones) => zones.every(({ lastReadMs }, at) => lastReadMs > (before[at]?.lastReadMs ?? 0)),
      });
    }
  });
});

type ZoneTimes = { readonly lastReadMs: number; readonly lastWriteMs: number };

test('each view has its own Gateways, classes and sources, without any network', async () => {
  const both = ['10.20.0.20', '203.0.113.20'] as const;
  await put('gateways', `${gateway('lan', 'private', ...both)}---${gateway('wan', 'public', ...both)}`);
  await put(
    'routes',
    `${route('wiki', 'lan')}---${route('shop', 'wan')}---${route('both', 'lan', 'wan')}---${gateway('dmz', 'public', '203.0.113.21')}---${route('dmz', 'dmz')}`,
  );
  await put('ingresses', `${ingress('in', 'private', ...both)}---${ingress('out', 'public', ...both)}`);
  await put('services', balancer('web', ...both));
  const file = await writeTwoViews(
    views,
    folder.path,
    { ...common, shortNames: [] },
    {
      internal: { networks: [], gatewayClasses: ['private'], ingressClasses: ['private'] },
      external: {
        excludeNetworks: [],
        sources: ['gateway', 'ingress'],
        gateways: ['infra/wan'],
        ingressClasses: ['public'],
      },
    },
  );
  expect(await runOnce(file)).toMatchObject({ exitCode: 0 });
  const namesIn = async (view: ViewName): Promise<readonly string[]> => [
    ...new Set((await published(view)).map((line) => line.split('.k8s.example.')[0] ?? '')),
  ];
  expect(await namesIn('internal')).toEqual([
    'both',
    'in',
    'web.default.svc',
    '_http._tcp.web.default.svc',
    'wiki',
  ]);
  expect(await namesIn('external')).toEqual(['both', 'out', 'shop']);
});

/** The external key may do all that the internal one may, and is led into the internal view. */
const leadAstray = (): Promise<void> =>
  views.changeConf((text) =>
    text
      .replace('!key k8s-external; ', '')
      .replaceAll(
        'grant k8s-internal',
        'grant k8s-external zonesub A AAAA CNAME SRV PTR TXT; grant k8s-internal',
      )
      .replace(
        'allow-transfer { key k8s-internal; }',
        'allow-transfer { key k8s-internal; key k8s-external; }',
      ),
  );

describe('check proves that each key reaches its own view:', () => {
  const keys = 'key k8s-internal (view internal) and key k8s-external (view external)';

  test('by a text that is gone at once, and once both are claimed without writing', async () => {
    await writeByHand();
    await put('web', balancer('web', '10.20.0.10', '203.0.113.10'));
    const file = await writeTwoViews(views, folder.path, common);
    const fresh = { internal: await contentOf('internal'), external: await contentOf('external') };
    const first = await check(file);
    expect(first.exitCode).toBe(0);
    expect(first.stdout).toContain('\nzone k8s.example. (view internal)\nok ');
    expect(lineOf(first, 'view')).toBe(`ok       view       ${keys} reach different zones`);
    for (const view of viewNames) expect(await contentOf(view)).toBe(fresh[view]);

    expect(await runOnce(file)).toMatchObject({ exitCode: 0 });
    const written = { internal: await views.zoneIn('internal'), external: await views.zoneIn('external') };
    const second = await check(file);
    expect(second.exitCode).toBe(0);
    expect(lineOf(second, 'view')).toBe(`ok       view       ${keys} reach different zones`);
    // Not even the serial is another one.
    for (const view of viewNames) expect(await views.zoneIn(view)).toBe(written[view]);
  });

  test('or says that both reach one, with the line that fixes it', async () => {
    await leadAstray();
    await views.edit('internal', handWritten.internal);
    const before = await contentOf('internal');
    const result = await check(await writeTwoViews(views, folder.path, common));
    expect(result.exitCode).toBe(7);
    expect(result.stdout).toContain(
      `error    view       Cannot write zone "k8s.example." as view "external": key k8s-external reaches what view "internal" writes, needed a view of its own
                    fix: view "external" { match-clients { key k8s-external; … }; … };  and "!key k8s-external;" first in match-clients of every view before it
`,
    );
    expect(await contentOf('internal')).toBe(before);
  });
});

describe('where both keys reach one view', () => {
  const astray =
    'Cannot write zone \\"k8s.example.\\" as view \\"external\\": key k8s-external reaches what view \\"internal\\" writes';

  test.each(['internal first', 'external first'])(
    'a daemon writes nothing at all, says why, and is well once named.conf is right (%s)',
    async (order) => {
      await put('web', balancer('web', '10.20.0.10', '203.0.113.10'));
      await views.edit('internal', handWritten.internal);
      await leadAstray();
      const before = await contentOf('internal');
      const file = await writeTwoViews(views, folder.path, common, {}, order === 'external first');
      const result = await runOnce(file);
      expect({ exitCode: result.exitCode, said: result.stderr }).toMatchObject({ exitCode: 3 });
      const [second, first] =
        order === 'internal first' ? ['external', 'internal'] : ['internal', 'external'];
      expect(result.stderr).toContain(
        `as view \\"${second}\\": key k8s-${second} reaches what view \\"${first}\\" writes`,
      );
      expect(await contentOf('internal')).toBe(before);

      await views.changeConf((text) => `${text}\n`);
      expect(await runOnce(file)).toMatchObject({ exitCode: 0 });
      expect(await views.ask('internal', 'web.k8s.example')).toBe('10.20.0.10');
      expect(await views.ask('external', 'web.k8s.example')).toBe('203.0.113.10');
    },
  );

  test('from one moment on, the daemon ends, and what stands in either view stays', async () => {
    await put('web', balancer('web', '10.20.0.10', '203.0.113.10'));
    await writeByHand();
    const file = await writeTwoViews(views, folder.path, { ...common, soaInterval: '1s' });
    await using daemon = await startConfiguredDaemon(file);
    await daemon.ready();
    const inside = await published('internal');
    const outside = await published('external');
    await leadAstray();
    await put('late', balancer('late', '203.0.113.40'));
    expect(await daemon.ended()).toContain(astray);
    expect(await published('internal')).toEqual(inside);
    expect(await neighbours('internal')).toHaveLength(5);
    await views.changeConf((text) => `${text}\n`);
    expect(await published('external')).toEqual(outside);
    expect(await neighbours('external')).toHaveLength(4);
  });
});

test('keys that are exchanged write nothing into the view of the other', async () => {
  await put('web', balancer('web', '10.20.0.10', '203.0.113.10'));
  const file = await writeTwoViews(views, folder.path, common);
  expect(await runOnce(file)).toMatchObject({ exitCode: 0 });
  const before = { internal: await views.zoneIn('internal'), external: await views.zoneIn('external') };
  const swapped = await writeTwoViews(views, folder.path, common, {
    internal: { keyFile: views.keyFile('external') },
    external: { keyFile: views.keyFile('internal') },
  });
  const result = await runOnce(swapped);
  expect(result.exitCode).toBe(3);
  expect(result.stderr).toContain('needed a view of its own');
  for (const view of viewNames) expect(await views.zoneIn(view)).toBe(before[view]);
  expect(lineOf(await check(swapped), 'claim')).toMatch(
    /^error +claim +Cannot write zone .* needed a view of its own/,
  );
});

test('one view alone is planned, purged and exported by its name', async () => {
  await writeByHand();
  await put('web', balancer('web', '10.20.0.10', '203.0.113.10'));
  const file = await writeTwoViews(views, folder.path, common);
  const plan = await runCli(['plan', '--config', file, '--view', 'external']);
  expect(plan.stdout).toMatch(/^; zone k8s\.example\. \(view external\) serial /);
  expect(plan.stdout).toContain('+ web.k8s.example. 30 IN A 203.0.113.10');
  expect(plan.stdout).toContain('; not published here: 1 addresses of 1 objects');
  expect(plan.stdout).not.toContain('internal');
  const exported = await runCli(['export', 'zone', '--config', file]);
  expect(exported.stdout).toMatch(
    /^; zone k8s\.example\. \(view internal\)\n[^;]*10\.20\.0\.10[^;]*\n; zone k8s\.example\. \(view external\)\n[^;]*203\.0\.113\.10/,
  );
  const fresh = await contentOf('external');
  expect(await runOnce(file)).toMatchObject({ exitCode: 0 });
  const inside = await views.zoneIn('internal');
  const purged = await runCli(['purge', '--config', file, '--view', 'external', '--yes']);
  expect(purged).toMatchObject({ exitCode: 0 });
  expect(purged.stdout).toContain('; zone k8s.example. (view external), all that owner test wrote');
  expect(await contentOf('external')).toBe(fresh);
  expect(await views.zoneIn('internal')).toBe(inside);
  await rm(file);
});

test('a reverse zone that both views share is written for one of them, and the other is told to leave it', async () => {
  const reverse = (view: ViewName): string => `zone "20.10.in-addr.arpa" {
\t\ttype primary;
\t\tfile "/var/lib/bind/${view}/20.10.in-addr.arpa.zone";
\t\tupdate-policy { grant k8s-internal zonesub PTR TXT; grant k8s-external zonesub PTR TXT; };
\t\tallow-transfer { key k8s-internal; key k8s-external; };
\t};`;
  const inView = '\tzone "20.10.in-addr.arpa" { in-view "internal"; };';
  await writeFile(
    join(views.named.folder, 'zones', 'internal', '20.10.in-addr.arpa.zone'),
    '$TTL 300\n@ SOA ns1.k8s.example. hostmaster.k8s.example. ( 1 3600 600 86400 5 )\n@ NS ns1.k8s.example.\n',
  );
  await views.changeConf((text) =>
    text
      .replace('inside; };', `inside; };\n\t${reverse('internal')}`)
      .replace('match-clients { any; };', `match-clients { any; };\n${inView}`),
  );
  await put('web', headless('web', '10.20.0.10'));
  const shared = await writeTwoViews(views, folder.path, { reverse: ['10.20.0.0/16'] });
  const result = await runOnce(shared);
  expect(result.exitCode).toBe(3);
  expect(result.stderr).toMatch(/Cannot write zone \\"20\.10\.in-addr\.arpa\.\\" as view \\"\w+\\"/);
  expect(result.stderr).toContain('\\"reverse:\\" in one entry of zones: alone');
  const alone = await writeTwoViews(views, folder.path, {}, { internal: { reverse: ['10.20.0.0/16'] } });
  expect(await runOnce(alone)).toMatchObject({ exitCode: 0 });
  expect(await views.zoneIn('internal', '20.10.in-addr.arpa')).toContain(
    '10.0.20.10.in-addr.arpa. 5 IN PTR 10-20-0-10.web.default.svc.k8s.example.',
  );
});
