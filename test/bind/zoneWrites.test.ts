import { expect, test } from 'vitest';
import { type Named, startNamed } from '../support/named.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

test('a Service is published with its short name, changed and removed, and the claim says whose the zone is', async () => {
  await using named = await startNamed();
  await using daemon = startZoneDaemon(named);
  daemon.store.put('default/web', '10.96.0.1');
  await daemon.settled();

  expect(await ours(named)).toEqual([
    '_http._tcp.web.default.svc.k8s.example. 30 IN SRV 0 100 80 web.default.svc.k8s.example.',
    '_http._tcp.web.k8s.example. 30 IN SRV 0 100 80 web.k8s.example.',
    'dns-version.k8s.example. 30 IN TXT "1.1.0"',
    'web.default.svc.k8s.example. 30 IN A 10.96.0.1',
    'web.k8s.example. 30 IN A 10.96.0.1',
  ]);

  daemon.store.put('default/web', '10.96.0.2');
  await daemon.settled();
  expect((await named.query('web.k8s.example', 'A')).text).toBe('web.k8s.example. 30 IN A 10.96.0.2\n');

  daemon.store.remove('default/web');
  await daemon.settled();
  expect(await ours(named)).toEqual(['dns-version.k8s.example. 30 IN TXT "1.1.0"']);
  expect(await daemon.stop()).toEqual({ kind: 'stopped' });
  expect(daemon.of('drift')).toEqual([]);
});

async function ours(named: Named): Promise<string[]> {
  const text = await named.axfrText('k8s.example');
  return text
    .split('\n')
    .filter((line) => line !== '' && !/ SOA | NS |^ns\.|_k8s-bind/.test(line))
    .sort();
}
