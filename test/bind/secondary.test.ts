import { expect, test } from 'vitest';
import { freePort } from '../support/freePort.ts';
import { describePrimaries, describeWith } from '../support/primaries/describePrimaries.ts';
import { startNsdAlone, startNsdSecondary } from '../support/primaries/nsdServer.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

describePrimaries(
  ({ start }) => {
    test('NSD as secondary hears of what is written at once, and holds the same zone', async () => {
      const secondaryPort = await freePort();
      await using primary = await start([{ name: 'k8s.example' }], { secondaryPort });
      await using secondary = await startNsdSecondary(primary, secondaryPort);
      await using daemon = startZoneDaemon(primary);
      daemon.store.put('default/web', '10.96.0.1');
      daemon.store.putHeadless('shop/db', ['10.1.0.1', '10.1.0.2']);
      daemon.store.putSpec('default/out', { type: 'ExternalName', externalName: 'example.net' });
      await daemon.settled();
      const answer = async (name: string): Promise<string> => (await secondary.query(name, 'A')).text;
      await waitFor('the secondary answers', () => answer('web.k8s.example'), {
        until: (text) => text === 'web.k8s.example. 30 IN A 10.96.0.1\n',
      });

      daemon.store.put('default/web', '10.96.0.2');
      daemon.store.remove('shop/db');
      await daemon.settled();
      await waitFor('the secondary has the change', () => answer('web.k8s.example'), {
        until: (text) => text === 'web.k8s.example. 30 IN A 10.96.0.2\n',
      });
      expect((await secondary.query('db.shop.svc.k8s.example', 'A')).rcode).toBe('NXDOMAIN');
      const zone = await primary.axfrText('k8s.example');
      await waitFor('it holds the same zone', () => secondary.axfrText('k8s.example'), {
        until: (text) => text === zone,
      });
    });
  },
  ['nsd'],
);

describeWith('NSD as primary', ['nsd'], () => {
  test('is read, takes nothing, and is tried again', async () => {
    await using nsd = await startNsdAlone();
    const before = await nsd.axfrText('k8s.example');
    await using daemon = startZoneDaemon(nsd);
    daemon.store.put('default/web', '10.96.0.1');
    await waitFor('it was tried again', () => daemon.of('update-failed').length > 2);
    for (const { outcome } of daemon.of('update-failed'))
      expect(outcome).toMatchObject({ kind: 'unknown', unsignedRcode: 'NOTIMP' });
    expect(daemon.of('read').length).toBeGreaterThan(0);
    expect(await nsd.axfrText('k8s.example')).toBe(before);
  });
});
