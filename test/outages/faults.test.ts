import { expect, test } from 'vitest';
import type { Mend } from '../support/faultyLink.ts';
import { type Befallen, type Fault, outageFaults } from '../support/outageFaults.ts';
import { startOutageWorld } from '../support/outageWorld.ts';
import { repairTimes } from '../support/repairTimes.ts';
import { type Seeded, seeded } from '../support/seed.ts';

/** Rounds of one or two faults at a time, and a pattern for the first of each: all without it. */
const given = process.env['CHAOS_ROUNDS'];
const only = new RegExp(process.env['CHAOS_FAULTS'] ?? '');
/** In the short form so many rounds have two faults, after all faults one by one. */
const pairs = 4;

interface Choice {
  readonly kind: string;
  readonly fault: Fault;
}

/** One that goes together with a first one, or none. */
const secondFor = (first: Choice, all: readonly Choice[], random: Seeded): readonly Choice[] => {
  const taken = new Set(first.fault.parts);
  const [one, ...more] = all.filter(
    ({ fault }) => fault.lasts !== true && !fault.parts.some((part) => taken.has(part)),
  );
  return one === undefined || first.fault.lasts === true ? [] : [random.pick([one, ...more])];
};

/** One or two faults; returns the milliseconds from when the last one is over until the zone is exact. */
const round = async (
  { world, random }: Befallen,
  chosen: readonly Choice[],
  what: string,
): Promise<number> => {
  const begun: { readonly fault: Fault; readonly mend: Mend }[] = [];
  // What is changed last is still under way.
  await world.change(random, 6);
  for (const { fault } of chosen) begun.push({ fault, mend: await fault.begin() });
  if (!chosen.some(({ fault }) => fault.silencesApi)) await world.change(random, 6);
  for (const { fault, mend } of begun) if (fault.lasts !== true) await mend();
  // What comes after a store that was put back would hide that its versions went back.
  if (!what.includes('etcd is put back')) await world.change(random, 3);
  const tookMs = await world.exact(what);
  for (const { fault, mend } of begun) if (fault.lasts === true) await mend();
  return tookMs;
};

test('whatever happens to the cluster, BIND, the wires and the daemon, alone and together: the zone ends exact', async () => {
  const random = seeded('outages');
  await using world = await startOutageWorld();
  for (let times = 0; times < 15; times += 1) await world.change(random, 6);
  const befallen: Befallen = { world, random, daemon: await world.startDaemon() };
  const all = Object.entries(outageFaults(befallen)).map(([kind, fault]) => ({ kind, fault }));
  const [one, ...more] = all.filter(({ kind }) => only.test(kind));
  if (one === undefined) throw new Error(`Cannot find a fault that matches ${only}`);
  const firsts = [one, ...more] as const;
  const rounds = given === undefined ? firsts.length + pairs : Number(given);
  const times = repairTimes();
  try {
    await world.exact('the start');
    for (let at = 0; at < rounds; at += 1) {
      // All of them once, then by chance; the next ones, and later every third, with a second one.
      const first = firsts[at] ?? random.pick(firsts);
      const isPair = at >= firsts.length && (at < firsts.length + pairs || at % 3 === 2);
      const chosen = [first, ...(isPair ? secondFor(first, all, random) : [])];
      const kind = chosen.map((choice) => choice.kind).join(', and ');
      const tookMs = await round(befallen, chosen, `${kind} (round ${at})`);
      times.add(kind, tookMs);
      if (process.env['CHAOS_SHOW'] !== undefined) console.log(`${at} ${kind}: ${Math.round(tookMs)} ms`);
      const { process: running } = befallen.daemon;
      expect(running.isRunning(), running.logs().slice(-2_000)).toBe(true);
    }
  } catch (error) {
    const logs = befallen.daemon.process.logs().slice(-10_000);
    throw new Error(`SEED=${random.seed}, what the daemon said last:\n${logs}`, { cause: error });
  } finally {
    console.log(`outages: SEED=${random.seed}, exact again\n${times.table()}`);
    await befallen.daemon.process.stop();
  }
}, 0);
