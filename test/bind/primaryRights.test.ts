import { expect, test } from 'vitest';
import { describePrimaries } from '../support/primaries/describePrimaries.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

describePrimaries(({ name, start }) => {
  test.each(['hmac-sha1', 'hmac-sha224', 'hmac-sha384', 'hmac-sha512'] as const)(
    'updates and transfers signed with %s are taken',
    async (algorithm) => {
      await using primary = await start([{ name: 'k8s.example' }], { algorithm });
      await using daemon = startZoneDaemon(primary);
      daemon.store.put('default/web', '10.96.0.1');
      await daemon.settled();
      expect((await primary.query('web.k8s.example', 'A')).text).toContain('10.96.0.1');
      expect(daemon.of('read-failed')).toEqual([]);
      expect(daemon.of('update-failed')).toEqual([]);
    },
  );

  test('without SRV in the rights a Service keeps its addresses, its neighbours too, and what is missing is named', async () => {
    await using primary = await start([{ name: 'k8s.example' }], { withoutType: 'SRV' });
    await using daemon = startZoneDaemon(primary);
    daemon.store.put('shop/web', '10.96.0.1');
    daemon.store.put('shop/api', '10.96.0.2');
    daemon.store.putHeadless('shop/db', ['10.1.0.1', '10.1.0.2']);
    const address = async (host: string): Promise<string> =>
      (await primary.dig('+short', `${host}.shop.svc.k8s.example`, 'A')).trim();

    if (name === 'PowerDNS') {
      // What its script refuses it leaves out, and answers NOERROR: reading back shows it.
      await waitFor('both are known', () => daemon.of('quarantined').length === 2);
      for (const { outcome } of daemon.of('quarantined'))
        expect(outcome).toMatchObject({
          kind: 'omitted',
          cause: 'unknown',
          records: [{ type: 'SRV', name: expect.stringMatching(/^_http\._tcp\.(web|api)\.shop/) }],
        });
    } else {
      await waitFor('both are known', () => daemon.of('rrsets-refused').length === 2);
      await daemon.settled();
      expect(daemon.of('rrsets-refused').map(({ unit, rrsets }) => [unit, rrsets])).toEqual([
        ['shop/web', ['_http._tcp.web.shop.svc.k8s.example. SRV']],
        ['shop/api', ['_http._tcp.api.shop.svc.k8s.example. SRV']],
      ]);
      expect(daemon.loop.view.quarantine().size).toBe(0);
    }
    expect(await address('web')).toBe('10.96.0.1');
    expect(await address('api')).toBe('10.96.0.2');
    expect((await address('db')).split('\n').sort()).toEqual(['10.1.0.1', '10.1.0.2']);
    expect(await primary.axfrText('k8s.example')).not.toContain(' SRV ');

    daemon.store.put('shop/web', '10.96.0.3');
    await waitFor('changed', () => address('web'), { until: (text) => text === '10.96.0.3' });
    expect(await address('api')).toBe('10.96.0.2');
  });

  test('without TXT the zone is not claimed, and nothing is written', async () => {
    await using primary = await start([{ name: 'k8s.example' }], { withoutType: 'TXT' });
    const before = await primary.axfrText('k8s.example');
    await using daemon = startZoneDaemon(primary);
    daemon.store.put('shop/web', '10.96.0.1');
    await waitFor('it was tried', () => daemon.of('update-failed').length > 1);
    // PowerDNS answers NOERROR to the claim, which then is not there: the next message needs it.
    expect(daemon.of('update-failed')[0]?.outcome).toEqual(
      name === 'PowerDNS' ? { kind: 'prerequisite-failed', rcode: 'NXRRSET' } : { kind: 'refused' },
    );
    expect(await primary.axfrText('k8s.example')).toBe(before);
  });
});
