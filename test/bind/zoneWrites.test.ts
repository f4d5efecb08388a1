import { expect, test } from 'vitest';
import { describePrimaries } from '../support/primaries/describePrimaries.ts';
import type { Primary } from '../support/primaries/primary.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

describePrimaries(({ start }) => {
  test('a Service is published with its short name, changed and removed, and the claim says whose the zone is', async () => {
    await using primary = await start([{ name: 'k8s.example' }]);
    await using daemon = startZoneDaemon(primary);
    daemon.store.put('default/web', '10.96.0.1');
    await daemon.settled();

    expect(await ours(primary)).toEqual([
      '_http._tcp.web.default.svc.k8s.example. 30 IN SRV 0 100 80 web.default.svc.k8s.example.',
      '_http._tcp.web.k8s.example. 30 IN SRV 0 100 80 web.k8s.example.',
      'dns-version.k8s.example. 30 IN TXT "1.1.0"',
      'web.default.svc.k8s.example. 30 IN A 10.96.0.1',
      'web.k8s.example. 30 IN A 10.96.0.1',
    ]);

    daemon.store.put('default/web', '10.96.0.2');
    await daemon.settled();
    expect((await primary.query('web.k8s.example', 'A')).text).toBe('web.k8s.example. 30 IN A 10.96.0.2\n');

    daemon.store.remove('default/web');
    await daemon.settled();
    expect(await ours(primary)).toEqual(['dns-version.k8s.example. 30 IN TXT "1.1.0"']);
    expect(await daemon.stop()).toEqual({ kind: 'stopped' });
    expect(daemon.of('drift')).toEqual([]);
  });
});

async function ours(primary: Primary): Promise<string[]> {
  const text = await primary.axfrText('k8s.example');
  return text
    .split('\n')
    .filter((line) => line !== '' && !/ SOA | NS |^ns\.|_k8s-bind/.test(line))
    .sort();
}
