import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NamedClients, namedClients } from './namedClients.ts';
import { handKeyName, zoneFileName } from './namedConf.ts';
import {
  layOutNamedFolder,
  type NamedFolder,
  type NamedPlace,
  type NamedSettings,
  writeNamedFolder,
  zonesOf,
} from './namedFolder.ts';
import { type RunningProcess, startProcess, whenReady } from './process.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import type { TsigKeyFile } from './tsigKey.ts';

/**
 * Everything has a default: one dynamic zone, `k8s.example`, and one key, `k8s-bind`, on a free port of
 * 127.0.0.1.
 */
export type NamedOptions = NamedSettings & NamedPlace;

/** A private name server in a temporary folder, and BIND's own tools to look at it and to change it. */
export interface Named extends NamedClients, AsyncDisposable {
  /** Its working folder: named.conf, named.log, keys/, zones/. It stays the same over restarts. */
  readonly folder: string;
  readonly address: string;
  readonly port: number;
  readonly tls: NamedFolder['tls'];
  /** Without a name, the first key. The file has mode 0600. */
  readonly key: (name?: string) => TsigKeyFile;
  readonly zoneFile: (zone: string) => string;
  /** A new key at each start of named, for `update-policy local`. */
  readonly sessionKeyFile: string;
  /** The process that runs now, or ran last, for its id and for signals. */
  readonly process: () => RunningProcess;
  /** Returns when every zone answers. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly restart: () => Promise<void>;
  /** SIGKILL: nothing is written back. */
  readonly kill: () => Promise<void>;
  /** Has named.conf and the zone files read again; dynamic zones keep what they hold. */
  readonly reload: () => Promise<void>;
  /** Writes a named.conf with these changes (other keys, more zones) and has it read. */
  readonly reconfigure: (change: NamedSettings) => Promise<void>;
  /** All that it logged since its first start. */
  readonly logs: () => string;
}

/** Starts BIND's real name server as the current user. Returns when every zone answers. */
export async function startNamed(options: NamedOptions = {}): Promise<Named> {
  const root = await temporaryFolder('named');
  const layout = await layOutNamedFolder(root.path, options);
  const keys = await writeNamedFolder(layout, options);
  const named = assemble(layout, { settings: options, keys, server: undefined }, root);
  try {
    await named.start();
    return named;
  } catch (error) {
    await named[Symbol.asyncDispose]();
    throw error;
  }
}

interface State {
  settings: NamedSettings;
  keys: readonly TsigKeyFile[];
  server: RunningProcess | undefined;
}

function assemble(layout: NamedFolder, state: State, root: AsyncDisposable): Named {
  const { folder, address, port, tls } = layout;
  const clients = namedClients({ ...layout, handKey: () => findKey(state.keys, handKeyName) });
  const start = (): Promise<void> => startServer(layout, state, clients);
  const stop = async (): Promise<void> => await state.server?.stop();
  return {
    ...clients,
    folder,
    address,
    port,
    tls,
    key: (name) => findKey(state.keys, name),
    zoneFile: (zone) => join(folder, zoneFileName(zone)),
    sessionKeyFile: join(folder, 'session.key'),
    process: () => runningServer(state),
    start,
    stop,
    restart: () => stop().then(start),
    kill: async () => await state.server?.kill(),
    reload: async () => void (await clients.rndc('reload')),
    reconfigure: async (change) => {
      state.settings = { ...state.settings, ...change };
      state.keys = await writeNamedFolder(layout, state.settings);
      await clients.rndc('reconfig');
    },
    logs: () => readLog(folder),
    [Symbol.asyncDispose]: async () => {
      await stop();
      await root[Symbol.asyncDispose]();
    },
  };
}

async function startServer(layout: NamedFolder, state: State, clients: NamedClients): Promise<void> {
  const { folder, commandPrefix, program, env } = layout;
  const loggedBefore = readLog(folder).length;
  const log = ['-L', join(folder, 'named.log')];
  const command = [...commandPrefix, program, '-f', '-c', 'named.conf', ...log];
  const server = startProcess(command, { cwd: folder, env });
  state.server = server;
  const zones = zonesOf(state.settings).map(({ name }) => name);
  try {
    await whenReady('every zone answers', server, () => clients.answers(zones));
  } catch (error) {
    // Before it loads its configuration it writes forty lines about how it was built.
    const said = readLog(folder)
      .slice(loggedBefore)
      .replace(/^[\s\S]*?(?=\S+ \S+ \S+ \S+ loading configuration)/, '');
    throw new Error(`Cannot start named:\n${said}`, { cause: error });
  }
}

function readLog(folder: string): string {
  const file = join(folder, 'named.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function findKey(keys: readonly TsigKeyFile[], name?: string): TsigKeyFile {
  const found = keys.find((key) => name === undefined || key.name === name);
  if (found === undefined)
    throw new Error(`Cannot find the key "${name}": it is not in the options, add it to keys`);
  return found;
}

function runningServer({ server }: State): RunningProcess {
  if (server === undefined)
    throw new Error('Cannot find the process of named: it was never started, start it first');
  return server;
}
