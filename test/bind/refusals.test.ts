import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probeLimitNow, readFullNow, retryNow } from '../support/loopFacts.ts';
import { type Named, startNamed } from '../support/named.ts';
import type { ZoneOptions } from '../support/namedConf.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';
import { editFrozenZone } from './editFrozenZone.ts';

const addresses = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `10.1.${Math.floor(index / 250)}.${(index % 250) + 1}`);

const countOf = async (named: Named, name: string, type = 'A'): Promise<number> =>
  (await named.dig('+tcp', '+short', name, type)).split('\n').filter((line) => line !== '').length;

const zone = (name: string, options: Partial<ZoneOptions> = {}): ZoneOptions => ({ name, ...options });
const shortTtls = `$TTL 60
@ SOA ns hostmaster 1 60 60 60 5
@ NS ns
ns A 127.0.0.1
`;
const grant = (types: string): string =>
  `update-policy { grant "hand" zonesub ANY; grant "k8s-bind" zonesub ${types}; };`;

const zones: readonly ZoneOptions[] = [
  zone('names.example'),
  zone('types.example', { update: grant('A SRV TXT') }),
  zone('limit.example'),
  zone('limit7.example', { maxRecordsPerType: 7 }),
  zone('count.example', { update: grant('A(2) AAAA SRV TXT') }),
  zone('ttl.example', { statements: 'max-zone-ttl 60;', text: shortTtls }),
  zone('alias.example'),
  zone('frozen.example'),
];

describe('what BIND does not take of one Service', () => {
  let named: Named;
  beforeAll(async () => {
    named = await startNamed({ zones });
  });
  afterAll(() => named[Symbol.asyncDispose]());

  test('a Service with a name that check-names refuses is published without that name; the rest goes through', async () => {
    // BIND takes no addresses at a name with an underscore, and those of a topology zone have one.
    await using daemon = startZoneDaemon(named, { zone: 'names.example.', records: { zonalNames: true } });
    for (let at = 0; at < 40; at += 1) daemon.store.put(`default/web-${at}`, `10.96.0.${at + 1}`);
    daemon.store.putHeadless('bad/name', ['10.1.0.1'], 'east');
    await waitFor('the bad one is known', () => daemon.of('rrsets-refused').length > 0);
    await daemon.settled();

    expect(daemon.of('rrsets-refused')).toEqual([
      {
        kind: 'rrsets-refused',
        unit: 'bad/name',
        rrsets: [
          'east.pin._zone.name.bad.svc.names.example. A',
          '*.prefer._zone.name.bad.svc.names.example. A',
          'east.prefer._zone.name.bad.svc.names.example. A',
        ],
      },
    ]);
    expect(daemon.loop.view.quarantine().size).toBe(0);
    expect(await countOf(named, 'name.bad.svc.names.example')).toBe(1);
    for (const at of [0, 17, 39]) expect(await countOf(named, `web-${at}.names.example`)).toBe(1);

    const sent = daemon.updates.length;
    daemon.store.put('default/later', '10.96.2.1');
    await daemon.settled();
    expect(await countOf(named, 'later.names.example')).toBe(1);
    expect(daemon.updates.length).toBe(sent + 1);
  });

  test('a type that update-policy does not grant stops only the Services that need it', async () => {
    await using daemon = startZoneDaemon(named, { zone: 'types.example.' });
    daemon.store.put('default/four', '10.96.0.1');
    daemon.store.put('default/six', 'fd00::1');
    daemon.store.put('shop/four', '10.96.0.2');
    await waitFor('both parts are in quarantine', () => daemon.loop.view.quarantine().size === 2);
    await daemon.settled();

    expect([...daemon.loop.view.quarantine().keys()].sort()).toEqual(['default/six', 'six.types.example.']);
    expect(daemon.of('quarantined')[0]).toMatchObject({ outcome: { kind: 'refused' }, attempts: 1 });
    expect(await countOf(named, 'four.types.example')).toBe(1);
    expect(await countOf(named, 'four.shop.svc.types.example')).toBe(1);

    // A name in quarantine that somebody else takes is a conflict and no longer tried.
    await named.nsupdate('update add six.types.example. 60 AAAA 2001:db8::1');
    const passes = daemon.passes();
    retryNow(daemon.loop);
    await daemon.look();
    await waitFor('a conflict', () => daemon.loop.view.conflicts().has('six.types.example.'));
    await daemon.settled();
    expect([...daemon.loop.view.quarantine().keys()]).toEqual(['default/six']);
    expect(daemon.of('quarantined')).toContainEqual(
      expect.objectContaining({ unit: 'default/six', attempts: 2 }),
    );
    await daemon.look();
    expect(daemon.passes() - passes).toBeLessThan(40);

    await named.nsupdate('update delete six.types.example. AAAA');
    daemon.store.put('default/six', '10.96.0.3');
    await waitFor('released', () => daemon.loop.view.quarantine().size === 0);
    await daemon.settled();
    expect(await countOf(named, 'six.types.example')).toBe(1);
    expect(daemon.of('released')).toHaveLength(2);
  });

  test('of more than 100 endpoints a stable subset is published, and all of them once the limit is lifted', async () => {
    await using daemon = startZoneDaemon(named, { zone: 'limit.example.' });
    daemon.store.put('default/web', '10.96.0.1');
    daemon.store.putHeadless('shop/many', addresses(150));
    daemon.store.putHeadless('shop/few', addresses(100));
    await waitFor('the limit is known', () => daemon.of('record-limit').length > 0);
    await daemon.settled();

    expect(daemon.of('record-limit')).toEqual([{ kind: 'record-limit', unit: 'shop/many', limit: 100 }]);
    expect(await countOf(named, 'many.shop.svc.limit.example')).toBe(100);
    expect(await countOf(named, 'few.shop.svc.limit.example')).toBe(100);
    expect(await countOf(named, 'web.limit.example')).toBe(1);
    expect(daemon.loop.view.quarantine().size).toBe(0);

    // One endpoint less changes at most one record of the subset; nothing is refused on the way.
    const failed = daemon.of('update-failed').length;
    daemon.store.putHeadless('shop/many', addresses(149));
    await daemon.settled();
    expect(await countOf(named, 'many.shop.svc.limit.example')).toBe(100);
    expect(daemon.of('update-failed')).toHaveLength(failed);

    // A comparison with the zone agrees with what was written.
    const sent = daemon.updates.length;
    const compared = daemon.of('compared').length;
    readFullNow(daemon.loop);
    await daemon.look();
    await waitFor('compared again', () => daemon.of('compared').length > compared);
    await daemon.settled();
    expect(daemon.updates.length).toBe(sent);

    await named.reconfigure({
      zones: zones.map((other) =>
        other.name === 'limit.example' ? { ...other, maxRecordsPerType: 0 } : other,
      ),
    });
    probeLimitNow(daemon.loop);
    await daemon.look();
    await waitFor('lifted', () => daemon.of('record-limit-ended').length === 1);
    await daemon.settled();
    expect(await countOf(named, 'many.shop.svc.limit.example')).toBe(149);
    expect(daemon.of('drift')).toEqual([]);
  });

  test('any other limit is found too, also for short names, and after a restart', async () => {
    const options = { zone: 'limit7.example.' };
    const daemon = startZoneDaemon(named, options);
    daemon.store.putHeadless('default/many', addresses(30));
    await waitFor('the limit is known', () => daemon.of('record-limit').length === 2);
    await daemon.settled();
    expect([...daemon.loop.view.limited().values()].flatMap((allowance) => [...allowance.values()])).toEqual([
      7, 7,
    ]);
    expect(await countOf(named, 'many.default.svc.limit7.example')).toBe(7);
    expect(await countOf(named, 'many.limit7.example')).toBe(7);
    await daemon.stop();

    const before = await named.axfrText('limit7.example');
    await using again = startZoneDaemon(named, { ...options, store: daemon.store });
    await waitFor('the limit is known', () => again.of('record-limit').length === 2);
    await again.settled();
    expect(withoutClaim(await named.axfrText('limit7.example'))).toBe(withoutClaim(before));
  });

  test('records that BIND leaves out silently are named, and not written over and over', async () => {
    await using daemon = startZoneDaemon(named, { zone: 'count.example.' });
    daemon.store.put('default/web', '10.96.0.1');
    daemon.store.putHeadless('shop/many', addresses(5));
    await waitFor('quarantined', () => daemon.of('quarantined').length === 1);
    await daemon.settled();

    const [event] = daemon.of('quarantined');
    expect(event?.outcome).toMatchObject({ kind: 'omitted', cause: 'policyCount' });
    expect(event?.unit).toBe('shop/many');
    expect(await countOf(named, 'many.shop.svc.count.example')).toBe(2);
    expect(daemon.of('drift')).toEqual([]);
    const sent = daemon.updates.length;
    await daemon.look();
    await daemon.look();
    expect(daemon.updates.length).toBe(sent);

    daemon.store.putHeadless('shop/many', addresses(2));
    await waitFor('released', () => daemon.loop.view.quarantine().size === 0);
    await daemon.settled();
    expect(await countOf(named, 'many.shop.svc.count.example')).toBe(2);
  });

  test('a TTL that the zone cuts is named, in the territory and outside', async () => {
    await using daemon = startZoneDaemon(named, {
      zone: 'ttl.example.',
      records: { maxTtlSeconds: 86_400 },
    });
    daemon.store.putSpec('default/slow', { clusterIP: '10.96.0.1' }, { 'k8s-bind.io/ttl': '1h' });
    await waitFor('both are quarantined', () => daemon.loop.view.quarantine().size === 2);
    await daemon.settled();
    expect(daemon.of('quarantined').map(({ outcome }) => outcome)).toEqual([
      expect.objectContaining({ kind: 'omitted', cause: 'ttl' }),
      expect.objectContaining({ kind: 'omitted', cause: 'ttl' }),
    ]);
    expect(await countOf(named, 'slow.ttl.example')).toBe(1);
  });

  test('a CNAME at a name of the territory that holds another type is named', async () => {
    await using daemon = startZoneDaemon(named, { zone: 'alias.example.' });
    await daemon.settled();
    await named.nsupdate('update add out.shop.svc.alias.example. 60 MX 10 mail.example.');
    daemon.store.putSpec('shop/out', { type: 'ExternalName', externalName: 'example.net' });
    await waitFor('quarantined', () => daemon.of('quarantined').length === 1);
    await daemon.settled();
    expect(daemon.of('quarantined')[0]?.outcome).toMatchObject({ kind: 'omitted', cause: 'cname' });

    await named.nsupdate('update delete out.shop.svc.alias.example. MX');
    daemon.store.putSpec('shop/out', { type: 'ExternalName', externalName: 'example.org' });
    await waitFor('released', () => daemon.loop.view.quarantine().size === 0);
    expect(await countOf(named, 'out.shop.svc.alias.example', 'CNAME')).toBe(1);
  });

  test('while the zone is frozen nothing is quarantined, and an edit that kept the serial is healed after the thaw', async () => {
    await using daemon = startZoneDaemon(named, { zone: 'frozen.example.' });
    daemon.store.put('default/web', '10.96.0.1');
    await daemon.settled();
    await named.rndc('freeze', 'frozen.example');
    daemon.store.put('default/more', '10.96.0.2');
    await waitFor('refused', () => daemon.of('update-failed').length > 2);
    expect(daemon.loop.view.quarantine().size).toBe(0);

    await editFrozenZone(named, 'frozen.example', (text) => text.replaceAll('10.96.0.1', '10.66.6.6'));
    await named.rndc('thaw', 'frozen.example');
    await waitFor('the edit is seen', () => daemon.of('drift').some(({ unit }) => unit === 'default/web'), {
      deadlineMs: 40_000,
    });
    await waitFor('healed', async () => (await named.query('web.default.svc.frozen.example', 'A')).text, {
      until: (text) => text.includes(' 10.96.0.1\n'),
      deadlineMs: 40_000,
    });
    await daemon.settled();
    expect(await countOf(named, 'more.frozen.example')).toBe(1);
    // The hand wrote another address over ours at a marked name as well: it may be theirs now, so it is told
    // and left alone.
    expect((await named.query('web.frozen.example', 'A')).text).toContain('10.66.6.6');
    expect(daemon.of('conflict').map(({ name }) => name)).toContain('web.frozen.example.');
  });
});

const withoutClaim = (text: string): string =>
  text.replace(/^_k8s-bind\.\S+ 60 IN TXT .*\n/m, '').replace(/ SOA .*/, '');
