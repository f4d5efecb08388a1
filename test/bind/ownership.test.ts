import { afterAll, beforeAll, expect, test } from 'vitest';
import { serviceRef } from '../../src/model/objectRef.ts';
import { formatClaim } from '../../src/zone/claim.ts';
import { readFullNow } from '../support/loopFacts.ts';
import { describePrimaries } from '../support/primaries/describePrimaries.ts';
import type { Primary } from '../support/primaries/primary.ts';
import { createTestStore } from '../support/testStore.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

/** Every kind of hand-written neighbour, at names of its own and at names that Services might want. */
const neighbours = `$TTL 300
@ SOA ns hostmaster 1 3600 600 86400 5
@ NS ns
@ MX 10 mail
@ TXT "v=spf1 -all"
@ CAA 0 issue "ca.example.net"
ns A 127.0.0.1
www A 192.0.2.1
www A 192.0.2.2
www AAAA 2001:db8::1
www TXT "hands off"
www HTTPS 1 . alpn=h2
mail A 192.0.2.3
mail MX 5 backup.example.net.
alias CNAME www
lab NS ns.lab
ns.lab A 192.0.2.53
_sip._udp SRV 0 5 5060 pbx
pbx NAPTR 10 10 "u" "sip+E2U" "!^.*$!sip:info@example.com!" .
4.3.2.1 PTR host
host SSHFP 1 1 123456789abcdef67890123456789abcdef67890
svcb SVCB 1 www port=8443
*.wild A 192.0.2.9
Upper.CASE A 192.0.2.10
`;

const zones = [
  'hands.example',
  'occupied.example',
  'foreign.example',
  'twice.example',
  'standby.example',
  'stale.example',
  'once.example',
  'again.example',
  'strays.example',
  'backup.example',
  'conflict.example',
  'siblings.example',
  'equal.example',
].map((name) => ({ name, text: neighbours }));

describePrimaries(({ start }) => {
  let primary: Primary;
  beforeAll(async () => {
    primary = await start(zones);
  });
  afterAll(async () => await primary?.[Symbol.asyncDispose]());

  /** The zone without its SOA and without what comes from the Services of the first test. */
  const foreign = async (zone: string): Promise<string> => {
    const ours = /svc\.hands|dns-version|_k8s-bind|_http\._tcp|^web2|10\.96\.0\.1$|fd00::1$/;
    const lines = (await primary.axfrText(zone)).split('\n');
    return lines.filter((line) => !/ IN SOA /.test(line) && !ours.test(line)).join('\n');
  };
  const address = async (name: string): Promise<string> =>
    (await primary.dig('+short', name, 'A')).trim().split('\n').sort().join(' ');

  test('hand-written records of every type stay as they are, before, during and after', async () => {
    const before = await foreign('hands.example');
    const daemon = startZoneDaemon(primary, { zone: 'hands.example.' });
    for (const name of ['web', 'www', 'alias', 'mail', 'lab', 'wild', 'ns', 'pbx', 'svcb', 'host']) {
      daemon.store.put(`default/${name}`, '10.96.0.1', 'fd00::1');
    }
    daemon.store.putSpec('default/web2', { type: 'ExternalName', externalName: 'www.hands.example' });
    await daemon.settled();
    expect(await foreign('hands.example')).toBe(before);
    expect(await address('wild.hands.example')).toBe('10.96.0.1');
    expect(daemon.of('conflict').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['www.hands.example.', 'alias.hands.example.', 'ns.hands.example.']),
    );
    for (const key of daemon.store.keys()) daemon.store.remove(key);
    await daemon.settled();
    await daemon.stop();
    expect(await foreign('hands.example')).toBe(before);
  });

  test('a territory that somebody fills is not claimed: the records are listed and nothing is written', async () => {
    await primary.nsupdate('update add web.default.svc.occupied.example. 60 A 192.0.2.7');
    const serial = await primary.serial('occupied.example');
    const daemon = startZoneDaemon(primary, { zone: 'occupied.example.' });
    expect(await daemon.end).toEqual({
      kind: 'occupied',
      total: 1,
      records: [{ name: 'web.default.svc.occupied.example.', type: 'A', ttlSeconds: 60, rdata: '192.0.2.7' }],
      cuts: [],
    });
    expect(await primary.serial('occupied.example')).toBe(serial);
    expect(daemon.updates).toEqual([]);
  });

  test("another owner's zone is refused, at the start and while running", async () => {
    const claim = { owner: 'other', epoch: 3, territory: 'svc', holder: 'there/9', stopped: false };
    const name = '_k8s-bind.foreign.example.';
    await primary.nsupdate(`update add ${name} 60 TXT ${formatClaim(claim)}`);
    const late = startZoneDaemon(primary, { zone: 'foreign.example.' });
    expect(await late.end).toEqual({ kind: 'foreign-owner', claim });
    expect(late.updates).toEqual([]);

    await primary.nsupdate(`update delete ${name} TXT`);
    const running = startZoneDaemon(primary, { zone: 'foreign.example.' });
    await running.settled();
    await primary.nsupdate(`update delete ${name} TXT\nupdate add ${name} 60 TXT ${formatClaim(claim)}`);
    const sent = running.updates.length;
    running.store.put('default/web', '10.96.0.1');
    expect(await running.end).toEqual({ kind: 'foreign-owner', claim });
    expect(await address('web.foreign.example')).toBe('');
    expect(running.updates.length).toBeLessThanOrEqual(sent + 1);
  });

  const quiet = { soaIntervalMs: 60_000 };

  test('of two processes of one owner the older is fenced out, whether it writes or only reads', async () => {
    const store = createTestStore();
    store.put('default/web', '10.96.0.1');
    const slow = { ...quiet, onFence: 'exit' } as const;
    const first = startZoneDaemon(primary, { zone: 'twice.example.', options: { ...slow, holder: 'a/1' } });
    first.store.put('default/web', '10.96.0.1');
    await first.settled();
    const second = startZoneDaemon(primary, {
      zone: 'twice.example.',
      store,
      options: { ...slow, holder: 'b/2' },
    });
    await second.settled();
    first.store.put('default/web', '10.96.0.66');
    expect(await first.end).toMatchObject({ kind: 'fenced', by: { holder: 'b/2', epoch: 2 } });
    expect(await address('web.twice.example')).toBe('10.96.0.1');

    const third = startZoneDaemon(primary, { zone: 'twice.example.', store, options: { holder: 'c/3' } });
    await third.settled();
    second.loop.zoneChanged();
    expect(await second.end).toMatchObject({ kind: 'fenced', by: { holder: 'c/3', epoch: 3 } });
    await third.stop();
  });

  test('who is fenced out stands by and writes nothing, and writes again as soon as the other has stopped', async () => {
    const store = createTestStore();
    store.put('default/web', '10.96.0.1');
    const zone = 'standby.example.';
    await using first = startZoneDaemon(primary, { zone, store, options: { holder: 'a/1' } });
    await first.settled();
    const second = startZoneDaemon(primary, { zone, store, options: { holder: 'b/2' } });
    await second.settled();
    await waitFor('the first stands by', () => first.of('standing-by').length === 1);
    expect(first.loop.view.writtenBy()).toBe('b/2');
    const sent = first.updates.length;
    store.put('default/web', '10.96.0.2');
    store.put('default/api', '10.96.0.3');
    await waitFor('written', () => address('api.standby.example'), { until: (text) => text === '10.96.0.3' });
    readFullNow(first.loop);
    await first.look();
    expect(first.updates.length).toBe(sent);

    const [asked, passes] = [first.of('answered').length, first.passes()];
    await waitFor('asked for the serial', () => first.of('answered').length >= asked + 5);
    expect(first.passes() - passes).toBeLessThan(30);

    await second.stop();
    await waitFor('the first writes again', () => first.of('claimed').length === 2);
    store.put('default/web', '10.96.0.4');
    await waitFor('written', () => address('web.standby.example'), { until: (text) => text === '10.96.0.4' });
    expect(first.loop.view.writtenBy()).toBeUndefined();
    expect(first.of('drift')).toEqual([]);
  });

  test('who stands by claims again when the zone stays out of step, and an idle pair writes nothing', async () => {
    const stale = createTestStore();
    stale.put('default/web', '10.96.0.1');
    const zone = 'stale.example.';
    const options = { standbyGraceMs: 600 };
    await using first = startZoneDaemon(primary, { zone, options: { ...options, holder: 'a/1' } });
    first.store.put('default/web', '10.96.0.1');
    await first.settled();
    await using second = startZoneDaemon(primary, {
      zone,
      store: stale,
      options: { ...options, holder: 'b/2' },
    });
    await second.settled();
    await waitFor('the first stands by', () => first.of('standing-by').length === 1);
    const serial = await primary.serial('stale.example');
    await first.look();
    await waitFor('more than the grace', () => first.passes() > 8);
    expect(await primary.serial('stale.example')).toBe(serial);

    // The second one no longer hears of changes: it lives, and leaves the zone as it is.
    first.store.put('default/web', '10.96.0.2');
    await waitFor('written after the grace', () => address('web.stale.example'), {
      until: (text) => text === '10.96.0.2',
    });
    expect(first.of('claimed').map(({ claim }) => claim.epoch)).toEqual([1, 3]);
    await waitFor('the second stands by', () => second.of('standing-by').length === 1);
  });

  test('a run by hand beside a daemon writes under its claim, and the daemon goes on', async () => {
    const store = createTestStore();
    store.put('default/web', '10.96.0.1');
    const zone = 'once.example.';
    await using daemon = startZoneDaemon(primary, { zone, store, options: { holder: 'a/1' } });
    await daemon.settled();
    store.put('default/api', '10.96.0.2');
    const once = startZoneDaemon(primary, {
      zone,
      store,
      once: true,
      options: { oneShot: true, holder: 'b/2' },
    });
    expect(await once.end).toEqual({ kind: 'converged', refused: [], heldBack: [] });
    await once.stop();
    expect(once.of('claimed')).toEqual([]);
    store.put('default/web', '10.96.0.3');
    await waitFor('written', () => address('web.once.example'), { until: (text) => text === '10.96.0.3' });
    await daemon.settled();
    expect(daemon.of('standing-by')).toEqual([]);
    expect(daemon.of('claimed').map(({ claim }) => claim.epoch)).toEqual([1]);
  });

  test('a process never writes the claim of one before it, though its name and the epoch are the same', async () => {
    const zone = 'again.example.';
    const start = () => startZoneDaemon(primary, { zone, options: { holder: 'k8s-bind-0/1' } });
    const first = start();
    await first.settled();
    await first.stop();
    const written = (await primary.axfrText(zone))
      .split('\n')
      .filter((line) => /^(svc|dns-version|_k8s-bind)/.test(line));
    const names = new Set(written.map((line) => line.split(' ')[0]));
    await primary.nsupdate([...names].map((name) => `update delete ${name} TXT`).join('\n'));
    await using second = start();
    await second.settled();
    const [before, after] = [first, second].map(
      (daemon) => daemon.of('claimed').map(({ claim }) => claim)[0],
    );
    expect(after).toMatchObject({ epoch: before?.epoch, holder: before?.holder });
    expect(after && formatClaim(after)).not.toBe(before && formatClaim(before));
  });

  test('the claim is fixed when a stray TXT stands beside it, and taken again when it is deleted', async () => {
    const name = '_k8s-bind.strays.example.';
    await using daemon = startZoneDaemon(primary, { zone: 'strays.example.' });
    await daemon.settled();
    await primary.nsupdate(`update add ${name} 60 TXT "left here"`);
    daemon.store.put('default/web', '10.96.0.1');
    await waitFor('written', () => address('web.strays.example'), { until: (text) => text === '10.96.0.1' });
    await daemon.settled();
    expect(await primary.dig('+short', name, 'TXT')).not.toContain('left here');

    await primary.nsupdate(`update delete ${name} TXT`);
    daemon.store.put('default/web', '10.96.0.2');
    await waitFor('written', () => address('web.strays.example'), { until: (text) => text === '10.96.0.2' });
    expect(daemon.of('claimed').map(({ claim }) => claim.epoch)).toEqual([1, 2, 3]);
    expect(daemon.loop.view.quarantine().size).toBe(0);
  });

  test('a zone restored from an old backup converges, claim and all', async () => {
    await using daemon = startZoneDaemon(primary, { zone: 'backup.example.' });
    daemon.store.put('default/old', '10.96.0.1');
    await daemon.settled();
    const backup = await primary.backUp('backup.example');
    for (let at = 0; at < 10; at += 1) {
      daemon.store.put('default/new', `10.96.1.${at + 1}`);
      await daemon.settled();
    }
    daemon.store.put('default/old', '10.96.0.9');
    await daemon.settled();

    await backup.restore();
    await waitFor('all is there again', () => address('new.default.svc.backup.example'), {
      until: (text) => text === '10.96.1.10',
      deadlineMs: 40_000,
    });
    await daemon.settled();
    expect(await address('old.backup.example')).toBe('10.96.0.9');
    expect(await address('new.backup.example')).toBe('10.96.1.10');
    expect(daemon.loop.view.conflicts().size).toBe(0);
  });

  test('a name that is taken is left alone, and ours as soon as it is free', async () => {
    await using daemon = startZoneDaemon(primary, { zone: 'conflict.example.' });
    daemon.store.put('default/www', '10.96.0.1');
    daemon.store.put('default/alias', '10.96.0.2');
    await daemon.settled();
    expect(await address('www.conflict.example')).toBe('192.0.2.1 192.0.2.2');
    expect(
      daemon
        .of('conflict')
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      '_http._tcp.alias.conflict.example.',
      '_http._tcp.www.conflict.example.',
      'alias.conflict.example.',
      'www.conflict.example.',
    ]);
    const sent = daemon.updates.length;
    await daemon.look();
    await daemon.look();
    expect(daemon.updates.length).toBe(sent);
    expect(daemon.of('conflict')).toHaveLength(4);

    // What is left at the name is another writer's still: a type of ours beside it would take the name from
    // them as well.
    await primary.nsupdate('update delete www.conflict.example. A\nupdate delete www.conflict.example. AAAA');
    await daemon.look();
    expect(await address('www.conflict.example')).toBe('');
    expect((await primary.query('www.conflict.example', 'TXT')).text).toContain('hands off');

    await primary.nsupdate('update delete www.conflict.example.');
    await waitFor('taken', () => address('www.conflict.example'), { until: (text) => text === '10.96.0.1' });
    await daemon.settled();
    expect(daemon.of('conflict-ended').map(({ name }) => name)).toEqual([
      'www.conflict.example.',
      '_http._tcp.www.conflict.example.',
    ]);
    expect(daemon.of('drift')).toEqual([]);
  });

  test('a record that is hand-added beside ours stays, with its TTL, through changes and removal', async () => {
    await using daemon = startZoneDaemon(primary, { zone: 'siblings.example.' });
    daemon.store.put('default/web', '10.96.0.1');
    await daemon.settled();
    await primary.nsupdate(
      'update add web.siblings.example. 300 A 192.0.2.50\nupdate add web.siblings.example. 77 TXT "mine"',
    );
    await daemon.look();
    daemon.store.put('default/web', '10.96.0.2', 'fd00::2');
    await waitFor('changed', () => address('web.siblings.example'), {
      until: (text) => text === '10.96.0.2 192.0.2.50',
    });
    await daemon.settled();
    expect((await primary.query('web.siblings.example', 'A')).text).toContain(
      'web.siblings.example. 300 IN A 192.0.2.50',
    );
    // A type that would be new to the name waits until nothing of another writer is there.
    expect((await primary.query('web.siblings.example', 'AAAA')).text).toBe('');
    expect(daemon.of('conflict')).toMatchObject([
      { name: 'web.siblings.example.', origin: serviceRef('default/web') },
    ]);

    daemon.store.remove('default/web');
    await waitFor('removed', () => address('web.siblings.example'), {
      until: (text) => text === '192.0.2.50',
    });
    await daemon.settled();
    expect((await primary.query('web.siblings.example', 'TXT')).text).toBe(
      'web.siblings.example. 77 IN TXT "mine"\n',
    );
    expect((await primary.query('web.siblings.example', 'AAAA')).text).toBe('');
    expect((await primary.query('web._k8s-bind.siblings.example', 'TXT')).rcode).toBe('NXDOMAIN');
    expect(daemon.loop.view.conflicts().size).toBe(0);
  });

  test('a record that another writer adds beside ours stays theirs, also when our object comes to want it', async () => {
    await using daemon = startZoneDaemon(primary, { zone: 'equal.example.' });
    daemon.store.put('default/web', '10.96.0.1');
    await daemon.settled();
    await primary.nsupdate('update add web.equal.example. 30 A 10.96.0.2');
    daemon.store.put('default/web', '10.96.0.2');
    await waitFor('ours is gone', () => address('web.equal.example'), {
      until: (text) => text === '10.96.0.2',
    });
    await daemon.settled();
    expect([...daemon.loop.view.conflicts().keys()]).toEqual(['web.equal.example.']);
    daemon.store.remove('default/web');
    await daemon.settled();
    expect((await primary.query('web._k8s-bind.equal.example', 'TXT')).rcode).toBe('NXDOMAIN');
    expect(await address('web.equal.example')).toBe('10.96.0.2');
  });
});
