import { expect } from 'vitest';
import type { Mend } from './faultyLink.ts';
import { type Befallen, type Fault, outageFaults, type Part } from './outageFaults.ts';
import { startOutageWorld } from './outageWorld.ts';
import { repairTimes } from './repairTimes.ts';
import { type Seeded, seeded } from './seed.ts';

/** Rounds of one or two faults at a time, and a pattern for the first of each: all without it. */
const given = process.env['CHAOS_ROUNDS'];
const only = new RegExp(process.env['CHAOS_FAULTS'] ?? '');
/** In the short form so many rounds have two faults, after all faults one by one. */
const pairs = 2;

interface Choice {
  readonly kind: string;
  readonly fault: Fault;
}

/** One that goes together with a first one, or none. */
const secondFor = (first: Choice, all: readonly Choice[], random: Seeded): readonly Choice[] => {
  const taken = new Set([...first.fault.parts, ...(first.fault.needs ?? [])]);
  const meets = (parts: readonly Part[]): boolean => parts.some((part) => taken.has(part));
  const [one, ...more] = all.filter(
    ({ fault }) => fault.lasts !== true && !meets(fault.parts) && !meets(fault.needs ?? []),
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
  using kept = world.watchKept();
  // What is changed last is still under way.
  await world.change(random, 6);
  for (const { fault } of chosen) begun.push({ fault, mend: await fault.begin() });
  if (!chosen.some(({ fault }) => fault.silencesApi)) await world.change(random, 6);
  for (const { fault, mend } of begun) if (fault.lasts !== true) await mend();
  // What comes after a store that was put back would hide that its versions went back.
  if (!what.includes('etcd is put back')) await world.change(random, 3);
  const tookMs = await world.exact(what);
  expect(await kept.stop(), what).toEqual([]);
  for (const { fault, mend } of begun) if (fault.lasts === true) await mend();
  return tookMs;
};

/**
 * Faults of these parts once each, then by chance and two at a time. Throws where the zone does not end exact.
 */
export async function outageRounds(what: string, parts: readonly Part[]): Promise<void> {
  const random = seeded(what);
  await using world = await startOutageWorld();
  for (let times = 0; times < 15; times += 1) await world.change(random, 6);
  const befallen: Befallen = { world, random, daemon: await world.startDaemon() };
  const all = Object.entries(outageFaults(befallen)).map(([kind, fault]) => ({ kind, fault }));
  const kinds = all.filter(
    ({ kind, fault }) => only.test(kind) && fault.parts.every((part) => parts.includes(part)),
  );
  const once = kinds.length;
  // All of them once, then by chance.
  const firsts = Array.from({ length: Number(given ?? once + pairs) }).flatMap(
    (_, at) => kinds[at] ?? kinds[random.below(once)] ?? [],
  );
  const times = repairTimes();
  try {
    await world.exact('the start');
    for (const [at, first] of firsts.entries()) {
      // After all one by one some, and later every third, come with a second one.
      const isPair = at >= once && (at < once + pairs || at % 3 === 2);
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
    console.log(`${what}: SEED=${random.seed}, exact again\n${times.table()}`);
    await befallen.daemon.process.stop();
  }
}
