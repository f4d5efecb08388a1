import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clusterObjects } from './clusterUsers.ts';
import type { Daemon } from './daemon.ts';
import { type Mend, slowDown } from './faultyLink.ts';
import type { OutageWorld } from './outageWorld.ts';
import type { Seeded } from './seed.ts';
import { waitFor } from './waitFor.ts';

/** What a fault takes hold of: two that share something do not come together. */
export type Part = 'api' | 'bind' | 'daemon' | 'wire to api' | 'wire to bind';

export interface Fault {
  readonly parts: readonly Part[];
  /** What it does not take hold of, and what must be well meanwhile. */
  readonly needs?: readonly Part[];
  /** The cluster cannot be changed until it is mended. */
  readonly silencesApi?: true;
  /** It is never mended, and time counts from its beginning; its traces are taken away later. */
  readonly lasts?: true;
  readonly begin: () => Promise<Mend>;
}

/** What the faults befall. */
export interface Befallen {
  readonly world: OutageWorld;
  readonly random: Seeded;
  /** The one that runs now. */
  daemon: Daemon;
}

/** All that can happen to the cluster, the name server, the wires and the daemon, by what it is. */
export const outageFaults = (befallen: Befallen): Readonly<Record<string, Fault>> => ({
  ...faultsOfServers(befallen),
  ...faultsOfAccess(befallen),
  ...faultsOfWires(befallen),
  ...faultsOfDaemon(befallen),
});

const aWhile = (random: Seeded, mostMs: number): Promise<void> => pause(200 + random.below(mostMs));

/** Stopped for a while, as a whole, and let go on. */
const hang =
  (random: Seeded, signal: (name: 'SIGSTOP' | 'SIGCONT') => void, mostMs: number) =>
  async (): Promise<Mend> => {
    signal('SIGSTOP');
    return async () => {
      await aWhile(random, mostMs);
      signal('SIGCONT');
    };
  };

const both = (begin: () => Promise<Mend>, other: () => Promise<Mend>) => async (): Promise<Mend> => {
  const mends = [await begin(), await other()];
  return async () => void (await Promise.all(mends.map((mend) => mend())));
};

const faultsOfServers = (befallen: Befallen): Readonly<Record<string, Fault>> => {
  const { random, world } = befallen;
  const { cluster, named } = world;
  /** Ends it, and starts it again when it is mended. */
  const endApi = (end: () => Promise<void>) => async (): Promise<Mend> => {
    await end();
    return cluster.startApiServer;
  };
  const endBind = (end: () => Promise<void>) => async (): Promise<Mend> => {
    await end();
    return named.start;
  };
  const killApi = endApi(cluster.killApiServer);
  const killBind = endBind(named.kill);
  const hangApi = hang(random, (name) => cluster.apiServer().signal(name), 3_000);
  const hangBind = hang(random, (name) => named.process().signal(name), 3_000);
  const api = { parts: ['api'], silencesApi: true } as const;
  const apiAndBind = { parts: ['api', 'bind'], silencesApi: true } as const;
  return {
    'the API server is killed': { ...api, begin: killApi },
    'the API server is stopped': { ...api, begin: endApi(cluster.stopApiServer) },
    'the API server hangs': { ...api, begin: hangApi },
    'the API server and BIND are killed': { ...apiAndBind, begin: both(killApi, killBind) },
    'the API server and BIND hang': { ...apiAndBind, begin: both(hangApi, hangBind) },
    'BIND is killed': { parts: ['bind'], begin: killBind },
    'BIND is stopped': { parts: ['bind'], begin: endBind(named.stop) },
    'BIND hangs': { parts: ['bind'], begin: hangBind },
    'etcd is killed': {
      ...api,
      begin: async () => {
        await cluster.etcd.kill();
        return async () => {
          await cluster.etcd.start();
          await waitFor('the API server has its store again', () => cluster.api('GET', '/readyz'));
        };
      },
    },
    'etcd is compacted, and the API server killed': {
      ...api,
      begin: async () => {
        await cluster.etcd.compact();
        return killApi();
      },
    },
    'etcd is put back to an earlier state': { ...api, begin: () => restoreEtcd(befallen) },
  };
};

const restoreEtcd = async ({ world, random }: Befallen): Promise<Mend> => {
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

const faultsOfAccess = (befallen: Befallen): Readonly<Record<string, Fault>> => ({
  'rights are withdrawn and given back': {
    parts: ['api'],
    needs: ['daemon', 'wire to api'],
    begin: () => withdrawRights(befallen),
  },
  'the token is another one': {
    parts: ['api'],
    begin: async () => (await befallen.world.rotateToken()).write,
  },
});

const withdrawRights = async (befallen: Befallen): Promise<Mend> => {
  const { cluster } = befallen.world;
  const binding = clusterObjects.find(({ path }) => path.endsWith('clusterrolebindings'));
  if (binding === undefined) throw new Error('Cannot find the binding among the objects of the cluster');
  await cluster.api('DELETE', `${binding.path}/k8s-bind`);
  // Rights are looked at when a watch begins: these end with the server.
  await cluster.killApiServer();
  await cluster.startApiServer();
  await waitFor('it knows that it may not', () => befallen.daemon.readiness(), {
    until: (text) => text.includes('forbidden'),
    deadlineMs: 30_000,
  });
  return async () => void (await cluster.api('POST', binding.path, binding.object));
};

const faultsOfWires = ({ world, random }: Befallen): Readonly<Record<string, Fault>> => {
  const on = (server: 'api' | 'bind', kind: 'cut' | 'blackHole' | 'halfOpen', mostMs: number): Fault => ({
    parts: [`wire to ${server}`],
    begin: async () => {
      const mend = await world.links[server][kind]();
      return async () => {
        await aWhile(random, mostMs);
        await mend();
      };
    },
  });
  const forget = (server: 'api' | 'bind'): Fault => ({
    parts: [`wire to ${server}`],
    lasts: true,
    begin: () => world.links[server].forget(),
  });
  return {
    'connections to the API server are cut': on('api', 'cut', 2_000),
    'connections to BIND are cut': on('bind', 'cut', 2_000),
    'nothing arrives from or at the API server': on('api', 'blackHole', 5_000),
    'nothing arrives from or at BIND': on('bind', 'blackHole', 5_000),
    'what the daemon sends does not arrive at the API server': on('api', 'halfOpen', 5_000),
    'what the daemon sends does not arrive at BIND': on('bind', 'halfOpen', 5_000),
    'the wire is slow': {
      parts: ['wire to api', 'wire to bind'],
      begin: async () => {
        const mend = await slowDown(world.site, 'eth0');
        return async () => {
          await aWhile(random, 3_000);
          await mend();
        };
      },
    },
    'open connections to the API server fall silent for ever': forget('api'),
    'open connections to BIND fall silent for ever': forget('bind'),
  };
};

const faultsOfDaemon = (befallen: Befallen): Readonly<Record<string, Fault>> => {
  const end = (how: 'kill' | 'stop') => async (): Promise<Mend> => {
    await befallen.daemon.process[how]();
    return async () => {
      befallen.daemon = await befallen.world.startDaemon();
    };
  };
  return {
    'the daemon is killed': { parts: ['daemon'], begin: end('kill') },
    'the daemon is stopped': { parts: ['daemon'], begin: end('stop') },
    'the daemon hangs': {
      parts: ['daemon'],
      begin: hang(befallen.random, (name) => befallen.daemon.process.signal(name), 2_000),
    },
  };
};
