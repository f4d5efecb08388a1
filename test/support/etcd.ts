import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ControlPlanePlace, etcdCommand } from './controlPlaneCommands.ts';
import { type RunningProcess, run, startProcess, whenReady } from './process.ts';

/** The store of a control plane. */
export interface Etcd {
  /** The process that runs now, or ran last, for signals. */
  readonly process: () => RunningProcess;
  /** Over what the one before left. Returns when it answers. */
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
  /** Forgets all versions but the newest. */
  readonly compact: () => Promise<void>;
  /** Copies what it holds. It must not run. */
  readonly save: (folder: string) => Promise<void>;
  /** Puts a copy back in the place of what it holds. It must not run. */
  readonly restore: (folder: string) => Promise<void>;
}

/** Starts it, and does not wait: the API server does. */
export function startEtcd(place: ControlPlanePlace, commandPrefix: readonly string[]): Etcd {
  const begin = (): RunningProcess => startProcess([...commandPrefix, ...etcdCommand(place)]);
  const data = join(place.folder, 'etcd');
  let server = begin();
  const ask = (path: string, body: object): Promise<string> => {
    const url = `http://127.0.0.1:${place.etcdPort}${path}`;
    return run([...commandPrefix, 'curl', '-sS', '--fail', '-d', JSON.stringify(body), url]);
  };
  const revision = async (): Promise<string> => {
    const answer = JSON.parse(await ask('/v3/maintenance/status', {})) as { header: { revision: string } };
    return answer.header.revision;
  };
  return {
    process: () => server,
    start: async () => {
      server = begin();
      await whenReady('etcd answers', server, async () => (await revision()) !== '');
    },
    kill: () => server.kill(),
    compact: async () =>
      void (await ask('/v3/kv/compaction', { revision: await revision(), physical: true })),
    save: (folder) => cp(data, folder, { recursive: true }),
    restore: async (folder) => {
      await rm(data, { recursive: true });
      await cp(folder, data, { recursive: true });
    },
  };
}
