import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { type Seeded, seeded } from '../support/seed.ts';
import type { Daemon } from './world/daemon.ts';
import { drawSteps } from './world/drawSteps.ts';
import { type Marks, perform } from './world/perform.ts';
import { createSimulation, type Simulation } from './world/simulation.ts';
import type { Step } from './world/steps.ts';

/** How long the cluster changes, by the virtual clock. */
const hours = Number(process.env['CHURN_HOURS'] ?? 1);
const changeEveryMs = 2_000;
const partsPerHour = 6;
const partMs = 3_600_000 / partsPerHour;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What may grow: tables of the loop and the queue, and what waits in the world around it. */
const sizesOf = ({ host, loop }: Daemon, world: Simulation): Readonly<Record<string, number>> => {
  const { queue, ledger, quarantine, conflicts, serverLimits, brake, holds, standing, answers } = loop.parts;
  return {
    queue: queue.size() + queue.groups().length,
    sources: ledger.sources().size,
    unconfirmed: ledger.unconfirmed().size,
    quarantine: quarantine.units().size,
    conflicts: conflicts.names().size,
    limits: serverLimits.units().size,
    held: brake.held().size,
    holds: holds.units().size,
    wrong: answers.wrong().length,
    mirror: (standing.mirror()?.territory.size ?? 0) + [...(standing.mirror()?.outside.names() ?? [])].length,
    timers: host.timers(),
    streams: world.api.streams(),
  };
};

/** Of the steps of a schedule those that a day in a cluster has: processes and clocks stay as they are. */
const isOrdinary = (step: Step): boolean =>
  ['service', 'slice', 'remove', 'hand-add', 'hand-delete', 'api'].includes(step.do);
const isFault = (step: Step): boolean =>
  ['fates', 'server-restart', 'api-restart', 'api-stall', 'journal-loss', 'ixfr'].includes(step.do);

const churn = async (world: Simulation, random: Seeded, forMs: number): Promise<void> => {
  const marks: Marks = { zones: [], stores: [], restoredFrom: [] };
  for (let passedMs = 0; passedMs < forMs; passedMs += changeEveryMs) {
    const steps = drawSteps(random, 8);
    const fault = random.below(100) === 0 ? steps.find(isFault) : undefined;
    for (const step of [steps.find(isOrdinary), fault]) if (step !== undefined) perform(world, marks, step);
    await world.time.run(changeEveryMs);
  }
};

test(`${hours} h of changes every ${changeEveryMs / 1000} s by the virtual clock: no table grows, and no memory`, async () => {
  const random = seeded('churn');
  const world = createSimulation(random.seed);
  const daemon = world.start();
  await world.time.run(5_000);
  const parts: { readonly sizes: Readonly<Record<string, number>>; readonly heapKib: number }[] = [];
  for (let part = 0; part < hours * partsPerHour; part += 1) {
    await churn(world, random, partMs);
    // What waits at this moment is not what stays.
    world.network.calm();
    world.api.calm();
    await world.time.run(30_000);
    collectGarbage();
    parts.push({ sizes: sizesOf(daemon, world), heapKib: process.memoryUsage().heapUsed / 1024 });
  }

  const warm = parts.slice(Math.floor(parts.length / 3));
  const first = warm.slice(0, Math.ceil(warm.length / 2));
  const last = warm.slice(Math.ceil(warm.length / 2));
  const slope = slopeOf(warm.map(({ heapKib }) => heapKib)) * partsPerHour;
  console.log(`heap ${Math.round(warm.at(-1)?.heapKib ?? 0)} KiB, slope ${slope.toFixed(1)} KiB an hour`);
  console.log(parts.map(({ heapKib }) => Math.round(heapKib)).join(' '));
  console.log(JSON.stringify(parts.at(-1)?.sizes));
  expect(daemon.end()).toBeUndefined();
  expect(world.violations()).toEqual([]);
  expect(world.counts().effective).toBeGreaterThan((hours * 3_600_000) / changeEveryMs / 10);
  // Four Services with two names each, and what other hands write at a dozen names.
  for (const { sizes } of warm)
    for (const [table, size] of Object.entries(sizes)) expect(size, table).toBeLessThan(60);
  const most = (of: typeof parts): number => Math.max(...of.map(({ heapKib }) => heapKib));
  expect(most(last)).toBeLessThan(most(first) + 4_096);
});

/** Of a line through equally spaced values, by least squares. */
const slopeOf = (values: readonly number[]): number => {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const up = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  return up / values.reduce((sum, _value, at) => sum + (at - middle) ** 2, 0);
};
