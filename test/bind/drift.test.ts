import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFullNow } from '../support/loopFacts.ts';
import { type Named, startNamed } from '../support/named.ts';
import { describePrimaries, describeWith } from '../support/primaries/describePrimaries.ts';
import { startPowerDns } from '../support/primaries/powerDnsPrimary.ts';
import type { Primary } from '../support/primaries/primary.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';
import { editFrozenZone } from './editFrozenZone.ts';

const lines = (text: string): string[] => text.split('\n').filter((line) => !/ IN SOA |^www/.test(line));

describePrimaries(({ start }) => {
  let primary: Primary;
  beforeAll(async () => {
    primary = await start(['edits', 'busy', 'tools', 'restart'].map((name) => ({ name: `${name}.example` })));
  });
  afterAll(async () => await primary?.[Symbol.asyncDispose]());

  const address = async (name: string): Promise<string> =>
    (await primary.dig('+short', name, 'A')).trim().split('\n').sort().join(' ');

  test('edits of our records are healed and reported, edits elsewhere are left alone', async () => {
    await using daemon = startZoneDaemon(primary, { zone: 'edits.example.' });
    daemon.store.put('default/web', '10.96.0.1');
    daemon.store.put('shop/api', '10.96.0.2');
    await daemon.settled();
    const before = await primary.axfrText('edits.example');

    await primary.nsupdate(`update add www.edits.example. 60 A 192.0.2.1
update delete web.default.svc.edits.example. A
update add api.shop.svc.edits.example. 30 A 192.0.2.66
update add junk.shop.svc.edits.example. 60 TXT "junk"
update add deep.below.junk.shop.svc.edits.example. 60 A 192.0.2.67
update add svc.edits.example. 60 A 192.0.2.68
update add dns-version.edits.example. 60 TXT "9.9.9"
update delete web.edits.example. A
update delete _http._tcp.web.edits.example. SRV`);
    await daemon.look();
    await waitFor('all is healed', () => daemon.of('drift').length === 7);
    await daemon.settled();

    const after = await primary.axfrText('edits.example');
    expect(lines(after)).toEqual(lines(before));
    expect(after).toContain('www.edits.example. 60 IN A 192.0.2.1\n');
    expect(
      daemon
        .of('drift')
        .map(({ unit }) => unit)
        .sort(),
    ).toEqual([
      '/',
      '_http._tcp.web.edits.example.',
      'default/web',
      'dns-version.edits.example.',
      'shop/api',
      'shop/junk',
      'web.edits.example.',
    ]);
  });

  test('a zone that another writer changes all the time is written and healed all the same', async () => {
    await using daemon = startZoneDaemon(primary, { zone: 'busy.example.' });
    await daemon.settled();
    const stop = new AbortController();
    let edits = 0;
    const hand = (async () => {
      while (!stop.signal.aborted) {
        edits += 1;
        const own = `update add n${edits % 50}.busy.example. 60 A 192.0.2.${(edits % 250) + 1}`;
        await primary.nsupdate(`${own}\nupdate add x${edits % 7}.ns.svc.busy.example. 60 A 192.0.2.9`);
      }
    })();
    for (let at = 0; at < 30; at += 1) {
      daemon.store.put(`default/web-${at}`, `10.96.0.${at + 1}`);
      await waitFor('written', () => address(`web-${at}.default.svc.busy.example`), {
        until: (text) => text === `10.96.0.${at + 1}`,
        deadlineMs: 3_000,
      });
    }
    stop.abort();
    await hand;
    await daemon.look();
    await daemon.settled();
    await daemon.look();
    await daemon.settled();
    const text = await primary.axfrText('busy.example');
    expect(text).not.toContain('.ns.svc.busy.example.');
    expect(text.split('\n').filter((line) => /^n\d+\.busy/.test(line)).length).toBeGreaterThan(0);
    expect(edits).toBeGreaterThan(10);
    expect(daemon.loop.view.quarantine().size).toBe(0);
  });

  test('a restart with nothing to change sends the claim and nothing else; a restart of the server loses nothing', async () => {
    const first = startZoneDaemon(primary, { zone: 'restart.example.' });
    for (let at = 0; at < 50; at += 1)
      first.store.put(`default/web-${at}`, `10.96.0.${at + 1}`, `fd00::${at + 1}`);
    first.store.putHeadless('shop/db', ['10.1.0.1', '10.1.0.2']);
    await first.settled();
    await first.stop();
    const serial = await primary.serial('restart.example');

    await using second = startZoneDaemon(primary, { zone: 'restart.example.', store: first.store });
    await second.settled();
    await second.look();
    expect(second.updates).toHaveLength(1);
    expect(await primary.serial('restart.example')).toBe(serial + 1);

    await primary.restart();
    second.store.put('default/web-0', '10.96.9.9');
    await waitFor('written', () => address('web-0.restart.example'), {
      until: (text) => text === '10.96.9.9',
      deadlineMs: 40_000,
    });
    await second.settled();
    expect(second.of('drift')).toEqual([]);
    expect(second.of('conflict')).toEqual([]);
  });

  test('in a signed zone the records of DNSSEC are nobody’s: nothing is compared over and over', async () => {
    await using signing = await start([{ name: 'signed.example' }], { signed: true });
    await waitFor('the zone is signed', async () =>
      (await signing.axfrText('signed.example')).includes('RRSIG'),
    );
    await using daemon = startZoneDaemon(signing, { zone: 'signed.example.' });
    daemon.store.put('default/web', '10.96.0.1');
    daemon.store.putSpec('default/out', { type: 'ExternalName', externalName: 'example.net' });
    await daemon.settled();
    daemon.store.put('default/web', '10.96.0.2');
    daemon.store.put('default/out', '10.96.0.3');
    await daemon.settled();
    await daemon.look();
    expect((await signing.dig('+short', 'web.signed.example', 'A')).trim()).toBe('10.96.0.2');
    expect((await signing.dig('+short', 'out.signed.example', 'A')).trim()).toBe('10.96.0.3');
    expect(daemon.of('conflict')).toEqual([]);
    expect(daemon.of('drift')).toEqual([]);
    const sent = daemon.updates.length;
    await daemon.look();
    expect(daemon.updates.length).toBe(sent);
  });

  test('an edit by the server’s own tools is healed, its neighbour stays, and who stands beside ours is left alone', async () => {
    await using daemon = startZoneDaemon(primary, { zone: 'tools.example.' });
    daemon.store.put('default/web', '10.96.0.1');
    await daemon.settled();
    const before = await primary.axfrText('tools.example');

    const hand = { type: 'A', ttlSeconds: 60 };
    await primary.edit('tools.example', { ...hand, name: 'www.tools.example.', rdatas: ['192.0.2.1'] });
    await primary.edit('tools.example', {
      ...hand,
      name: 'web.default.svc.tools.example.',
      rdatas: ['192.0.2.66', '192.0.2.67'],
    });
    await waitFor('the first is healed', () => daemon.of('drift').length === 1);
    await primary.edit('tools.example', { ...hand, name: 'web.tools.example.', rdatas: [] });
    await waitFor('the second is healed', () => daemon.of('drift').length === 2);
    await daemon.settled();

    const after = await primary.axfrText('tools.example');
    expect(lines(after)).toEqual(lines(before));
    expect(after).toContain('www.tools.example. 60 IN A 192.0.2.1\n');
    expect(daemon.of('drift').map(({ unit }) => unit)).toEqual(['default/web', 'web.tools.example.']);
    expect(daemon.loop.view.conflicts().size).toBe(0);
  });
});

describeWith('with PowerDNS as primary', ['pdns_server', 'pdns-backend-sqlite3'], () => {
  test('an edit that keeps the serial is healed at the next full transfer', async () => {
    await using primary = await startPowerDns([{ name: 'k8s.example' }]);
    await using daemon = startZoneDaemon(primary);
    daemon.store.put('shop/web', '10.96.0.1');
    await daemon.settled();
    const database = new DatabaseSync(join(primary.folder, 'pdns.sqlite3'));
    database.exec("UPDATE records SET content = '192.0.2.66' WHERE content = '10.96.0.1'");
    database.close();
    await daemon.look();
    expect(daemon.of('drift')).toEqual([]);
    readFullNow(daemon.loop);
    await daemon.look();
    expect(daemon.of('drift').map(({ unit }) => unit)).toEqual(['shop/web']);
    const text = await primary.axfrText('k8s.example');
    expect(text).toContain('web.shop.svc.k8s.example. 30 IN A 10.96.0.1\n');
    expect(text).not.toContain('192.0.2.66');
  });
});

describe('with BIND as primary', () => {
  let named: Named;
  beforeAll(async () => {
    named = await startNamed({
      zones: [
        { name: 'frozen.example' },
        { name: 'journal.example', statements: 'max-journal-size 1k;' },
        { name: 'guard.example' },
        { name: 'guard2.example' },
      ],
    });
  });
  afterAll(() => named[Symbol.asyncDispose]());

  const address = async (name: string): Promise<string> =>
    (await named.dig('+short', name, 'A')).trim().split('\n').sort().join(' ');

  test('freeze, edit, thaw: with a new serial seen at the next look, with the old one at the next full transfer', async () => {
    await using daemon = startZoneDaemon(named, { zone: 'frozen.example.' });
    daemon.store.put('shop/web', '10.96.0.1');
    await daemon.settled();
    const edit = async (change: (text: string) => string): Promise<void> => {
      await named.rndc('freeze', 'frozen.example');
      await editFrozenZone(named, 'frozen.example', change);
      await named.rndc('thaw', 'frozen.example');
    };
    const healed = (): Promise<string> =>
      waitFor('healed', () => address('web.shop.svc.frozen.example'), {
        until: (text) => text === '10.96.0.1',
      });

    const serial = await named.serial('frozen.example');
    const newSerial = (text: string): string => text.replace(/\d+(?=\s+; serial)/, String(serial + 10));
    await edit((text) => newSerial(text).replace('10.96.0.1', '192.0.2.1'));
    // named loads the file after it has answered rndc.
    await waitFor('the file is loaded', () => named.serial('frozen.example'), {
      until: (found) => found >= serial + 10,
    });
    await healed();
    await daemon.settled();

    await edit((text) => text.replace('10.96.0.1', '192.0.2.2'));
    await waitFor('the file is loaded again', () => address('web.shop.svc.frozen.example'), {
      until: (text) => text === '192.0.2.2',
    });
    readFullNow(daemon.loop);
    await daemon.look();
    await healed();
  });

  test('an IXFR that the server cannot give any more becomes a full transfer', async () => {
    await using daemon = startZoneDaemon(named, {
      zone: 'journal.example.',
      options: { soaIntervalMs: 600_000 },
    });
    for (let at = 0; at < 20; at += 1) daemon.store.put(`shop/web-${at}`, `10.96.0.${at + 1}`);
    await daemon.settled();
    for (let at = 0; at < 40; at += 1) {
      await named.nsupdate(`update add hand-${at}.journal.example. 60 A 192.0.2.1`);
    }
    await named.nsupdate('update delete web-3.shop.svc.journal.example. A');
    await named.rndc('sync', '-clean', 'journal.example');
    await daemon.look();
    await waitFor('healed', () => address('web-3.shop.svc.journal.example'), {
      until: (text) => text === '10.96.0.4',
    });
    await daemon.settled();
    expect(daemon.of('read').at(-1)?.serial).toBe(await named.serial('journal.example'));
  });

  test('a mass deletion is held back while everything else goes on, until the Services return', async () => {
    await using daemon = startZoneDaemon(named, { zone: 'guard.example.' });
    for (let at = 0; at < 40; at += 1) daemon.store.put(`shop/web-${at}`, `10.96.0.${at + 1}`);
    await daemon.settled();
    for (let at = 0; at < 30; at += 1) daemon.store.remove(`shop/web-${at}`);
    daemon.store.put('shop/new', '10.96.1.1');
    daemon.store.put('shop/web-39', '10.96.1.2');
    await daemon.settled();
    expect(daemon.of('held-back')).toHaveLength(1);
    expect(daemon.of('held-back')[0]).toMatchObject({ removals: 60, owned: 81 });
    expect(await address('web-0.shop.svc.guard.example')).toBe('10.96.0.1');
    expect(await address('new.shop.svc.guard.example')).toBe('10.96.1.1');
    expect(await address('web-39.shop.svc.guard.example')).toBe('10.96.1.2');

    // The loop rests while it holds something back.
    const passes = daemon.passes();
    await daemon.look();
    expect(daemon.passes() - passes).toBeLessThan(20);
    expect(daemon.of('held-back')).toHaveLength(1);

    for (let at = 0; at < 30; at += 1) daemon.store.put(`shop/web-${at}`, `10.96.0.${at + 1}`);
    await daemon.settled();
    expect(daemon.of('brake-released')).toHaveLength(1);
    expect(await address('web-0.shop.svc.guard.example')).toBe('10.96.0.1');
  });

  test('a mass deletion that a person allows is carried out, also after a restart', async () => {
    const first = startZoneDaemon(named, { zone: 'guard2.example.' });
    for (let at = 0; at < 40; at += 1) first.store.put(`shop/web-${at}`, `10.96.0.${at + 1}`);
    await first.settled();
    await first.stop();

    for (let at = 0; at < 40; at += 1) first.store.remove(`shop/web-${at}`);
    await using daemon = startZoneDaemon(named, { zone: 'guard2.example.', store: first.store });
    await waitFor('held back', () => daemon.of('held-back').length === 1);
    await daemon.settled();
    expect(await address('web-0.shop.svc.guard2.example')).toBe('10.96.0.1');
    expect(daemon.loop.allowDeletions()).toBe(40);
    await waitFor('deleted', () => address('web-0.shop.svc.guard2.example'), {
      until: (text) => text === '',
    });
    await daemon.settled();
    expect(await named.axfrText('guard2.example')).not.toContain('shop.svc');
    // The consent was for these: the next ones are held back again.
    expect(daemon.loop.view.heldBack().size).toBe(0);
    expect(daemon.loop.allowDeletions()).toBe(0);
  });
});
