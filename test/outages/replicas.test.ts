import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Daemon } from '../support/daemon.ts';
import { keepChanging } from '../support/keepChanging.ts';
import { startOutageWorld } from '../support/outageWorld.ts';
import { repairTimes } from '../support/repairTimes.ts';
import { seeded, splitSeed } from '../support/seed.ts';
import { waitFor } from '../support/waitFor.ts';

/** How often one of them is killed, in each of the two tests. */
const kills = Number(process.env['CHAOS_KILLS'] ?? 2);

const standsBy = async (daemon: Daemon): Promise<boolean> => (await daemon.readiness()).includes('stands by');

test('three replicas with a Lease, of which the one that writes is killed in turn under load: the zone ends exact', async () => {
  const random = seeded('replicas with a lease');
  const changes = splitSeed(random);
  await using world = await startOutageWorld();
  await world.change(changes, 6);
  const start = (): Promise<Daemon> => world.startDaemon('--lease', 'kube-system/k8s-bind');
  const replicas = [await start(), await start(), await start()];
  const writer = (): Promise<number> =>
    waitFor(
      'one writes and two stand by',
      async () => {
        const waiting = await Promise.all(replicas.map(standsBy));
        return waiting.filter(Boolean).length === 2 ? waiting.indexOf(false) : -1;
      },
      { until: (at) => at >= 0, deadlineMs: 60_000 },
    );
  const times = repairTimes();
  try {
    for (let killed = 0; killed < kills; killed += 1) {
      const at = await writer();
      {
        await using _ = keepChanging(world, changes);
        await pause(300 + random.below(700));
        await replicas[at]?.process.kill();
        await pause(random.below(700));
      }
      times.add('the one that holds the Lease is killed', await world.exact(`kill ${killed}`));
      replicas[at] = await start();
    }
    expect(await writer()).toBeGreaterThanOrEqual(0);
  } finally {
    for (const replica of replicas) await replica.process.kill();
    console.log(`replicas with a lease: SEED=${random.seed}\n${times.table()}`);
  }
}, 0);

test('two replicas without a Lease, one after the other killed under load and started again: the zone ends exact, and one writes', async () => {
  const random = seeded('replicas without a lease');
  const changes = splitSeed(random);
  await using world = await startOutageWorld();
  await world.change(changes, 6);
  const replicas = [await world.startDaemon(), await world.startDaemon()];
  const times = repairTimes();
  const waiting = async (): Promise<readonly boolean[]> => Promise.all(replicas.map(standsBy));
  try {
    await world.exact('the start');
    for (let killed = 0; killed < 3 * kills; killed += 1) {
      const writes = await waitFor(
        'one writes, and one stands by',
        async () => (await waiting()).indexOf(false),
        {
          until: (at) => at >= 0,
        },
      );
      // Twice the one that writes, then the other: whoever starts takes the zone.
      const at = killed % 3 === 2 ? 1 - writes : writes;
      const what = at === writes ? 'the one that writes' : 'the one that stands by';
      await using load = keepChanging(world, changes);
      await pause(300 + random.below(700));
      await replicas[at]?.process.kill();
      await pause(random.below(300));
      const startedMs = performance.now();
      replicas[at] = await world.startDaemon();
      await pause(random.below(300));
      await load.stop();
      await world.exact(`kill ${killed}`);
      times.add(`${what} is killed and started again`, performance.now() - startedMs);
      // Who starts takes the zone; the other learns it with its next message, or when it looks at the serial.
      await replicas[at]?.ready();
      await world.change(changes, 3);
      await world.exact(`what changed after kill ${killed}`);
      await waitFor('the one that was started writes', async () => (await waiting())[1 - at] === true);
      expect(await waiting()).toEqual([at !== 0, at !== 1]);
    }
  } catch (error) {
    const logs = replicas.map(({ process: { logs } }) => logs().slice(-6_000));
    throw new Error(`SEED=${random.seed}, what they said last:\n${logs.join('\n\n')}`, { cause: error });
  } finally {
    for (const replica of replicas) await replica.process.kill();
    console.log(`replicas without a lease: SEED=${random.seed}\n${times.table()}`);
  }
}, 0);
