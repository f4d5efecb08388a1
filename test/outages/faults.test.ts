import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clusterObjects } from '../support/clusterUsers.ts';
import type { Daemon } from '../support/daemon.ts';
import { type Mend, slowDown } from '../support/faultyLink.ts';
import { type OutageWorld, startOutageWorld } from '../support/outageWorld.ts';
import { repairTimes } from '../support/repairTimes.ts';
import { type Seeded, seeded } from '../support/seed.ts';
import { waitFor } from '../support/waitFor.ts';

/** Rounds of one or two faults at a time, and a pattern for the first of each: all without it. */
const given = process.env['CHAOS_ROUNDS'];
const only = new RegExp(process.env['CHAOS_FAULTS'] ?? '');

/** What a fault takes hold of: two that share something do not come together. */
type Part = 'api' | 'bind' | 'daemon' | 'wire to api' | 'wire to bind';

interface Fault {
  readonly parts: readonly Part[];
  /** The cluster cannot be changed until it is mended. */
  readonly silencesApi?: true;
  /** It is never mended, and time counts from its beginning; its traces are taken away later. */
  readonly lasts?: true;
  readonly begin: () => Promise<Mend>;
}

let world: OutageWorld;
let random: Seeded;
let daemon: Daemon;

beforeAll(async () => {
  world = await startOutageWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const aWhile = (mostMs: number): Promise<void> => pause(200 + random.below(mostMs));

const killApi = async (): Promise<Mend> => {
  await world.cluster.killApiServer();
  return world.cluster.startApiServer;
};

const killBind = async (): Promise<Mend> => {
  await world.named.kill();
  return world.named.start;
};

const both = async (begin: () => Promise<Mend>, other: () => Promise<Mend>): Promise<Mend> => {
  const mends = [await begin(), await other()];
  return async () => void (await Promise.all(mends.map((mend) => mend())));
};

const hang = (signal: (name: 'SIGSTOP' | 'SIGCONT') => void, mostMs: number) => async (): Promise<Mend> => {
  signal('SIGSTOP');
  return async () => {
    await aWhile(mostMs);
    signal('SIGCONT');
  };
};

const hangApi = hang((name) => world.cluster.apiServer().signal(name), 3_000);
const hangBind = hang((name) => world.named.process().signal(name), 3_000);

const restoreEtcd = async (): Promise<Mend> => {
  const { cluster } = world;
  const copy = join(cluster.folder, 'etcd-copy');
  const then = world.services();
  await cluster.etcd.kill();
  await cluster.etcd.save(copy);
  await cluster.etcd.start();
  await waitFor('the API server has its store again', () => cluster.api('GET', '/readyz'));
  await world.change(random, 6);
  await pause(random.below(300));
  await cluster.killApiServer();
  await cluster.etcd.kill();
  await cluster.etcd.restore(copy);
  await rm(copy, { recursive: true });
  world.forgetServicesSince(then);
  return async () => {
    await cluster.etcd.start();
    await cluster.startApiServer();
  };
};

const withdrawRights = async (): Promise<Mend> => {
  const { cluster } = world;
  const binding = clusterObjects.find(({ path }) => path.endsWith('clusterrolebindings'));
  if (binding === undefined) throw new Error('Cannot find the binding among the objects of the cluster');
  await cluster.api('DELETE', `${binding.path}/k8s-bind`);
  // Rights are looked at when a watch begins: these end with the server.
  await cluster.killApiServer();
  await cluster.startApiServer();
  await waitFor('it knows that it may not', daemon.readiness, {
    until: (text) => text.includes('forbidden'),
    deadlineMs: 30_000,
  });
  return async () => void (await cluster.api('POST', binding.path, binding.object));
};

const onWire = (server: 'api' | 'bind', kind: 'cut' | 'blackHole' | 'halfOpen', mostMs: number): Fault => ({
  parts: [`wire to ${server}`],
  begin: async () => {
    const mend = await world.links[server][kind]();
    return async () => {
      await aWhile(mostMs);
      await mend();
    };
  },
});

const faults: Readonly<Record<string, Fault>> = {
  'the API server is killed': { parts: ['api'], silencesApi: true, begin: killApi },
  'the API server hangs': { parts: ['api'], silencesApi: true, begin: hangApi },
  'the API server and BIND are killed': {
    parts: ['api', 'bind'],
    silencesApi: true,
    begin: () => both(killApi, killBind),
  },
  'the API server and BIND hang': {
    parts: ['api', 'bind'],
    silencesApi: true,
    begin: () => both(hangApi, hangBind),
  },
  'BIND is killed': { parts: ['bind'], begin: killBind },
  'BIND hangs': { parts: ['bind'], begin: hangBind },
  'etcd is killed': {
    parts: ['api'],
    silencesApi: true,
    begin: async () => {
      await world.cluster.etcd.kill();
      return async () => {
        await world.cluster.etcd.start();
        await waitFor('the API server has its store again', () => world.cluster.api('GET', '/readyz'));
      };
    },
  },
  'etcd is compacted, and the API server killed': {
    parts: ['api'],
    silencesApi: true,
    begin: async () => {
      await world.cluster.etcd.compact();
      return killApi();
    },
  },
  'etcd is put back to an earlier state': { parts: ['api'], silencesApi: true, begin: restoreEtcd },
  'rights are withdrawn and given back': { parts: ['api'], begin: withdrawRights },
  'the token is another one': {
    parts: ['api'],
    begin: async () => (await world.rotateToken()).write,
  },
  'connections to the API server are cut': onWire('api', 'cut', 2_000),
  'connections to BIND are cut': onWire('bind', 'cut', 2_000),
  'nothing arrives from or at the API server': onWire('api', 'blackHole', 5_000),
  'nothing arrives from or at BIND': onWire('bind', 'blackHole', 5_000),
  'what the daemon sends does not arrive at the API server': onWire('api', 'halfOpen', 5_000),
  'what the daemon sends does not arrive at BIND': onWire('bind', 'halfOpen', 5_000),
  'the wire is slow': {
    parts: ['wire to api', 'wire to bind'],
    begin: async () => {
      const mend = await slowDown(world.site, 'eth0');
      return async () => {
        await aWhile(3_000);
        await mend();
      };
    },
  },
  'open connections to the API server fall silent for ever': {
    parts: ['wire to api'],
    lasts: true,
    begin: () => world.links.api.forget(),
  },
  'open connections to BIND fall silent for ever': {
    parts: ['wire to bind'],
    lasts: true,
    begin: () => world.links.bind.forget(),
  },
  'the daemon is killed': {
    parts: ['daemon'],
    begin: async () => {
      await daemon.process.kill();
      return async () => {
        daemon = await world.startDaemon();
      };
    },
  },
  'the daemon hangs': {
    parts: ['daemon'],
    begin: hang((name) => daemon.process.signal(name), 2_000),
  },
};
const all = Object.keys(faults) as [string, ...string[]];
/** What a round begins with. */
const kinds = all.filter((kind) => only.test(kind)) as [string, ...string[]];
const rounds = given === undefined ? kinds.length + 4 : Number(given);

const faultOf = (kind: string): Fault => {
  const fault = faults[kind];
  if (fault === undefined) throw new Error(`Cannot find the fault "${kind}": there is none`);
  return fault;
};

/** Of one that goes together with a first one, or none. */
const secondFor = (first: string): readonly string[] => {
  const taken = new Set(faultOf(first).parts);
  const free = all.filter((kind) => !faultOf(kind).parts.some((part) => taken.has(part)));
  const [one, ...more] = free.filter((kind) => faultOf(kind).lasts !== true);
  return one === undefined || faultOf(first).lasts === true ? [] : [random.pick([one, ...more])];
};

/** One or two faults; returns the milliseconds from when the last one is over until the zone is exact. */
const round = async (chosen: readonly string[], what: string): Promise<number> => {
  const some = chosen.map(faultOf);
  const begun: { readonly fault: Fault; readonly mend: Mend }[] = [];
  // What is changed last is still under way.
  await world.change(random, 6);
  for (const fault of some) begun.push({ fault, mend: await fault.begin() });
  if (!some.some(({ silencesApi }) => silencesApi)) await world.change(random, 6);
  for (const { fault, mend } of begun) if (fault.lasts !== true) await mend();
  // What comes after a store that was put back would hide that its versions went back.
  if (!chosen.includes('etcd is put back to an earlier state')) await world.change(random, 3);
  const tookMs = await world.exact(what);
  for (const { fault, mend } of begun) if (fault.lasts === true) await mend();
  return tookMs;
};

test('whatever happens to the cluster, BIND, the wires and the daemon, alone and together: the zone ends exact', async () => {
  random = seeded('outages');
  for (let times = 0; times < 15; times += 1) await world.change(random, 6);
  daemon = await world.startDaemon();
  const times = repairTimes();
  try {
    await world.exact('the start');
    for (let at = 0; at < rounds; at += 1) {
      // All of them once, then by chance; the last ones, and later every third, with a second one.
      const first = kinds[at] ?? random.pick(kinds);
      const others = at >= kinds.length && (at < kinds.length + 4 || at % 3 === 2) ? secondFor(first) : [];
      const kind = [first, ...others].join(', and ');
      const tookMs = await round([first, ...others], `${kind} (round ${at})`);
      times.add(kind, tookMs);
      if (process.env['CHAOS_SHOW'] !== undefined) console.log(`${at} ${kind}: ${Math.round(tookMs)} ms`);
      expect(daemon.process.isRunning(), daemon.process.logs().slice(-2_000)).toBe(true);
    }
  } finally {
    console.log(`outages: SEED=${random.seed}, exact again\n${times.table()}`);
    if (process.env['CHAOS_SHOW'] !== undefined) console.log(daemon.process.logs());
    await daemon.process.stop();
  }
}, 0);
