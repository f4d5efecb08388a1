import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { keepChanging } from '../support/keepChanging.ts';
import { startOutageWorld } from '../support/outageWorld.ts';
import { repairTimes } from '../support/repairTimes.ts';
import { seeded, splitSeed } from '../support/seed.ts';

/** How often it is killed. */
const kills = Number(process.env['CHAOS_KILLS'] ?? 24);
/** Longer than a start takes, also beside other work: starting, claiming, reading and following are all hit. */
const longestLifeMs = 1_500;

test('the daemon is killed at random moments while Services change: the next one ends exact', async () => {
  const random = seeded('kills');
  const changes = splitSeed(random);
  await using world = await startOutageWorld();
  for (let times = 0; times < 15; times += 1) await world.change(changes, 6);
  const times = repairTimes();
  /** How far those that were killed had come. */
  const lives = { 'before its claim': 0, 'before it was in step': 0, later: 0 };
  for (let killed = 0; killed < kills; killed += 1) {
    await using load = keepChanging(world, changes);
    const doomed = await world.startDaemon();
    await pause(random.below(longestLifeMs));
    await doomed.process.kill();
    const logs = doomed.process.logs();
    if (!logs.includes('Zone claimed')) lives['before its claim'] += 1;
    else if (!logs.includes('Zone in step')) lives['before it was in step'] += 1;
    else lives.later += 1;
    await load.stop();
    await using next = await world.startDaemon();
    const tookMs = await world.exact(`kill ${killed}`).catch((error: unknown) => {
      throw new Error(`SEED=${random.seed}, what the next one said:\n${next.process.logs()}`, {
        cause: error,
      });
    });
    if (process.env['CHAOS_SHOW'] !== undefined) console.log(`${killed}: ${Math.round(tookMs)} ms`);
    times.add('the daemon is killed under load', tookMs);
    expect(next.process.logs()).not.toMatch(/drift|conflict/i);
    await next.process.kill();
  }
  console.log(`kills: SEED=${random.seed}`, lives, `\n${times.table()}`);
}, 0);
