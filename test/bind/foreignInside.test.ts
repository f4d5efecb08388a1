import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliZone, cliZone, serviceManifest } from '../support/cliZone.ts';
import { type Named, startNamed } from '../support/named.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporaryFolder.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

let named: Named;
let folder: TemporaryFolder;
let zone: CliZone;
beforeEach(async () => {
  named = await startNamed();
  folder = await temporaryFolder('foreign-inside');
  zone = cliZone(named, folder.path);
});
afterEach(async () => {
  await named[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const first = '_acme-challenge.web.default.svc.k8s.example.';
const later = '_acme-challenge.api.shop.svc.k8s.example.';
const ofPod = '_acme-challenge.10-1-0-1.default.pod.k8s.example.';

/** All that stands at names of challenges, byte for byte. */
const challenges = async (): Promise<string> =>
  (await named.axfrText('k8s.example'))
    .split('\n')
    .filter((line) => line.startsWith('_acme-challenge.') && !line.startsWith('_acme-challenge._tcp.'))
    .sort()
    .join('\n');

const lines = (...texts: readonly string[]): string => texts.toSorted().join('\n');

test('challenges of certificates stay as they are while all beside them changes, and are no drift', async () => {
  await named.nsupdate(`update add ${first} 60 TXT "first"`);
  await using daemon = startZoneDaemon(named, { records: { podNames: true } });
  daemon.store.put('default/web', '10.96.0.1');
  daemon.store.put('shop/api', '10.96.0.2');
  await daemon.settled();
  expect(await challenges()).toBe(`${first} 60 IN TXT "first"`);

  await named.nsupdate(`update add ${later} 60 TXT "later"
update add ${later} 60 TXT "another"
update add ${ofPod} 60 CNAME pod.acme.example.net.
update add _acme-challenge.svc.k8s.example. 60 TXT "of the tree"`);
  await daemon.look();
  const all = lines(
    `${first} 60 IN TXT "first"`,
    `${later} 60 IN TXT "another"`,
    `${later} 60 IN TXT "later"`,
    `${ofPod} 60 IN CNAME pod.acme.example.net.`,
    '_acme-challenge.svc.k8s.example. 60 IN TXT "of the tree"',
  );
  expect(await challenges()).toBe(all);
  expect(daemon.loop.view.foreignInside()).toEqual([ofPod, '_acme-challenge.svc.k8s.example.', first, later]);

  daemon.store.put('default/web', '10.96.0.9');
  daemon.store.putHeadless('shop/api', ['10.1.0.1', '10.1.0.2']);
  await daemon.settled();
  expect(await challenges()).toBe(all);
  daemon.store.remove('shop/api');
  daemon.store.remove('default/web');
  await daemon.settled();
  await daemon.look();
  expect(await challenges()).toBe(all);
  expect(await named.dig('web.default.svc.k8s.example', 'A', '+short')).toBe('');
  expect(daemon.of('drift')).toEqual([]);

  await named.nsupdate(`update delete ${later} TXT`);
  await daemon.look();
  expect(daemon.of('drift')).toEqual([]);
  expect(daemon.loop.view.foreignInside()).not.toContain(later);
});

test('SRV records of a port called acme-challenge are ours all the same', async () => {
  const srv = '_acme-challenge._tcp.web.default.svc.k8s.example';
  await using daemon = startZoneDaemon(named);
  const spec = { clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'] };
  daemon.store.putSpec('default/web', { ...spec, ports: [{ name: 'acme-challenge', port: 80 }] });
  await daemon.settled();
  expect(await named.dig(srv, 'SRV', '+short')).toBe('0 100 80 web.default.svc.k8s.example.');
  await named.nsupdate(`update add ${srv}. 30 SRV 0 0 1 elsewhere.example.`);
  await daemon.look();
  expect(await named.dig(srv, 'SRV', '+short')).toBe('0 100 80 web.default.svc.k8s.example.');
  daemon.store.putSpec('default/web', spec);
  await daemon.settled();
  expect(await named.dig(srv, 'SRV', '+short')).toBe('');
});

test('challenges are listed by check, and neither adopted nor purged', async () => {
  zone.write('web.yaml', serviceManifest('web', '10.96.0.1'));
  await named.nsupdate(`update add ${first} 60 TXT "first"
update add web.default.svc.k8s.example. 60 A 192.0.2.1`);
  const adopted = await zone.command('adopt', '--yes');
  expect(adopted.exitCode).toBe(0);
  expect(adopted.stdout).not.toContain('_acme-challenge');
  expect((await zone.command('run', '--once')).exitCode).toBe(0);
  expect(await named.dig('web.default.svc.k8s.example', 'A', '+short')).toBe('10.96.0.1');
  const checked = await zone.command('check');
  expect(checked.stdout).toContain(
    `ok       foreign    1 names of others in the territory are left alone: ${first}\n`,
  );
  const purged = await zone.bare('purge', '--zone', 'k8s.example.', '--owner', 'test', '--yes');
  expect(purged.exitCode).toBe(0);
  expect(await named.dig('web.default.svc.k8s.example', 'A', '+short')).toBe('');
  expect(await challenges()).toBe(`${first} 60 IN TXT "first"`);
});
