import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../freePort.ts';
import { emptyZoneText } from '../namedConf.ts';
import { startProcess, whenReady } from '../process.ts';
import { type ServerClients, serverClients } from '../serverClients.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { makeTsigKey, type TsigKeyFile, writeTsigKey } from '../tsigKey.ts';
import { snippet } from './snippet.ts';

/** A private NSD: it answers for zones and has no UPDATE. */
export interface NsdServer extends ServerClients, AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly key: () => TsigKeyFile;
  readonly logs: () => string;
}

/** Where the primary is that {@link startNsdSecondary} follows. */
export interface FollowedPrimary {
  readonly port: number;
  readonly key: (name: 'secondary') => TsigKeyFile;
}

/** A secondary of `k8s.example`, configured as docs/primaries.md says. Its port is known before it starts. */
export const startNsdSecondary = async (primary: FollowedPrimary, port: number): Promise<NsdServer> => {
  const conf = snippet('/etc/nsd/nsd.conf.d/k8s-bind.conf')
    .replace('SECONDARY-SECRET', primary.key('secondary').secret)
    .replace('request-xfr: 192.0.2.1', `request-xfr: 127.0.0.1@${primary.port}`)
    .replace('192.0.2.1', '127.0.0.1');
  const provideTo = '  provide-xfr: 127.0.0.1 own\n';
  return startNsd({ port, conf: `${conf}${provideTo}` });
};

/** `k8s.example` from a file, with a key that may transfer it. */
export const startNsdAlone = async (options: { readonly hidden?: boolean } = {}): Promise<NsdServer> =>
  startNsd({
    port: await freePort(),
    ...options,
    conf: 'zone:\n  name: k8s.example\n  zonefile: k8s.example.zone\n  provide-xfr: 127.0.0.1 own\n',
  });

const startNsd = async (options: {
  readonly port: number;
  readonly conf: string;
  readonly hidden?: boolean;
}): Promise<NsdServer> => {
  const { port, conf, hidden = false } = options;
  const root = await temporaryFolder('nsd');
  const key = await writeTsigKey(root.path, await makeTsigKey('own'));
  await writeFile(join(root.path, 'k8s.example.zone'), emptyZoneText('k8s.example', '127.0.0.1'));
  const file = join(root.path, 'nsd.conf');
  await writeFile(file, `${serverConf(root.path, port, hidden)}${keyConf(key)}${conf}`, { mode: 0o600 });
  const clients = serverClients({ address: '127.0.0.1', port, handKey: () => key });
  const server = startProcess(['nsd', '-d', '-c', file], { cwd: root.path });
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
  return {
    ...clients,
    address: '127.0.0.1',
    port,
    key: () => key,
    logs: server.logs,
    [Symbol.asyncDispose]: dispose,
  };
};

const serverConf = (folder: string, port: number, hidden: boolean): string => `server:
  username: ""
  ip-address: 127.0.0.1@${port}
  server-count: 1
  hide-version: ${hidden ? 'yes' : 'no'}
  hide-identity: ${hidden ? 'yes' : 'no'}
  zonesdir: "${folder}"
  database: ""
  pidfile: "${folder}/nsd.pid"
  xfrdfile: "${folder}/xfrd.state"
  zonelistfile: "${folder}/zone.list"
  xfrdir: "${folder}"
remote-control:
  control-enable: no
`;

const keyConf = ({ name, algorithm, secret }: TsigKeyFile): string =>
  `key:\n  name: ${name}\n  algorithm: ${algorithm}\n  secret: ${secret}\n`;
