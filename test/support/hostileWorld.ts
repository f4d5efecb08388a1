import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { builtProgram } from './buildProgram.ts';
import { serviceManifest } from './cliZone.ts';
import { freePort } from './freePort.ts';
import { type HostileApiServer, startHostileApiServer } from './hostileApiServer.ts';
import { serviceObject } from './hostileObjects.ts';
import { type HostileRelay, startHostileRelay } from './hostileRelay.ts';
import type { Named } from './named.ts';
import type { ZoneOptions } from './namedConf.ts';
import { type RunningProcess, startProcess, toolPath } from './process.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Where the daemon has its Services from. */
export type HostileSource = 'master' | 'kubeconfig' | 'manifests';

export type HostileWorldOptions = {
  /** A zone of `named`, without its closing dot. */
  readonly zone: string;
  /** All zones that the name server has, to take one out and to put it back. */
  readonly zones?: readonly ZoneOptions[];
  readonly source?: HostileSource;
  readonly flags?: readonly string[];
  /** Lines of the configuration file, for what no flag says. */
  readonly config?: string;
};

/**
 * The built program as a process of its own, between an API server and a name server that do what an attack
 * wants. It publishes two Services that nobody attacks, `default/healthy` and `default/innocent`.
 */
export type HostileWorld = AsyncDisposable & {
  readonly zone: string;
  readonly zones: readonly ZoneOptions[];
  readonly named: Named;
  readonly api: HostileApiServer;
  readonly relay: HostileRelay;
  readonly daemon: RunningProcess;
  readonly listen: string;
  readonly notifyPort: number;
  /** Of this attack alone: `key`, `kubeconfig`, `manifests/`. */
  readonly folder: string;
  /** What the real name server answers for a name of the zone, as `dig +short` prints it. */
  readonly ask: (name: string, type: string) => Promise<string>;
  /** Gives `default/innocent` the address `10.96.1.<octet>`. */
  readonly changeInnocent: (octet: number) => Promise<void>;
  /** Undoes what an attack did, last first, when it is over. */
  readonly defer: (undo: () => unknown) => void;
  readonly undo: () => Promise<void>;
};

export const startHostileWorld = async (
  named: Named,
  { zone, zones = [], source = 'master', flags: more = [], config = '' }: HostileWorldOptions,
): Promise<HostileWorld> => {
  const opened = new AsyncDisposableStack();
  const folder = opened.use(await temporaryFolder('hostile')).path;
  const api = opened.use(await startHostileApiServer());
  const relay = opened.use(await startHostileRelay(named));
  const inFolder = (name: string): string => join(folder, name);
  await copyFile(named.key().file, inFolder('key'));
  await mkdir(inFolder('manifests'));
  await writeFile(inFolder('config.yaml'), `owner: hostile\n${config}`);
  await writeFile(inFolder('kubeconfig'), kubeconfig(api.url));
  const changeInnocent = async (octet: number): Promise<void> => {
    const address = `10.96.1.${octet}`;
    if (source !== 'manifests') api.put(serviceObject('default/innocent', address));
    else await writeFile(inFolder('manifests/innocent.yaml'), serviceManifest('innocent', address));
  };
  api.put(serviceObject('default/healthy', healthyAddress));
  await writeFile(inFolder('manifests/healthy.yaml'), serviceManifest('healthy', healthyAddress));
  await changeInnocent(1);

  const listen = `127.0.0.1:${await freePort()}`;
  const notifyPort = await freePort();
  const sources: Readonly<Record<HostileSource, readonly string[]>> = {
    master: ['--master', api.url],
    kubeconfig: ['--kubeconfig', inFolder('kubeconfig')],
    manifests: ['--manifests', inFolder('manifests')],
  };
  const flags = [
    ['--zone', zone, '--server', `127.0.0.1:${relay.port}`, '--key-file', inFolder('key')],
    ['--listen', listen, '--notify-listen', `127.0.0.1:${notifyPort}`],
    ['--config', inFolder('config.yaml'), '--soa-interval', '1s', '--log-format', 'json'],
    sources[source],
    more,
  ].flat();
  // By its own first line, as it is started by its users, and by the Node that runs this.
  const PATH = `${dirname(process.execPath)}:${toolPath}`;
  const command = [builtProgram, 'run', ...flags];
  const daemon = opened.use(startProcess(command, { env: { PATH, KUBECONFIG: '' } }));
  const undoes: (() => unknown)[] = [];
  const undo = async (): Promise<void> => {
    for (let next = undoes.pop(); next !== undefined; next = undoes.pop()) await next();
  };
  return {
    zone,
    zones,
    named,
    api,
    relay,
    daemon,
    listen,
    notifyPort,
    folder,
    ask: (name, type) => named.dig(`${name}.${zone}`, type, '+short', '+tcp'),
    changeInnocent,
    undo,
    defer: (action) => void undoes.push(action),
    [Symbol.asyncDispose]: async () => {
      await undo();
      await opened.disposeAsync();
    },
  };
};

export const healthyAddress = '10.96.0.10';

const kubeconfig = (server: string): string => `current-context: lan
contexts: [{name: lan, context: {cluster: lan, user: me}}]
clusters: [{name: lan, cluster: {server: "${server}"}}]
users: [{name: me, user: {token: t}}]
`;

/** What stood in the zone before we came: records by hand, of several types, in the way of some tenants. */
export const handWritten = (zone: string): string => `$ORIGIN ${zone}.
@ 3600 IN SOA ns hostmaster 1 3600 600 86400 5
@ 3600 IN NS ns
@ 3600 IN MX 10 mail
@ 3600 IN TXT "v=spf1 -all"
ns 3600 IN A 127.0.0.1
www 300 IN A 192.0.2.1
www 300 IN TXT "by hand"
mail 300 IN A 192.0.2.2
v4only 300 IN A 192.0.2.4
printer 300 IN CNAME www
*.wild 300 IN A 192.0.2.5
sub 300 IN NS ns.sub
ns.sub 300 IN A 192.0.2.6
_dmarc 300 IN TXT "v=DMARC1; p=reject"
_acme-challenge.www 60 IN TXT "token"
`;
