import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Prerequisite, UpdateOperation } from '../../src/dns/updateMessage.ts';
import type { ZoneClient } from '../../src/server/zoneClient.ts';
import { describePrimaries } from '../support/primaries/describePrimaries.ts';
import type { Primary } from '../support/primaries/primary.ts';
import { makeTsigKey, writeTsigKey } from '../support/tsigKey.ts';
import { openTestClient } from '../support/zoneDaemon.ts';

const zone = 'k8s.example.';
const applied = { kind: 'applied' } as const;
const sink = { begin: () => undefined, record: () => undefined, other: () => undefined };

const add = (host: string, rdata = '192.0.2.1', ttlSeconds = 30): UpdateOperation => ({
  kind: 'add',
  name: `${host}.${zone}`,
  type: 'A',
  ttlSeconds,
  rdata,
});
const addCname = (host: string, target: string): UpdateOperation => ({
  ...add(host, `${target}.${zone}`),
  type: 'CNAME',
});
const gone = (host: string, rdata: string, type: 'A' | 'CNAME' = 'A'): UpdateOperation => ({
  kind: 'delete-record',
  name: `${host}.${zone}`,
  type,
  rdata,
});

/** What docs/primaries.md says of each server, by its own answers. */
describePrimaries(({ name: make, start }) => {
  const isBind = make.startsWith('BIND');
  let primary: Primary;
  let client: ZoneClient;
  const clients: ZoneClient[] = [];
  const open = (
    ...args: Parameters<typeof openTestClient> extends [unknown, ...infer Rest] ? Rest : never
  ): ZoneClient => {
    const opened = openTestClient(primary, ...args);
    clients.push(opened);
    return opened;
  };
  beforeAll(async () => {
    primary = await start([{ name: 'k8s.example' }]);
    client = open(zone);
    await update([add('taken')]);
  });
  afterAll(async () => {
    for (const opened of clients) opened.close();
    await primary?.[Symbol.asyncDispose]();
  });

  const update = (operations: readonly UpdateOperation[], prerequisites: readonly Prerequisite[] = []) =>
    client.update({ prerequisites, operations });
  const text = async (host: string, type = 'A'): Promise<string> =>
    (await primary.query(`${host}.${zone}`, type)).text.replaceAll(`.${zone}`, '');
  const serial = (): Promise<number> => primary.serial('k8s.example');

  test('an UPDATE that changes something raises the serial, and one that does not leaves it', async () => {
    const before = await serial();
    expect(await update([add('new')])).toEqual(applied);
    const after = await serial();
    expect(after).toBeGreaterThan(before);
    expect(await update([])).toEqual(applied);
    expect(await update([add('new')])).toEqual(applied);
    expect(await update([gone('nobody', '192.0.2.1')])).toEqual(applied);
    expect(await serial()).toBe(after);
  });

  const name = `taken.${zone}`;
  const rrset = { name, type: 'A' } as const;
  test.each<[string, Prerequisite]>([
    ['NXRRSET', { kind: 'rrset-equals', ...rrset, rdatas: ['192.0.2.9'] }],
    ['NXRRSET', { kind: 'rrset-equals', ...rrset, rdatas: ['192.0.2.1', '192.0.2.9'] }],
    ['NXRRSET', { kind: 'rrset-exists', name, type: 'AAAA' }],
    ['YXRRSET', { kind: 'rrset-absent', ...rrset }],
    ['NXDOMAIN', { kind: 'name-in-use', name: `nobody.${zone}` }],
    ['YXDOMAIN', { kind: 'name-not-in-use', name }],
  ])('a prerequisite that does not hold, behind one that does: %s for %o', async (rcode, prerequisite) => {
    const holds: Prerequisite = { kind: 'rrset-equals', ...rrset, rdatas: ['192.0.2.1'] };
    const before = await serial();
    expect(await update([add('never')], [holds, prerequisite])).toEqual({
      kind: 'prerequisite-failed',
      rcode,
    });
    expect(await serial()).toBe(before);
    expect((await primary.query(`never.${zone}`, 'A')).rcode).toBe('NXDOMAIN');
    expect(await update([], [holds])).toEqual(applied);
  });

  test('names above others and names that a wildcard covers are not in use', async () => {
    await update([add('a.b.above'), add('*.wild')]);
    for (const host of ['above', 'x.wild'])
      expect(await update([], [{ kind: 'name-not-in-use', name: `${host}.${zone}` }])).toEqual(applied);
  });

  test('TXT arrives as it was written, escapes included, and is found again by a prerequisite', async () => {
    const txt = { name: `txt.${zone}`, type: 'TXT' } as const;
    const rdata = String.raw`"a \"quoted\" \\ text" "" "\195\164;$@" "${'x'.repeat(255)}"`;
    await update([{ kind: 'add', ...txt, ttlSeconds: 30, rdata }]);
    expect(await text('txt', 'TXT')).toBe(`txt 30 IN TXT ${rdata}\n`);
    expect(await update([], [{ kind: 'rrset-equals', ...txt, rdatas: [rdata] }])).toEqual(applied);
    expect(await update([], [{ kind: 'rrset-equals', ...txt, rdatas: [`${rdata} "y"`] }])).toEqual({
      kind: 'prerequisite-failed',
      rcode: 'NXRRSET',
    });
  });

  test('a CNAME beside addresses, and addresses beside a CNAME: never both, left out silently or refused', async () => {
    const outcome = make === 'PowerDNS' ? { kind: 'refused' } : applied;
    await update([addCname('alias', 'taken')]);
    expect(await update([add('innocent'), add('alias')])).toEqual(outcome);
    expect(await text('alias', 'CNAME')).toBe('alias 30 IN CNAME taken\n');
    expect(await text('innocent')).toBe(make === 'PowerDNS' ? '' : 'innocent 30 IN A 192.0.2.1\n');
    expect(await update([addCname('taken', 'alias')])).toEqual(outcome);
    expect(await text('taken')).toBe('taken 30 IN A 192.0.2.1\n');
    expect(await primary.axfrText('k8s.example')).not.toMatch(/^alias.* A |^taken.* CNAME /m);
  });

  test('a CNAME becomes an address and back in one message, deletes first', async () => {
    await update([addCname('swap', 'taken')]);
    await update([gone('swap', name, 'CNAME'), add('swap'), add('swap', '192.0.2.2')]);
    expect(await text('swap')).toBe('swap 30 IN A 192.0.2.1\nswap 30 IN A 192.0.2.2\n');
    await update([{ kind: 'delete-rrset', name: `swap.${zone}`, type: 'A' }, addCname('swap', 'taken')]);
    expect(await text('swap', 'CNAME')).toBe('swap 30 IN CNAME taken\n');
  });

  describe('the TTL of an RRset', () => {
    const three = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
    const fresh = async (host: string): Promise<void> => {
      expect(await update(three.map((rdata) => add(host, rdata)))).toEqual(applied);
    };
    const ttls = async (host: string): Promise<readonly string[]> =>
      (await text(host))
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[1] ?? '');

    test('is that of a record which is new to it', async () => {
      await fresh('ttl-new');
      await update([add('ttl-new', '192.0.2.4', 60)]);
      expect(await ttls('ttl-new')).toEqual(['60', '60', '60', '60']);
    });

    test('is that of a record which is deleted and added again', async () => {
      await fresh('ttl-again');
      await update([gone('ttl-again', '192.0.2.1'), add('ttl-again', '192.0.2.1', 60)]);
      expect(await ttls('ttl-again')).toEqual(['60', '60', '60']);
    });

    test('with Knot DNS is not that of a record which is there already', async () => {
      await fresh('ttl-same');
      await update([add('ttl-same', '192.0.2.1', 60)]);
      const expected = make === 'Knot DNS' ? '30' : '60';
      expect(await ttls('ttl-same')).toEqual([expected, expected, expected]);
    });
  });

  test('an address at a name that no host can have is refused by BIND alone, whole message and all', async () => {
    const outcome = await update([add('beside'), add('_bad')]);
    expect(outcome).toEqual(isBind ? { kind: 'refused' } : applied);
    expect(await text('beside')).toBe(isBind ? '' : 'beside 30 IN A 192.0.2.1\n');
  });

  test('SOA and NS of the zone cannot be deleted', async () => {
    const before = await primary.query(zone, 'NS');
    await primary.nsupdate(`update delete ${zone} NS`);
    await primary.nsupdate(`update delete ${zone} SOA`);
    expect(await primary.query(zone, 'NS')).toEqual(before);
    expect((await client.soa()).kind).toBe('soa');
  });

  test('a name outside the zone is NOTZONE', async () => {
    const operations = [{ ...add('x'), name: 'x.elsewhere.example.' }];
    expect(await update(operations)).toEqual({ kind: 'not-authoritative', rcode: 'NOTZONE' });
  });

  test('a zone that is not here is NOTAUTH, from Knot DNS without a signature', async () => {
    const outcome = await open('elsewhere.example.').update({ prerequisites: [], operations: [] });
    expect(outcome).toMatchObject(
      make === 'Knot DNS'
        ? { kind: 'unknown', unsignedRcode: 'NOTAUTH' }
        : { kind: 'not-authoritative', rcode: 'NOTAUTH' },
    );
  });

  test('an unknown key and a wrong secret are told apart, but by PowerDNS', async () => {
    const stranger = await writeTsigKey(primary.folder, await makeTsigKey('stranger'));
    const wrong = join(primary.folder, 'wrong.key');
    const { secret } = await makeTsigKey('k8s-bind');
    writeFileSync(wrong, `key "k8s-bind" { algorithm hmac-sha256; secret "${secret}"; };`, { mode: 0o600 });
    for (const [file, error] of [
      [stranger.file, 'BADKEY'],
      [wrong, 'BADSIG'],
    ] as const) {
      const forged = open(zone, { keyFile: file });
      const isSilent = make === 'PowerDNS';
      expect(await forged.update({ prerequisites: [], operations: [add('never')] })).toMatchObject(
        isSilent ? { kind: 'unknown', unsignedRcode: 'REFUSED' } : { kind: 'tsig-error', error },
      );
      for (const failure of [await forged.soa(), await forged.transfer(undefined, sink)])
        expect(failure).toMatchObject(
          isSilent ? { kind: 'unknown', unsignedRcode: 'NOTAUTH' } : { kind: 'tsig-error', error },
        );
    }
    expect((await primary.query(`never.${zone}`, 'A')).rcode).toBe('NXDOMAIN');
  });

  test('a clock that is off is corrected by the server’s own time, which PowerDNS does not say', async () => {
    const nowSeconds = (): number => Math.floor(Date.now() / 1000) - 3_600;
    const late = open(zone, { nowSeconds });
    const outcomes = [await late.update({ prerequisites: [], operations: [] }), await late.soa()];
    expect(outcomes).toMatchObject(
      make === 'PowerDNS'
        ? [
            { kind: 'unknown', unsignedRcode: 'REFUSED' },
            { kind: 'unknown', unsignedRcode: 'NOTAUTH' },
          ]
        : [applied, { kind: 'soa' }],
    );
  });

  test('a key without the right to write or to transfer is REFUSED', async () => {
    const secondary = open(zone, { keyFile: primary.key('secondary').file });
    expect(await secondary.update({ prerequisites: [], operations: [add('never')] })).toEqual({
      kind: 'refused',
    });
    expect((await secondary.transfer(undefined, sink)).kind).toBe('complete');
    const unsigned = await open(zone, { unsignedReads: true }).transfer(undefined, sink);
    expect(['refused', 'not-authoritative']).toContain(unsigned.kind);
  });

  test('IXFR has exactly what changed; PowerDNS answers with the whole zone', async () => {
    const before = await serial();
    await update([add('ixfr')]);
    const seen: string[] = [];
    const result = await client.transfer(before, {
      begin: (mode) => void seen.push(mode),
      record: (change, record) => void seen.push(`${change} ${record.name}`),
      other: () => undefined,
    });
    const mode = make === 'PowerDNS' ? 'full' : 'incremental';
    expect(result).toEqual({ kind: 'complete', mode, serial: await serial() });
    if (mode === 'full') expect(seen.length).toBeGreaterThan(10);
    else expect(seen).toEqual(['incremental', `add ixfr.${zone}`]);
    expect(await client.transfer(await serial(), sink)).toMatchObject({ mode: 'unchanged' });
  });

  test('an RRset of 300 records, a message of 65,535 octets, and many messages at once are taken', async () => {
    const many = Array.from({ length: 300 }, (_, at) => add('many', `10.1.${at >> 8}.${at & 255}`));
    expect(await update(many)).toEqual(applied);
    expect((await primary.dig('+tcp', '+short', `many.${zone}`, 'A')).trim().split('\n')).toHaveLength(300);

    const hosts = Array.from({ length: 1_500 }, (_, at) => add(`svc-${at}.ns-${at % 40}`, '10.97.0.1'));
    expect(await update(hosts)).toEqual(applied);
    expect((await primary.axfrText('k8s.example')).match(/ A 10\.97\.0\.1$/gm)).toHaveLength(1_500);

    const pipelined = Array.from({ length: 20 }, (_, at) => update([add(`piped-${at}`)]));
    expect(new Set((await Promise.all(pipelined)).map(({ kind }) => kind))).toEqual(new Set(['applied']));
  });
});
