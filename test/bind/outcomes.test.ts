import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Prerequisite, UpdateOperation } from '../../src/dns/updateMessage.ts';
import type { ZoneClient } from '../../src/server/zoneClient.ts';
import { freePort } from '../support/freePort.ts';
import { type Named, startNamed } from '../support/named.ts';
import { makeTsigKey, writeTsigKey } from '../support/tsigKey.ts';
import { waitFor } from '../support/waitFor.ts';
import { openTestClient, startZoneDaemon } from '../support/zoneDaemon.ts';

const add = (name: string, rdata = '192.0.2.1', ttlSeconds = 30): UpdateOperation => ({
  kind: 'add',
  name,
  type: 'A',
  ttlSeconds,
  rdata,
});

describe('what BIND answers', () => {
  let named: Named;
  let client: ZoneClient;
  const clients: ZoneClient[] = [];
  const open = (
    ...args: Parameters<typeof openTestClient> extends [unknown, ...infer Rest] ? Rest : never
  ) => {
    const opened = openTestClient(named, ...args);
    clients.push(opened);
    return opened;
  };
  beforeAll(async () => {
    named = await startNamed({
      zones: [
        { name: 'k8s.example' },
        { name: 'static.example', update: '' },
        { name: 'other.example', update: 'update-policy { grant "hand" zonesub ANY; };' },
        { name: 'closed.example', transfer: 'allow-transfer { none; };' },
        {
          name: 'local.example',
          update: 'update-policy local;',
          transfer: 'allow-transfer { key local-ddns; };',
        },
        { name: 'large.example', maxRecordsPerType: 0 },
        { name: 'full.example', statements: 'max-records 6;' },
      ],
    });
    client = open('k8s.example.');
    await named.nsupdate(`update add taken.k8s.example. 60 A 192.0.2.1
update add alias.k8s.example. 60 CNAME taken.k8s.example.`);
  });
  afterAll(async () => {
    for (const opened of clients) opened.close();
    await named[Symbol.asyncDispose]();
  });

  const update = (operations: readonly UpdateOperation[], prerequisites: readonly Prerequisite[] = []) =>
    client.update({ prerequisites, operations });

  test('an UPDATE that is taken', async () => {
    expect(await update([add('new.k8s.example.')])).toEqual({ kind: 'applied' });
    expect(await update([])).toEqual({ kind: 'applied' });
  });

  test('SERVFAIL above max-records of the zone, though an empty UPDATE is taken', async () => {
    const full = open('full.example.');
    const adding = (host: number) =>
      full.update({ prerequisites: [], operations: [add(`host${host}.full.example.`)] });
    expect(await adding(1)).toEqual({ kind: 'applied' });
    for (let host = 2; host < 5; host += 1) await adding(host);
    expect(await adding(5)).toEqual({ kind: 'server-failure' });
    expect(await full.update({ prerequisites: [], operations: [] })).toEqual({ kind: 'applied' });
  });

  const name = 'taken.k8s.example.';
  test.each<[string, Prerequisite]>([
    ['NXRRSET', { kind: 'rrset-equals', name, type: 'A', rdatas: ['192.0.2.9'] }],
    ['NXRRSET', { kind: 'rrset-exists', name, type: 'AAAA' }],
    ['YXRRSET', { kind: 'rrset-absent', name, type: 'A' }],
    ['NXDOMAIN', { kind: 'name-in-use', name: 'nobody.k8s.example.' }],
    ['YXDOMAIN', { kind: 'name-not-in-use', name }],
  ])('a prerequisite that does not hold: %s for %o', async (rcode, prerequisite) => {
    expect(await update([add('never.k8s.example.')], [prerequisite])).toEqual({
      kind: 'prerequisite-failed',
      rcode,
    });
    expect((await named.query('never.k8s.example', 'A')).rcode).toBe('NXDOMAIN');
  });

  test.each<[string, UpdateOperation]>([
    ['a name that check-names refuses', add('_bad.k8s.example.')],
    ['a name with a hyphen in front', add('-bad.k8s.example.')],
  ])('REFUSED for %s, and for the whole message', async (_what, operation) => {
    expect(await update([add('good.k8s.example.'), operation])).toEqual({ kind: 'refused' });
    expect((await named.query('good.k8s.example', 'A')).rcode).toBe('NXDOMAIN');
  });

  test.each(['static.example.', 'other.example.'])('REFUSED for %s, which we may not write', async (zone) => {
    const outcome = await open(zone).update({ prerequisites: [], operations: [add(`x.${zone}`)] });
    expect(outcome).toEqual({ kind: 'refused' });
  });

  test('REFUSED for a transfer that is not allowed, which is not an empty zone', async () => {
    const seen: string[] = [];
    const result = await open('closed.example.').transfer(undefined, {
      begin: () => void seen.push('begin'),
      record: () => void seen.push('record'),
      other: () => void seen.push('other'),
    });
    expect(result).toEqual({ kind: 'refused' });
    expect(seen).toEqual([]);
  });

  test('NOTAUTH for a zone that is not here, NOTZONE for a name outside the zone', async () => {
    const elsewhere = open('elsewhere.example.');
    expect(await elsewhere.update({ prerequisites: [], operations: [add('x.elsewhere.example.')] })).toEqual({
      kind: 'not-authoritative',
      rcode: 'NOTAUTH',
    });
    expect((await elsewhere.soa()).kind).not.toBe('soa');
    expect(await update([add('x.elsewhere.example.')])).toEqual({
      kind: 'not-authoritative',
      rcode: 'NOTZONE',
    });
  });

  test('SERVFAIL for the 101st record; one out and one in is taken', async () => {
    const many = Array.from({ length: 100 }, (_, at) => add('many.k8s.example.', `10.1.0.${at + 1}`));
    expect(await update(many)).toEqual({ kind: 'applied' });
    const more = add('many.k8s.example.', '10.1.1.1');
    expect(await update([more])).toEqual({ kind: 'server-failure' });
    const less = { kind: 'delete-record', name: 'many.k8s.example.', type: 'A', rdata: '10.1.0.1' } as const;
    expect(await update([less, more])).toEqual({ kind: 'applied' });
    const another = [add('many.k8s.example.', '10.1.1.2'), { ...less, rdata: '10.1.0.2' }];
    expect(await update(another)).toEqual({ kind: 'server-failure' });
  });

  test('a CNAME becomes an address and back in one message, deletes first; a TTL changes for the whole RRset', async () => {
    const alias = 'swap.k8s.example.';
    const cname = { name: alias, type: 'CNAME', rdata: 'taken.k8s.example.' } as const;
    await update([{ kind: 'add', ttlSeconds: 30, ...cname }]);
    await update([{ kind: 'delete-record', ...cname }, add(alias), add(alias, '192.0.2.2')]);
    expect((await named.query(alias, 'A')).text).toContain('192.0.2.2');
    await update([add(alias, '192.0.2.1', 77)]);
    expect((await named.query(alias, 'A')).text).toBe(
      `${alias} 77 IN A 192.0.2.1\n${alias} 77 IN A 192.0.2.2\n`,
    );
    await update([
      { kind: 'delete-rrset', name: alias, type: 'A' },
      { kind: 'add', ttlSeconds: 30, ...cname },
    ]);
    expect((await named.query(alias, 'CNAME')).text).toContain('CNAME taken.k8s.example.');
    expect(await update([add(alias)])).toEqual({ kind: 'applied' });
    expect(await named.axfrText('k8s.example')).not.toContain(`${alias} 30 IN A`);
  });

  test('an unknown key, a wrong secret, clocks apart', async () => {
    const stranger = await writeTsigKey(named.folder, await makeTsigKey('stranger'));
    const operations = [add('never.k8s.example.')];
    const unknown = await open('k8s.example.', { keyFile: stranger.file }).update({
      prerequisites: [],
      operations,
    });
    expect(unknown).toEqual({ kind: 'tsig-error', error: 'BADKEY' });

    const wrong = join(named.folder, 'wrong.key');
    const { secret } = await makeTsigKey('k8s-bind');
    writeFileSync(wrong, `key "k8s-bind" { algorithm hmac-sha256; secret "${secret}"; };`, { mode: 0o600 });
    const forged = open('k8s.example.', { keyFile: wrong });
    expect(await forged.update({ prerequisites: [], operations })).toEqual({
      kind: 'tsig-error',
      error: 'BADSIG',
    });
    expect(await forged.soa()).toEqual({ kind: 'tsig-error', error: 'BADSIG' });
    const sink = { begin: () => undefined, record: () => undefined, other: () => undefined };
    expect(await forged.transfer(undefined, sink)).toEqual({ kind: 'tsig-error', error: 'BADSIG' });
    expect((await named.query('never.k8s.example', 'A')).rcode).toBe('NXDOMAIN');
  });

  test.each([3_600, -3_600])(
    'a clock that is %i s off is corrected by the server’s own time',
    async (offset) => {
      const nowSeconds = (): number => Math.floor(Date.now() / 1000) + offset;
      await using daemon = startZoneDaemon(named, { zone: 'large.example.', nowSeconds });
      daemon.store.put('default/web', '10.96.0.1');
      await daemon.settled();
      expect((await named.query('web.large.example', 'A')).text).toContain('10.96.0.1');
      expect(daemon.of('read-failed')).toEqual([]);
    },
  );

  test('nobody listens: unreachable, and nothing was sent', async () => {
    const port = await freePort();
    const outcome = await open('k8s.example.', { port }).update({ prerequisites: [], operations: [] });
    expect(outcome).toMatchObject({ kind: 'unreachable', reason: expect.stringContaining('ECONNREFUSED') });
  });

  test('messages up to 65,535 octets: a Service of 1,500 endpoints and a long name is written in parts, then changed and removed', async () => {
    const addresses = Array.from(
      { length: 1_500 },
      (_, at) => `10.${1 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`,
    );
    const service = `shop/${'d'.repeat(60)}`;
    await using daemon = startZoneDaemon(named, { zone: 'large.example.' });
    daemon.store.putHeadless(service, addresses);
    await daemon.settled();
    const count = async (): Promise<number> =>
      (await named.axfrText('large.example')).split('\n').filter((line) => line.startsWith('dd')).length;
    expect(await count()).toBe(1_500);
    const octets = daemon.of('written').map((event) => event.octets);
    expect(Math.max(...octets)).toBeGreaterThan(65_535);
    daemon.store.putHeadless(service, addresses.slice(0, 1_499));
    await daemon.settled();
    expect(await count()).toBe(1_499);
    daemon.store.putHeadless(service, addresses.slice(0, 10));
    await waitFor('removed', count, { until: (left) => left === 10 });
    await daemon.settled();
    expect(daemon.of('held-back')).toEqual([]);
    expect(daemon.of('drift')).toEqual([]);
  });

  test('update-policy local: the new session key of a restarted named is picked up', async () => {
    await using daemon = startZoneDaemon(named, { zone: 'local.example.', keyFile: named.sessionKeyFile });
    daemon.store.put('default/web', '10.96.0.1');
    await daemon.settled();
    await named.restart();
    daemon.store.put('default/web', '10.96.0.2');
    await waitFor('written', () => named.query('web.local.example', 'A'), {
      until: ({ text }) => text.includes('10.96.0.2'),
      deadlineMs: 40_000,
    });
    await daemon.settled();
  });
});
