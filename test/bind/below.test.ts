import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliResult, runCli } from '../support/cli.ts';
import { serviceManifest } from '../support/cliZone.ts';
import { type Named, startNamed } from '../support/named.ts';
import { emptyZoneText } from '../support/namedConf.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

/** A zone of somebody else, of which the key has one subtree. */
const hosts = Array.from({ length: 10_000 }, (_, at) => `host-${at} 300 IN A 192.0.${at >> 8}.${at & 255}`);
const policy =
  'update-policy { grant "hand" zonesub ANY; grant "k8s-bind" subdomain k8s.example.com. A AAAA CNAME SRV PTR TXT; };';

let named: Named;
let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder('below');
  named = await startNamed({
    zones: [
      {
        name: 'example.com',
        text: `${emptyZoneText('example.com', '127.0.0.1')}${hosts.join('\n')}
web 300 IN A 192.0.2.1
svc 300 IN A 192.0.2.2
_k8s-bind 300 IN TXT "not a claim"
xk8s 300 IN A 192.0.2.3
`,
        update: policy,
      },
      { name: '96.10.in-addr.arpa' },
    ],
  });
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const isOurs = (line: string): boolean => /^(\S+\.)?k8s\.example\.com\. /.test(line);
const linesOf = async (): Promise<readonly string[]> => (await named.axfrText('example.com')).split('\n');
const ours = async (): Promise<string> => (await linesOf()).filter(isOurs).join('\n');
/** Everything but the serial. */
const neighbours = async (): Promise<string> =>
  (await linesOf()).filter((line) => !isOurs(line) && !/ IN SOA /.test(line)).join('\n');

const command = (name: string, below: string, ...args: readonly string[]): Promise<CliResult> => {
  const server = ['--server', `${named.address}:${named.port}`, '--key-file', named.key().file];
  return runCli([name, '--zone', 'example.com.', '--below', below, '--owner', 'test', ...server, ...args]);
};

test('one subtree of a larger zone is kept, by a key that has no more, and the rest is byte for byte as it was', async () => {
  const manifests = join(folder.path, 'web.yaml');
  writeFileSync(manifests, serviceManifest('web', '10.96.0.1'));
  const before = await neighbours();
  const checked = await command('check', 'k8s', '--manifests', manifests);
  expect(checked.stdout).not.toContain('error ');

  const first = await command('run', 'k8s', '--once', '--manifests', manifests, '--reverse', '10.96.0.0/16');
  expect({ exitCode: first.exitCode, err: first.stderr }).toMatchObject({ exitCode: 0 });
  const text = await ours();
  expect(text.split('\n').filter((line) => !line.includes('_k8s-bind'))).toEqual([
    'dns-version.k8s.example.com. 30 IN TXT "1.1.0"',
    'web.default.svc.k8s.example.com. 30 IN A 10.96.0.1',
    '_http._tcp.web.default.svc.k8s.example.com. 30 IN SRV 0 100 80 web.default.svc.k8s.example.com.',
    'web.k8s.example.com. 30 IN A 10.96.0.1',
    '_http._tcp.web.k8s.example.com. 30 IN SRV 0 100 80 web.k8s.example.com.',
  ]);
  expect(text).toMatch(/^_k8s-bind\.k8s\.example\.com\. 60 IN TXT "k8s-bind=1" "owner=test"/m);
  expect(text).toMatch(/^web\._k8s-bind\.k8s\.example\.com\. 60 IN TXT /m);
  expect(await neighbours()).toBe(before);
  expect(await named.dig('1.0.96.10.in-addr.arpa', 'PTR', '+short')).toBe('web.default.svc.k8s.example.com.');

  writeFileSync(manifests, serviceManifest('web', '10.96.0.9'));
  expect((await command('run', 'k8s', '--once', '--manifests', manifests)).exitCode).toBe(0);
  expect(await named.dig('web.k8s.example.com', 'A', '+short')).toBe('10.96.0.9');
  expect((await command('plan', 'k8s', '--manifests', manifests)).exitCode).toBe(0);
  expect(await neighbours()).toBe(before);

  expect((await command('purge', 'k8s', '--yes')).exitCode).toBe(0);
  expect(await ours()).toBe('');
  expect(await neighbours()).toBe(before);
});

test('of the rest of the zone nothing is held, what changes there is nothing to do, and drift below is healed', async () => {
  await using daemon = startZoneDaemon(named, { zone: 'k8s.example.com.', largerZone: 'example.com.' });
  daemon.store.put('default/web', '10.96.0.1');
  daemon.store.put('default/printer', '10.96.0.3');
  await named.nsupdate('update add printer.k8s.example.com. 300 A 192.0.2.9');
  await daemon.settled();
  await daemon.look();
  const held = [...(daemon.loop.parts.standing.mirror()?.outside.names() ?? [])];
  expect(held.toSorted()).toEqual([
    '_http._tcp.web.k8s.example.com.',
    'printer.k8s.example.com.',
    'web.k8s.example.com.',
  ]);
  expect([...daemon.loop.view.conflicts().keys()]).toContain('printer.k8s.example.com.');

  const updates = daemon.updates.length;
  await named.nsupdate(`update delete host-1.example.com. A
update add web.svc.example.com. 60 A 192.0.2.4`);
  await daemon.look();
  expect(daemon.updates.length).toBe(updates);
  expect(daemon.of('drift')).toEqual([]);

  await named.nsupdate('update add web.default.svc.k8s.example.com. 30 A 192.0.2.66');
  await daemon.look();
  expect(await named.dig('web.default.svc.k8s.example.com', 'A', '+short')).toBe('10.96.0.1');
  expect(await named.dig('web.svc.example.com', 'A', '+short')).toBe('192.0.2.4');
  expect(await named.dig('printer.k8s.example.com', 'A', '+short')).toBe('192.0.2.9');
});

/** BIND takes no DNAME above the zone's own name server. */
const elsewhere = `update add example.com. 3600 NS ns.example.net.
update delete example.com. NS ns.example.com.
`;

const cutsAbove = [
  ['a DNAME at the larger zone', 'example.com.', 'DNAME'],
  ['a DNAME at the subtree', 'k8s.example.com.', 'DNAME'],
  ['a delegation of the subtree', 'k8s.example.com.', 'NS'],
] as const;

test.each(cutsAbove)(
  '%s hides all names: it is not claimed, and that is listed',
  async (_what, name, type) => {
    await named.nsupdate(`${elsewhere}update add ${name} 300 ${type} elsewhere.example.net.`);
    const daemon = startZoneDaemon(named, { zone: 'k8s.example.com.', largerZone: 'example.com.' });
    expect(await daemon.end).toEqual({ kind: 'occupied', records: [], cuts: [{ name, type }], total: 1 });
    expect(daemon.updates).toEqual([]);
    await daemon.stop();
  },
);

test.each(cutsAbove)(
  '%s that comes later makes every name a conflict until it goes',
  async (_what, name, type) => {
    await using daemon = startZoneDaemon(named, { zone: 'k8s.example.com.', largerZone: 'example.com.' });
    await daemon.settled();
    await named.nsupdate(`${elsewhere}update add ${name} 300 ${type} elsewhere.example.net.`);
    await daemon.look();
    daemon.store.put('default/web', '10.96.0.1');
    await daemon.settled();
    expect([...daemon.loop.view.conflicts().keys()]).toContain('web.k8s.example.com.');
    expect([...(daemon.loop.parts.standing.mirror()?.outside.names() ?? [])]).not.toContain('example.com.');
    await named.nsupdate(`update delete ${name} ${type}`);
    await daemon.look();
    await daemon.settled();
    expect([...daemon.loop.view.conflicts().keys()]).toEqual([]);
    expect(await ours()).toContain('web.k8s.example.com. 30 IN A 10.96.0.1');
  },
);

test('where the key has no subtree the line for named.conf is that of the larger zone', async () => {
  const checked = await command('check', 'lab', '--manifests', folder.path);
  expect(checked.stdout).toContain(
    'zone "example.com." { update-policy { grant k8s-bind subdomain lab.example.com. ',
  );
});
