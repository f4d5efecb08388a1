import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProcess, whenReady } from '../process.ts';
import { type ServerClients, serverClients } from '../serverClients.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import type { FollowedPrimary } from './nsdServer.ts';

/** A private Knot DNS that has `k8s.example` from a primary. */
export interface KnotSecondary extends ServerClients, AsyncDisposable {
  readonly logs: () => string;
}

/** Its port is known before it starts: the primary has to be told. */
export const startKnotSecondary = async (primary: FollowedPrimary, port: number): Promise<KnotSecondary> => {
  const root = await temporaryFolder('knot-secondary');
  const folder = root.path;
  const key = primary.key('secondary');
  const conf = join(folder, 'knot.conf');
  const text = `server:
    rundir: "${folder}"
    listen: 127.0.0.1@${port}
log:
  - target: stderr
    any: info
database:
    storage: "${folder}"
key:
  - id: ${key.name}
    algorithm: ${key.algorithm}
    secret: ${key.secret}
remote:
  - id: primary
    address: 127.0.0.1@${primary.port}
    key: ${key.name}
acl:
  - id: notified
    address: 127.0.0.1
    action: notify
  - id: read
    key: ${key.name}
    action: transfer
zone:
  - domain: k8s.example
    storage: "${folder}"
    file: k8s.example.zone
    master: primary
    acl: [notified, read]
`;
  await writeFile(conf, text, { mode: 0o600 });
  const clients = serverClients({ address: '127.0.0.1', port, handKey: () => key });
  const server = startProcess(['knotd', '-c', conf], { cwd: folder });
  const dispose = async (): Promise<void> => {
    await server.stop();
    await root[Symbol.asyncDispose]();
  };
  try {
    await whenReady('the zone answers', server, () => clients.answers(['k8s.example']));
  } catch (error) {
    await dispose();
    throw error;
  }
  return { ...clients, logs: server.logs, [Symbol.asyncDispose]: dispose };
};
