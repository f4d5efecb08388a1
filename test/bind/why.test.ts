import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Explanation, Link } from '../../src/why/explanation.ts';
import { type CliResult, runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';

/** CNAME is not granted, TTLs have an end, and a more specific zone hides what stands below `hidden`. */
const policy = `max-zone-ttl 3600;
update-policy { grant "hand" zonesub ANY; grant "k8s-bind" zonesub A AAAA SRV TXT PTR NS; };`;

const manifests = `${serviceManifest('webapp', '10.96.80.80')}---${serviceManifest('api', '10.96.0.7', 'shop')}---${serviceManifest('printer', '10.96.0.8')}
---
apiVersion: v1
kind: Service
metadata: { name: legacy, namespace: default }
spec: { type: ExternalName, externalName: db.example.net }
---
apiVersion: v1
kind: Service
metadata: { name: slow, namespace: default, annotations: { k8s-bind.io/ttl: 2h } }
spec: { clusterIP: 10.96.0.9, clusterIPs: [10.96.0.9] }
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: default, annotations: { k8s-bind.io/hostname: "dark.hidden.k8s.example, www.dmz.k8s.example, www.k8s.example" } }
spec: { clusterIP: 10.96.0.10, clusterIPs: [10.96.0.10] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: default }
spec: { clusterIP: None }
`;

let named: Named;
let folder: TemporaryFolder;
let daemon: Daemon;
let objects: string;
let args: readonly string[];
beforeAll(async () => {
  folder = await temporaryFolder('why');
  named = await startNamed({
    zones: [
      { name: 'k8s.example', update: policy },
      { name: 'hidden.k8s.example', update: 'allow-update { none; };' },
      { name: '96.10.in-addr.arpa' },
      { name: 'example.org', update: 'allow-update { none; };' },
    ],
  });
  await named.nsupdate('update add printer.k8s.example. 60 A 192.0.2.1');
  await named.nsupdate('update add dmz.k8s.example. 60 NS ns.example.net.');
  objects = join(folder.path, 'manifests');
  mkdirSync(objects);
  writeFileSync(join(objects, 'all.yaml'), manifests);
  const config = join(folder.path, 'k8s-bind.yaml');
  writeFileSync(
    config,
    `zone: k8s.example.\nallow:\n  - names: ["dark.hidden.{zone}", "www.dmz.{zone}"]\nreverse: [10.96.0.0/16]\n`,
  );
  args = ['--config', config, '--owner', 'test', '--manifests', objects];
  daemon = await startDaemon(named, 'k8s.example.', args);
  const ends = async (): Promise<readonly unknown[]> => [
    await reasonOf('webapp'),
    await reasonOf('slow.default.svc'),
    await reasonOf('legacy.default.svc'),
    linkOf(await ask('webapp'), 'serial')?.subject === (await serialNow()),
  ];
  await waitFor('all is written or refused, and read back', ends, {
    until: (found) => found.join() === [undefined, 'omitted', 'refused', true].join(),
    deadlineMs: 30_000,
    hopeless: () => (daemon.process.isRunning() ? undefined : daemon.process.logs()),
  });
}, 60_000);
afterAll(async () => {
  await daemon[Symbol.asyncDispose]();
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const ask = async (name: string, type?: string): Promise<Explanation> => {
  const query = new URLSearchParams({ name, ...(type === undefined ? {} : { type }) });
  const response = await fetch(`http://${daemon.listen}/v1/why?${query.toString()}`);
  return (await response.json()) as Explanation;
};
const firstBroken = ({ links }: Pick<Explanation, 'links'>): Link | undefined =>
  links.find(({ verdict }) => verdict === 'broken');
const reasonOf = async (name: string): Promise<string | undefined> => {
  const found = await ask(name);
  return firstBroken(found)?.reason;
};
const linkOf = ({ links }: Explanation, kind: string): Link | undefined =>
  links.find((one) => one.kind === kind);

const serialNow = async (): Promise<string | undefined> =>
  (await named.dig('k8s.example', 'SOA', '+noall', '+answer')).split(/\s+/)[6];

/** Without the daemon's `--listen`: from here. */
const here = (given: readonly string[], ...words: readonly string[]): Promise<CliResult> =>
  runCli([
    'why',
    ...words,
    '--server',
    `${named.address}:${named.port}`,
    '--key-file',
    named.key().file,
    ...given,
  ]);
const there = (...words: readonly string[]): Promise<CliResult> =>
  runCli(['why', ...words, '--listen', daemon.listen]);

describe('a name that is answered', () => {
  test('has every link from its object to what resolvers remember', async () => {
    const found = await ask('webapp', 'A');
    expect(found).toMatchObject({
      name: 'webapp.k8s.example.',
      type: 'A',
      zone: 'k8s.example.',
      isWell: true,
    });
    expect(found.links.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual([
      'name ok',
      'zone ok',
      'object ok',
      'rule ok',
      'rrset ok',
      'message ok',
      'serial ok',
      'answer ok',
      'memory ok',
    ]);
    const soa = (await named.dig('k8s.example', 'SOA', '+noall', '+answer')).split(/\s+/);
    expect(linkOf(found, 'serial')?.subject).toBe(soa[6]);
    const negativeTtl = Math.min(Number(soa[1]), Number(soa[10]));
    const [message, memory] = [linkOf(found, 'message'), linkOf(found, 'memory')];
    expect(memory?.detail).toContain(`negative TTL ${negativeTtl} s`);
    expect(memory?.untilMs).toBe((message?.atMs ?? 0) + 1_000 * negativeTtl);
    expect(linkOf(found, 'answer')?.detail).toBe('A 10.96.80.80, TTL 30');
  });

  test('may be typed as one likes', async () => {
    for (const text of [
      'webapp.default',
      'WebApp.Default.SVC',
      'webapp.default.svc.k8s.example',
      'webapp.default.svc.k8s.example.',
      'default/webapp',
    ])
      expect(await ask(text)).toMatchObject({ name: 'webapp.default.svc.k8s.example.', isWell: true });
    expect(await ask('_http._tcp.webapp.default')).toMatchObject({ isWell: true });
  });

  test('may be the name of an address', async () => {
    const found = await ask('10.96.80.80');
    expect(found).toMatchObject({ name: '80.80.96.10.in-addr.arpa.', type: 'PTR', isWell: true });
    expect(linkOf(found, 'answer')?.detail).toContain('webapp.default.svc.k8s.example.');
    expect(linkOf(found, 'object')?.subject).toBe('Service default/webapp');
  });
});

describe('the first broken link, as BIND has it', () => {
  test.each([
    {
      name: 'webap',
      link: 'object',
      reason: 'no-such-service',
      says: /did you mean Service default\/webapp/,
    },
    { name: 'api', link: 'rule', reason: 'no-short-name', says: /api\.shop\.svc/ },
    { name: 'db.default', link: 'rrset', reason: 'no-endpoints', says: /no EndpointSlice/ },
    { name: 'webapp', type: 'AAAA', link: 'rrset', reason: 'no-type', says: /no IPv6 address/ },
    { name: 'www.k8s.example', link: 'rule', reason: 'not-allowed', says: /no allow rule matches/ },
    { name: 'printer', link: 'message', reason: 'conflict', says: /already holds A 192\.0\.2\.1/ },
    { name: 'legacy.default.svc', link: 'message', reason: 'refused', says: /answers REFUSED/ },
    { name: 'slow.default.svc', link: 'message', reason: 'omitted', says: /allows smaller TTLs only/ },
    { name: 'www.dmz.k8s.example', link: 'zone', reason: 'delegated', says: /which is delegated/ },
    {
      name: 'dark.hidden.k8s.example',
      link: 'answer',
      reason: 'answered-otherwise',
      says: /from zone hidden\.k8s\.example\., which is more specific/,
    },
    { name: 'dmz.k8s.example', link: 'object', reason: 'not-ours', says: /by hand.*: NS$/ },
    { name: '10.96.7.7', link: 'object', reason: 'no-such-service', says: /has the address/ },
    { name: '10.1.0.1', link: 'zone', reason: 'wrong-zone', says: /no reverse zone/ },
    { name: 'www.example.org', link: 'zone', reason: 'wrong-zone', says: /none of our zones/ },
    { name: 'webapp.k8s.example.k8s.example', link: 'name', reason: 'search-path', says: /whole name/ },
  ])('of $name', async ({ name, type, link, reason, says }) => {
    const found = await ask(name, type);
    const broken = firstBroken(found);
    expect({ kind: broken?.kind, reason: broken?.reason, links: found.links }).toMatchObject({
      kind: link,
      reason,
    });
    expect(broken?.detail).toMatch(says);
  });

  test('what is not there is answered so, and remembered for the negative TTL', async () => {
    const before = Date.now();
    const found = await ask('webap');
    expect(linkOf(found, 'answer')).toMatchObject({ subject: 'NXDOMAIN', verdict: 'ok' });
    const until = linkOf(found, 'memory')?.untilMs ?? 0;
    const [, ttl = ''] = /negative TTL (\d+) s/.exec(linkOf(found, 'memory')?.detail ?? '') ?? [];
    expect(until - before).toBeGreaterThanOrEqual(1_000 * Number(ttl));
    expect(until - before).toBeLessThan(1_000 * Number(ttl) + 5_000);
  });

  test('of records of others a reader of the daemon sees the types alone', async () => {
    const found = JSON.stringify(await ask('dmz.k8s.example', 'NS'));
    expect(found).toContain('NS');
    expect(found).not.toContain('ns.example.net');
    expect(JSON.stringify(await ask('www.example.org'))).not.toContain('SOA');
  });
});

describe('the command', () => {
  test('says the same beside the daemon and without one, but for what only a daemon knows', async () => {
    for (const words of [['webapp', 'A'], ['webap'], ['www.dmz.k8s.example']]) {
      const [beside, alone] = await Promise.all([there(...words), here(args, ...words)]);
      const lines = (text: string) =>
        text.split('\n').filter((line) => !/^[ !?] (message|memory)/.test(line));
      expect(lines(alone.stdout)).toEqual(lines(beside.stdout));
      expect(alone.exitCode).toBe(beside.exitCode);
    }
  });

  test('ends with 0 for a name that is well, with 7 for another, and with 2 for what is none', async () => {
    expect((await there('webapp')).exitCode).toBe(0);
    expect((await there('webap')).exitCode).toBe(7);
    const none = await there('a..b');
    expect(none).toMatchObject({ exitCode: 2, stdout: '' });
    expect(none.stderr).toMatch(/^k8s-bind: Cannot use the name "a\.\.b": found an empty label/);
    expect((await there('webapp', 'NOTYPE')).stderr).toContain('found no such record type');
  });

  test('falls back on itself when no daemon answers, and says so', async () => {
    const found = await here(args, 'webapp', '--listen', '127.0.0.1:1');
    expect(found.exitCode).toBe(0);
    expect(found.stderr).toMatch(/Cannot ask the daemon at "127\.0\.0\.1:1".*; it is found out from here\n$/);
  });

  test('shows records of others to who has the key, and asks about zones of others', async () => {
    expect((await here(args, 'dmz.k8s.example')).stdout).toContain('NS ns.example.net.');
    expect((await here(args, 'www.example.org')).stdout).toMatch(/answer {3}NXDOMAIN/);
  });

  test('finds what a daemon would write and none has written', async () => {
    writeFileSync(join(folder.path, 'more.yaml'), serviceManifest('young', '10.96.0.99'));
    const others = args.map((word) => (word === objects ? join(folder.path, 'more.yaml') : word));
    const found = await here(others, 'young');
    expect(found.exitCode).toBe(7);
    expect(found.stdout).toMatch(
      /^! message {2}young\.k8s\.example\.: zone k8s\.example\. does not hold it/m,
    );
  });
});

test('a name server that keeps a question waiting is said to, and keeps nobody waiting for long', async () => {
  const { pid } = named.process();
  process.kill(pid, 'SIGSTOP');
  try {
    const startedMs = performance.now();
    const [found, other] = await Promise.all([ask('webapp'), ask('nothing')]);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
    expect(firstBroken(found)).toMatchObject({ kind: 'answer', reason: 'not-answered', code: 'unreachable' });
    expect(firstBroken(other)).toMatchObject({ kind: 'object', reason: 'no-such-service' });
    expect((await fetch(`http://${daemon.listen}/livez`)).status).toBe(200);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});
