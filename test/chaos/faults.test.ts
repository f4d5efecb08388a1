import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { serviceManifest } from '../support/cliZone.ts';
import { type Daemon, startDaemon } from '../support/daemon.ts';
import { startNamed } from '../support/named.ts';
import { type Seeded, seeded } from '../support/seed.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { makeTsigKey } from '../support/tsigKey.ts';
import { waitFor } from '../support/waitFor.ts';

/** Rounds of one or two faults at a time: `CHAOS_ROUNDS=1000` over a night. */
const rounds = Number(process.env['CHAOS_ROUNDS'] ?? 14);
/** As long as whoever asks for more rounds wants to wait. */
const timeout = rounds > 14 ? 0 : 600_000;
const names = 60;
const longestRepairMs = 30_000;
const hand = [
  'www.k8s.example. 300 IN A 192.0.2.1',
  'mail.k8s.example. 300 IN MX 10 mail.example.net.',
  '_acme-challenge.www.k8s.example. 60 IN TXT "token"',
];

type Services = ReadonlyMap<string, string>;

/** What must be in the zone for ClusterIP Services of the namespace default, by the DNS specification 1.1.0. */
const recordsOf = (services: Services): readonly string[] =>
  [...services].flatMap(([name, address]) =>
    [`${name}.default.svc.k8s.example.`, `${name}.k8s.example.`].flatMap((base) => [
      `${base} 30 IN A ${address}`,
      `_http._tcp.${base} 30 IN SRV 0 100 80 ${base}`,
    ]),
  );

const changed = (services: Services, random: Seeded): Services => {
  const next = new Map(services);
  for (let count = random.below(6) + 1; count > 0; count -= 1) {
    const name = `web-${random.below(names)}`;
    if (random.below(4) === 0 && next.size > names / 2) next.delete(name);
    else next.set(name, `10.96.${random.below(250)}.${random.below(250) + 1}`);
  }
  return next;
};

test('whatever happens to BIND, its files, its key or the daemon, the zone ends exact and what others wrote stays', {
  timeout,
}, async () => {
  const random = seeded('faults');
  await using folder = await temporaryFolder('faults');
  await using named = await startNamed();
  await named.nsupdate(hand.map((record) => `update add ${record.replace(' IN ', ' ')}`).join('\n'));
  const manifests = join(folder.path, 'manifests.yaml');
  let services: Services = new Map();
  /** Whole or not at all: half a file would be another fault. */
  const change = async (): Promise<void> => {
    services = changed(services, random);
    const text = [...services].map(([name, address]) => serviceManifest(name, address)).join('---\n');
    await writeFile(`${manifests}.new`, text);
    await rename(`${manifests}.new`, manifests);
  };
  for (let times = 0; times < 20; times += 1) await change();

  let daemon: Daemon;
  const start = async (): Promise<void> => {
    const args = ['--owner', 'test', '--manifests', manifests, '--soa-interval', '1s'];
    daemon = await startDaemon(named, 'k8s.example', args);
  };
  await start();
  const exact = async (): Promise<void> => {
    const lines = (await named.axfrText('k8s.example')).split('\n').filter((line) => line !== '');
    const content = lines.filter(
      (line) => !/ IN (?:SOA|NS) |_k8s-bind\.k8s\.example\. |^ns\.|^dns-version/.test(line),
    );
    expect(content.sort()).toEqual([...recordsOf(services), ...hand].sort());
    // A marker for each short name and its SRV record, and none that nothing stands behind.
    const markers = lines.filter((line) => /\S\._k8s-bind\.k8s\.example\. /.test(line));
    expect(markers).toHaveLength(2 * services.size);
  };
  const settled = async (what: string): Promise<number> => {
    const startMs = performance.now();
    await waitFor(`exact after ${what}`, () => exact().then(() => true), {
      deadlineMs: longestRepairMs,
      intervalMs: 25,
    });
    return performance.now() - startMs;
  };
  /** Faults do not come faster than what was written is read back, a second later. */
  const readBack = (): Promise<unknown> =>
    waitFor('what was written was read back', async () => {
      const status = await fetch(`http://${daemon.listen}/v1/status`);
      const { zones } = (await status.json()) as { zones: { lastReadMs: number; lastWriteMs: number }[] };
      return zones.every(({ lastReadMs, lastWriteMs }) => lastReadMs > lastWriteMs);
    });
  await settled('the start');
  await readBack();
  // From here on what is put back later stands in the file.
  const file = named.zoneFile('k8s.example');
  await named.rndc('sync', '-clean');
  // It answers before named has written the file: who is killed then, or copies it, has what was there before.
  const serial = await named.serial('k8s.example');
  await waitFor('named has written the zone', () => readFile(file, 'utf8'), {
    until: (text) => new RegExp(String.raw`\b${serial}\s+; serial`).test(text),
  });
  const old = join(folder.path, 'old.db');
  await copyFile(file, old);

  /** Each ends when its cause does: from then on time counts. */
  const faults: Readonly<Record<string, (meanwhile: () => Promise<void>) => Promise<void>>> = {
    'BIND is killed': async (meanwhile) => {
      await named.kill();
      await meanwhile();
      await named.start();
    },
    'BIND hangs': async (meanwhile) => {
      named.process().signal('SIGSTOP');
      await meanwhile();
      await pause(500 + random.below(2_000));
      named.process().signal('SIGCONT');
    },
    'the journal is lost': async (meanwhile) => {
      await named.kill();
      await rm(`${file}.jnl`, { force: true });
      await meanwhile();
      await named.start();
    },
    'an older zone is put back': async (meanwhile) => {
      await named.stop();
      await rm(`${file}.jnl`, { force: true });
      await copyFile(old, file);
      await meanwhile();
      await named.start();
    },
    'the zone is frozen': async (meanwhile) => {
      await named.rndc('freeze', 'k8s.example');
      await meanwhile();
      await pause(random.below(1_500));
      await named.rndc('thaw', 'k8s.example');
    },
    'the key is another one': async (meanwhile) => {
      await named.reconfigure({ keys: [await makeTsigKey('k8s-bind')] });
      await meanwhile();
    },
    'the daemon is killed': async (meanwhile) => {
      await daemon.process.kill();
      await meanwhile();
      await start();
    },
    'the daemon hangs': async (meanwhile) => {
      daemon.process.signal('SIGSTOP');
      await meanwhile();
      await pause(500 + random.below(1_500));
      daemon.process.signal('SIGCONT');
    },
    'records of ours are edited by hand': async (meanwhile) => {
      const [name] = random.pick([...services] as [[string, string], ...[string, string][]]);
      await named.nsupdate(
        `update delete ${name}.default.svc.k8s.example. A\nupdate add ${name}.default.svc.k8s.example. 30 A 192.0.2.66\nupdate add junk.svc.k8s.example. 60 TXT "x"`,
      );
      await meanwhile();
    },
  };
  const kinds = Object.keys(faults) as [string, ...string[]];
  const times = new Map<string, number[]>();
  try {
    for (let round = 0; round < rounds; round += 1) {
      // All of them once, then by chance; every third round a second one follows before the first is mended.
      const first = kinds[round] ?? random.pick(kinds);
      const others = round % 3 === 2 ? [random.pick(kinds)] : [];
      const what = [first, ...others].join(', then ');
      for (const kind of [first, ...others]) await faults[kind]?.(change);
      const tookMs = await settled(`${what} (round ${round})`);
      await readBack();
      times.set(what, [...(times.get(what) ?? []), Math.round(tookMs)]);
    }
  } finally {
    await daemon!.process.stop();
  }
  const all = [...times.values()].flat().sort((a, b) => a - b);
  const at = (share: number): number | undefined =>
    all[Math.min(all.length - 1, Math.floor(share * all.length))];
  console.log(
    `faults: exact again after ms, p50 ${at(0.5)}, p99 ${at(0.99)}, worst ${all.at(-1)}`,
    Object.fromEntries(times),
  );
});
