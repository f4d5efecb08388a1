import { expect, test } from 'vitest';
import { freePort } from '../support/freePort.ts';
import { startNamed } from '../support/named.ts';
import { paced } from '../support/paced.ts';
import { startKnotSecondary } from '../support/primaries/knotSecondary.ts';
import { startNsdSecondary } from '../support/primaries/nsdServer.ts';
import { seeded } from '../support/seed.ts';
import { makeTsigKey } from '../support/tsigKey.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

const seconds = Number(process.env['CHAOS_SECONDS'] ?? 30);
const perSecond = 200;

test('BIND, NSD and Knot DNS follow 200 changes a second as secondaries, and end with the same zone', async () => {
  const random = seeded('secondaries');
  const ports = { bind: await freePort(), nsd: await freePort(), knot: await freePort() };
  const keys = [await makeTsigKey('k8s-bind'), await makeTsigKey('secondary')];
  const also = Object.values(ports).map((port) => `127.0.0.1 port ${port};`);
  const statements = `notify explicit; notify-delay 0; also-notify { ${also.join(' ')} };`;
  await using primary = await startNamed({
    keys,
    options: 'notify-rate 1000; serial-query-rate 1000;',
    zones: [{ name: 'k8s.example', statements }],
  });
  await primary.nsupdate(
    'update add www.k8s.example. 300 A 192.0.2.1\nupdate add www.k8s.example. 300 TXT "by hand"',
  );
  await using bind = await startNamed({
    keys,
    port: ports.bind,
    zones: [],
    statements: `zone "k8s.example" { type secondary; file "copy.db"; primaries { 127.0.0.1 port ${primary.port} key secondary; }; };`,
  });
  const followed = { port: primary.port, key: () => primary.key('secondary') };
  await using nsd = await startNsdSecondary(followed, ports.nsd);
  await using knot = await startKnotSecondary(followed, ports.knot);
  const secondaries = { BIND: bind, NSD: nsd, 'Knot DNS': knot };
  await using daemon = startZoneDaemon(primary);
  await daemon.settled();

  const calls = await paced({ perSecond, seconds }, () => {
    const key = `${random.pick(['default', 'shop'])}/web-${random.below(300)}`;
    if (random.below(4) === 0) daemon.store.remove(key);
    else daemon.store.put(key, `10.96.${random.below(250)}.${random.below(250) + 1}`);
  });
  await daemon.settled();
  const startMs = performance.now();
  // The last name of all says how late each of them is.
  const late: Record<string, number> = {};
  await Promise.all(
    Object.entries(secondaries).map(async ([name, server]) => {
      const serial = await primary.dig('k8s.example', 'SOA', '+short');
      await waitFor(`${name} has the last serial`, () => server.dig('k8s.example', 'SOA', '+short'), {
        until: (soa) => soa === serial,
        deadlineMs: 30_000,
      });
      late[name] = Math.round(performance.now() - startMs);
    }),
  );

  const keyFile = primary.key('secondary').file;
  const zone = await primary.axfrText('k8s.example', { keyFile });
  expect(zone).toContain('www.k8s.example. 300 IN TXT "by hand"');
  expect(zone.split('\n').length).toBeGreaterThan(300);
  for (const [name, server] of Object.entries(secondaries)) {
    const options = name === 'NSD' ? {} : { keyFile };
    expect(await server.axfrText('k8s.example', options), name).toBe(zone);
  }
  const log = primary.logs();
  const count = (what: string): number => log.split(`: ${what} started`).length - 1;
  const transfers = { incremental: count('IXFR'), whole: count('AXFR') + count('AXFR-style IXFR') };
  console.log(`secondaries: ${calls} changes in ${seconds} s, ${daemon.updates.length} updates`, transfers, {
    lateMs: late,
  });
  // Each begins with one whole zone. A secondary that always took the whole would be no use to a large site.
  expect(transfers.incremental).toBeGreaterThan(10 * transfers.whole);
});
