import { Resolver } from 'node:dns/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type HostileWorld,
  type HostileWorldOptions,
  handWritten,
  healthyAddress,
  startHostileWorld,
} from './hostileWorld.ts';
import { type Named, type NamedOptions, startNamed } from './named.ts';
import { waitFor } from './waitFor.ts';

/** What an attack may cost at most. */
export type Bounds = {
  /** Most that was ever resident, since the start. */
  readonly megabytes: number;
  /** Of the whole log, from start to end. */
  readonly logLines: number;
  readonly logKilobytes: number;
  /** Open at any moment that was looked at. */
  readonly descriptors: number;
  /** From the end of the attack (or its beginning, see `innocent`) until a change is published. */
  readonly publishedMs: number;
};

export type Attack = Omit<HostileWorldOptions, 'zone' | 'zones'> & {
  /** A sentence: who does what. */
  readonly name: string;
  /** Begins the attack; it goes on until what was deferred is undone, and begins anew before SIGTERM. */
  readonly on: (world: HostileWorld) => unknown;
  /** Whether the daemon has met it: an attack that was not felt proves nothing. */
  readonly felt: (world: HostileWorld) => unknown;
  readonly feltMs?: number;
  /**
   * When a change of the innocent Service must be published: while the attack goes on, or once it has ended.
   */
  readonly innocent: 'during' | 'after';
  /** What else must hold while it goes on. */
  readonly meanwhile?: (world: HostileWorld) => unknown;
  readonly bounds?: Partial<Bounds>;
  /** Takes a core for itself, or measures what others would disturb. */
  readonly alone?: true;
  /** When SIGTERM comes; unless said in the middle of the attack. */
  readonly sigterm?: 'after';
  /** The name server does not have the zone while it goes on, so nothing can be looked at. */
  readonly blind?: true;
  /** The exit code it ends with by itself, where nobody but a person may decide what comes next. */
  readonly ends?: number;
};

/** Makes a test of each attack, each in a zone of its own on one name server. */
export const testAttacks = (
  attacks: readonly Attack[],
  options: Pick<NamedOptions, 'zones' | 'options'> = {},
): void => {
  const rows = attacks.map((attack, index) => ({ ...attack, zone: `a${index}.example` }));
  const zones = [
    ...rows.map(({ zone }) => ({ name: zone, text: handWritten(zone) })),
    ...(options.zones ?? []),
  ];
  let named: Named;
  beforeAll(async () => {
    named = await startNamed({ ...options, zones });
  });
  afterAll(() => named[Symbol.asyncDispose]());
  for (const row of rows) {
    const run = row.alone === true ? test : test.concurrent;
    run(row.name, () => runAttack(named, { ...row, zones }));
  }
};

/** For an attack that is felt by its length: it has gone on for so long. */
export const lasts = (ms: number): Attack['felt'] => {
  const begunMs = new WeakMap<HostileWorld, number>();
  return (world) => {
    const begun = begunMs.get(world) ?? performance.now();
    begunMs.set(world, begun);
    return performance.now() - begun >= ms;
  };
};

const usualBounds: Bounds = {
  megabytes: 140,
  logLines: 60,
  logKilobytes: 40,
  descriptors: 60,
  publishedMs: 8_000,
};

/** SIGTERM ends it within this, in every state. */
const endMs = 5_000;

type Row = Attack & HostileWorldOptions;

const runAttack = async (named: Named, row: Row): Promise<void> => {
  const bounds = { ...usualBounds, ...row.bounds };
  await using world = await startHostileWorld(named, row);
  const eyes = openEyes(world);
  await eyes.publishes(1, 15_000);
  const before = await handLines(world);
  expect(before.length).toBeGreaterThanOrEqual(14);
  const { pid } = world.daemon;
  await row.on(world);
  await using watch = eyes.watch();
  await waitFor('the attack is felt', () => row.felt(world), {
    deadlineMs: row.feltMs ?? 10_000,
    hopeless: row.ends === undefined ? eyes.ended : () => undefined,
  });
  await row.meanwhile?.(world);
  if (row.blind !== true) expect(await handLines(world)).toEqual(before);
  let publishedMs = 0;
  if (row.innocent === 'during') publishedMs = await eyes.publishes(2, bounds.publishedMs);
  await world.undo();
  world.api.misbehave(undefined);
  world.relay.misbehave(undefined);
  world.relay.greet('well');
  if (row.ends !== undefined) {
    await waitFor('the daemon ends by itself', () => !world.daemon.isRunning());
  } else {
    publishedMs = Math.max(publishedMs, await eyes.publishes(3, bounds.publishedMs));
    expect((await fetch(`http://${world.listen}/livez`)).status).toBe(200);
  }
  const seen = await watch.stop();
  expect(await handLines(world)).toEqual(before);
  expect(seen.wrong.filter((found) => row.blind !== true || !found.startsWith('answers '))).toEqual([]);
  let endedMs = 0;
  if (row.ends === undefined) {
    expect(world.daemon.isRunning()).toBe(true);
    expect(world.daemon.pid).toBe(pid);
    if (row.sigterm !== 'after') await row.on(world);
    const begun = performance.now();
    await world.daemon.stop();
    endedMs = Math.round(performance.now() - begun);
    expect(await handLines(world)).toEqual(before);
  }
  const log = world.daemon.logs();
  const figures = {
    megabytes: Math.round(seen.megabytes),
    logLines: log.split('\n').length - 1,
    logKilobytes: Math.round(log.length / 1024),
    descriptors: seen.descriptors,
    publishedMs: Math.round(publishedMs),
    endedMs,
  };
  await note(row.name, figures);
  expect(log).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(figures.endedMs, `SIGTERM: ${log.slice(-1500)}`).toBeLessThan(endMs);
  for (const [what, most] of Object.entries(bounds))
    expect(figures[what as keyof Bounds], what).toBeLessThanOrEqual(most);
};

/** For whoever wants to see how far the bounds are away: a file that gets a line for each attack. */
const note = async (name: string, figures: object): Promise<void> => {
  const file = process.env['HOSTILE_FIGURES'];
  if (file !== undefined) await appendFile(file, `${JSON.stringify({ name, ...figures })}\n`);
};

/** The records of names that are not ours, but for the serial: as they are, so they must stay. */
const handLines = async ({ named, zone }: HostileWorld): Promise<readonly string[]> => {
  const names = new Set(
    handWritten(zone)
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '')
      .map((owner) => (owner === '@' ? `${zone}.` : `${owner}.${zone}.`)),
  );
  const text = await named.axfrText(zone);
  return text
    .split('\n')
    .filter((line) => names.has(line.split(' ')[0] ?? ''))
    .map((line) => line.replace(/( SOA \S+ \S+) \d+/, '$1'));
};

type Seen = { readonly wrong: readonly string[]; readonly megabytes: number; readonly descriptors: number };

type Eyes = {
  /** Gives the innocent Service an address and waits for it; returns for how many milliseconds. */
  readonly publishes: (octet: number, deadlineMs: number) => Promise<number>;
  readonly ended: () => string | undefined;
  /** Looks at everything that must hold meanwhile, several times a second. */
  readonly watch: () => AsyncDisposable & { readonly stop: () => Promise<Seen> };
};

const openEyes = (world: HostileWorld): Eyes => {
  const { zone, named, daemon, listen } = world;
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  resolver.setServers([`${named.address}:${named.port}`]);
  const addresses = async (name: string): Promise<string> =>
    (await resolver.resolve4(`${name}.${zone}`)).join();
  const ended = (): string | undefined =>
    daemon.isRunning() ? undefined : `the daemon ended:\n${daemon.logs().slice(-3000)}`;
  const look = async (): Promise<readonly string[]> => {
    const answers = await Promise.all(
      ['healthy.default.svc', 'healthy', 'www', 'v4only'].map((name) =>
        addresses(name).catch((error: unknown) => String(error)),
      ),
    );
    const expected = [healthyAddress, healthyAddress, '192.0.2.1', '192.0.2.4'];
    const begun = performance.now();
    const alive = await fetch(`http://${listen}/livez`, { signal: AbortSignal.timeout(livezMs) }).then(
      ({ status }) => status,
      (error: unknown) => String(error),
    );
    return [
      ...(answers.join(' ') === expected.join(' ') ? [] : [`answers ${answers.join(' ')}`]),
      ...(alive === 200 || !daemon.isRunning()
        ? []
        : [`/livez ${alive} after ${Math.round(performance.now() - begun)} ms`]),
    ];
  };
  return {
    publishes: async (octet, deadlineMs) => {
      const begun = performance.now();
      await world.changeInnocent(octet);
      const until = (text: string): boolean => text === `10.96.1.${octet}`;
      await waitFor(
        `change ${octet} is published`,
        async () => {
          const [short, full] = await Promise.all(['innocent', 'innocent.default.svc'].map(addresses));
          return short === full ? (short ?? '') : '';
        },
        { until, deadlineMs, hopeless: ended, intervalMs: 30 },
      );
      return performance.now() - begun;
    },
    ended,
    watch: () => {
      const wrong = new Set<string>();
      const stop = new AbortController();
      let megabytes = 0;
      let descriptors = 0;
      const run = async (): Promise<void> => {
        while (!stop.signal.aborted) {
          for (const found of await look()) wrong.add(found);
          const usage = usageOf(daemon.pid);
          megabytes = Math.max(megabytes, usage.megabytes);
          descriptors = Math.max(descriptors, usage.descriptors);
          await pause(200);
        }
      };
      const running = run();
      const end = async (): Promise<Seen> => {
        stop.abort();
        await running;
        return { wrong: [...wrong], megabytes, descriptors };
      };
      return { stop: end, [Symbol.asyncDispose]: async () => void (await end()) };
    },
  };
};

/** /livez answers within this; two cores are shared with the attacker. */
const livezMs = 1_000;

const usageOf = (pid: number): { readonly megabytes: number; readonly descriptors: number } => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const peak = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
    return { megabytes: peak, descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    // It has ended, which others look at.
    return { megabytes: 0, descriptors: 0 };
  }
};
