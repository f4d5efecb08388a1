import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Certificate, makeCertificate } from './certificate.ts';
import { freePort } from './freePort.ts';
import { emptyZoneText, handKeyName, namedConf, type ZoneOptions, zoneFileName } from './namedConf.ts';
import { makeTsigKey, type TsigKey, type TsigKeyFile, writeTsigKey } from './tsigKey.ts';

/** What of named's configuration can change while it runs. */
export interface NamedSettings {
  readonly zones?: readonly ZoneOptions[];
  /** The key `hand`, that of another administrator, is always there beside them. */
  readonly keys?: readonly TsigKey[];
  /** More lines for the options statement. */
  readonly options?: string;
  /** More statements at the top of named.conf, such as further zones. */
  readonly statements?: string;
  /** Has each record of an update logged, with the time. */
  readonly logUpdates?: boolean;
}

/** What of it is settled before its first start. */
export interface NamedPlace {
  /** Answers DNS over TLS too. */
  readonly tls?: boolean;
  /** Must stand on an interface: named leaves out the others of 127.0.0.0/8 unless they are added to `lo`. */
  readonly address?: string;
  readonly port?: number;
  /** Stands before every command, such as `['ip', 'netns', 'exec', 'node']`. */
  readonly commandPrefix?: readonly string[];
  /** A named of another version than the installed one. */
  readonly release?: NamedRelease;
}

/** A named that was unpacked somewhere and not installed. */
export interface NamedRelease {
  readonly program: string;
  /** The folder of BIND's own libraries. */
  readonly libraryFolder: string;
}

/** Everything that stays the same from the first start to the end. */
export interface NamedFolder {
  readonly folder: string;
  readonly program: string;
  /** What the program's environment has more than ours. */
  readonly env: Readonly<Record<string, string>>;
  readonly address: string;
  readonly port: number;
  readonly controlPort: number;
  readonly controlKey: TsigKeyFile;
  readonly handKey: TsigKey;
  readonly defaultKey: TsigKey;
  readonly commandPrefix: readonly string[];
  readonly tls: (Certificate & { readonly port: number }) | undefined;
}

/** Makes the keys, finds the ports and lays out the working folder. */
export async function layOutNamedFolder(folder: string, place: NamedPlace): Promise<NamedFolder> {
  const { address = '127.0.0.1', commandPrefix = [], release } = place;
  for (const name of ['zones', 'keys']) await mkdir(join(folder, name));
  return {
    folder,
    address,
    commandPrefix,
    program: release?.program ?? (await unconfinedNamed(folder)),
    env: release === undefined ? {} : { LD_LIBRARY_PATH: release.libraryFolder },
    port: place.port ?? (await freePort()),
    controlPort: await freePort(),
    controlKey: await writeTsigKey(folder, await makeTsigKey('rndc')),
    handKey: await makeTsigKey(handKeyName),
    defaultKey: await makeTsigKey('k8s-bind'),
    tls: place.tls ? { ...(await makeCertificate(folder, [address])), port: await freePort() } : undefined,
  };
}

/**
 * Writes named.conf, the key files, and the zone files of zones that are new. Returns the keys, k8s-bind's
 * first.
 */
export async function writeNamedFolder(
  layout: NamedFolder,
  settings: NamedSettings,
): Promise<readonly TsigKeyFile[]> {
  const { folder, tls, handKey, defaultKey } = layout;
  const keys: TsigKeyFile[] = [];
  for (const key of [...(settings.keys ?? [defaultKey]), handKey]) {
    keys.push(await writeTsigKey(join(folder, 'keys'), key));
  }
  const zones = zonesOf(settings);
  for (const zone of zones) await writeNewZone(layout, zone);
  const { options = '', statements = '', logUpdates = false } = settings;
  const { tls: _, ...rest } = layout;
  const conf = namedConf({ ...rest, ...(tls && { tls }), keys, zones, options, statements, logUpdates });
  await writeFile(join(folder, 'named.conf'), conf);
  return keys;
}

/** The zones of these settings, or the one that stands for them. */
export function zonesOf(settings: NamedSettings): readonly ZoneOptions[] {
  return settings.zones ?? [{ name: 'k8s.example' }];
}

async function writeNewZone({ folder, address }: NamedFolder, { name, text }: ZoneOptions): Promise<void> {
  const file = join(folder, zoneFileName(name));
  if (!existsSync(file)) await writeFile(file, text ?? emptyZoneText(name, address));
}

/**
 * Where AppArmor is on, Debian's profile keeps /usr/sbin/named out of every folder but its own. The profile
 * goes by the program's path, so a copy of the program is free of it.
 */
async function unconfinedNamed(folder: string): Promise<string> {
  const switchFile = '/sys/module/apparmor/parameters/enabled';
  const program = '/usr/sbin/named';
  if (!existsSync(switchFile) || !existsSync(program)) return 'named';
  if ((await readFile(switchFile, 'utf8')).trim() !== 'Y') return 'named';
  const copy = join(folder, 'named');
  await copyFile(program, copy);
  return copy;
}
