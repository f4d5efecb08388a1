import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../freePort.ts';
import { emptyZoneText, zoneFileName } from '../namedConf.ts';
import { type RunningProcess, startProcess, whenReady } from '../process.ts';
import { serverClients } from '../serverClients.ts';
import { type TemporaryFolder, temporaryFolder } from '../temporaryFolder.ts';
import { makeTsigKey, type TsigAlgorithm, type TsigKeyFile, writeTsigKey } from '../tsigKey.ts';
import type { Backup, Primary, PrimaryKey, PrimaryOptions, PrimaryZone } from './primary.ts';

/** What every make of server needs before its own configuration is written. */
export interface PrimaryFolder {
  readonly root: TemporaryFolder;
  readonly folder: string;
  readonly port: number;
  readonly zones: readonly PrimaryZone[];
  readonly keys: Readonly<Record<PrimaryKey, TsigKeyFile>>;
  readonly secondaryPort: number;
}

/** Makes the folder with its keys and zone files, and finds a port. */
export const layOutPrimary = async (
  make: string,
  zones: readonly PrimaryZone[],
  { secondaryPort, algorithm }: PrimaryOptions,
): Promise<PrimaryFolder> => {
  const root = await temporaryFolder(make);
  for (const name of ['zones', 'keys']) await mkdir(join(root.path, name));
  for (const { name, text } of zones) {
    const content = text ?? emptyZoneText(name, '127.0.0.1');
    await writeFile(join(root.path, zoneFileName(name)), content);
  }
  const keyOf = async (name: PrimaryKey, one?: TsigAlgorithm): Promise<TsigKeyFile> =>
    writeTsigKey(join(root.path, 'keys'), await makeTsigKey(name, one));
  return {
    root,
    folder: root.path,
    port: await freePort(),
    zones,
    keys: {
      'k8s-bind': await keyOf('k8s-bind', algorithm),
      secondary: await keyOf('secondary'),
      hand: await keyOf('hand'),
    },
    secondaryPort: secondaryPort ?? (await freePort()),
  };
};

/** What each make of server does in its own way. */
export type Administration = Pick<Primary, 'edit'> & {
  readonly backUp: (zone: string, whileDown: WhileDown) => Promise<Backup>;
};

/** Does something while the server is stopped. */
export type WhileDown = (action: () => Promise<void>) => Promise<void>;

/** Starts the server, and makes what tests have of it. The folder goes when it is disposed of. */
export const runPrimary = async (
  parts: PrimaryFolder,
  command: readonly string[],
  { edit, backUp }: Administration,
): Promise<Primary> => {
  const { root, folder, port, zones, keys } = parts;
  const clients = serverClients({ address: '127.0.0.1', port, handKey: () => keys.hand });
  let server: RunningProcess | undefined;
  let loggedBefore = '';
  const logs = (): string => loggedBefore + (server?.logs() ?? '');
  const start = async (): Promise<void> => {
    loggedBefore = logs();
    server = startProcess(command, { cwd: folder });
    await whenReady('every zone answers', server, () => clients.answers(zones.map(({ name }) => name)));
  };
  const stop = async (): Promise<void> => await server?.stop();
  const primary: Primary = {
    ...clients,
    folder,
    address: '127.0.0.1',
    port,
    key: (name = 'k8s-bind') => keys[name],
    start,
    stop,
    restart: () => stop().then(start),
    edit,
    backUp: (zone) => backUp(zone, (action) => stop().then(action).then(start)),
    logs,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await root[Symbol.asyncDispose]();
    },
  };
  try {
    await start();
    return primary;
  } catch (error) {
    await primary[Symbol.asyncDispose]();
    throw error;
  }
};
