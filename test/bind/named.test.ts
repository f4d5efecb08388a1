import { stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { startNamed } from '../support/named.ts';
import { makeTsigKey } from '../support/tsigKey.ts';
import { waitFor } from '../support/waitFor.ts';

test('named answers for its zone, takes an update and keeps it over a restart', async () => {
  await using named = await startNamed();

  await named.nsupdate('zone k8s.example.\nupdate add web.k8s.example. 5 A 10.96.0.1');
  await named.restart();

  expect(await named.query('web.k8s.example', 'A')).toEqual({
    rcode: 'NOERROR',
    text: 'web.k8s.example. 5 IN A 10.96.0.1\n',
  });
  expect(await named.serial('k8s.example')).toBe(2);
  expect(await named.axfrText('k8s.example')).toBe(
    [
      'k8s.example. 3600 IN NS ns.k8s.example.',
      'k8s.example. 3600 IN SOA ns.k8s.example. hostmaster.k8s.example. 2 3600 600 86400 5',
      'ns.k8s.example. 3600 IN A 127.0.0.1',
      'web.k8s.example. 5 IN A 10.96.0.1',
      '',
    ].join('\n'),
  );
});

test("the key k8s-bind may write addresses, but not the zone's SOA", async () => {
  await using named = await startNamed();
  const choice = { keyFile: named.key().file };

  await named.nsupdate('update add web.k8s.example. 5 A 10.96.0.1', choice);

  const soa = 'update add k8s.example. 5 SOA ns.k8s.example. hostmaster.k8s.example. 9 9 9 9 9';
  await expect(named.nsupdate(soa, choice)).rejects.toThrow('REFUSED');
  expect((await stat(choice.keyFile)).mode & 0o777).toBe(0o600);
});

test('options reach named.conf: keys, zones, signing, TLS, record limits, other administrators’ statements', async () => {
  await using named = await startNamed({
    tls: true,
    keys: [await makeTsigKey('long', 'hmac-sha512'), await makeTsigKey('short', 'hmac-sha1')],
    zones: [
      { name: 'signed.example', dnssecPolicy: 'default' },
      { name: 'local.example', update: 'update-policy local;', maxRecordsPerType: 1 },
      { name: 'static.example', update: '' },
    ],
    statements: 'acl lan { 192.168.0.0/16; };',
  });

  await named.nsupdate('update add web.signed.example. 5 A 10.96.0.1', { keyFile: named.key('short').file });
  await waitFor('the zone is signed', async () => (await named.axfrText('signed.example')).includes('RRSIG'));
  const twoRecords =
    'update add web.local.example. 5 A 10.96.0.1\nupdate add web.local.example. 5 A 10.96.0.2';
  await expect(named.nsupdate(twoRecords, { keyFile: named.sessionKeyFile })).rejects.toThrow('SERVFAIL');
  await expect(named.nsupdate('update add web.static.example. 5 A 10.96.0.1')).rejects.toThrow('REFUSED');
  expect(named.tls?.port).toBeGreaterThan(0);
});

test('a new key comes into force while named runs', async () => {
  await using named = await startNamed();

  await named.reconfigure({ keys: [await makeTsigKey('k8s-bind')] });

  await named.nsupdate('update add web.k8s.example. 5 A 10.96.0.1', { keyFile: named.key('k8s-bind').file });
});

test('nothing is left of named when it is disposed of, however it ended', async () => {
  const named = await startNamed();
  await named.kill();
  await named.start();
  const { pid } = named.process();

  await named[Symbol.asyncDispose]();

  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  await expect(stat(named.folder)).rejects.toThrow('ENOENT');
});

test('a named.conf that BIND rejects is reported in the words of BIND', async () => {
  await expect(startNamed({ options: 'no-such-option yes;' })).rejects.toThrow(
    "unknown option 'no-such-option'",
  );
});
