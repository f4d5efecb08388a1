import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zoneFileName } from '../namedConf.ts';
import { run } from '../process.ts';
import type { Backup, HandWritten, Primary, PrimaryOptions, PrimaryZone } from './primary.ts';
import { layOutPrimary, type PrimaryFolder, runPrimary } from './primaryParts.ts';
import { snippet } from './snippet.ts';

/** Knot DNS, configured as docs/primaries.md says. */
export const startKnot = async (
  zones: readonly PrimaryZone[],
  options: PrimaryOptions = {},
): Promise<Primary> => {
  const parts = await layOutPrimary('knot', zones, options);
  const conf = join(parts.folder, 'knot.conf');
  await mkdir(join(parts.folder, 'db'));
  await writeFile(conf, knotConf(parts, options), { mode: 0o600 });
  const knotc: Knotc = (...args) =>
    run(['knotc', '-s', join(parts.folder, 'knot.sock'), '-t', '20', ...args]);
  return runPrimary(parts, ['knotd', '-c', conf], {
    edit: (zone, rrset) => edit(knotc, zone, rrset),
    backUp: (zone) => backUp(knotc, join(parts.folder, 'backup'), zone),
  });
};

/** The snippet of the page with this server's paths and zones, and the other administrator's key beside it. */
const knotConf = (parts: PrimaryFolder, { withoutType, signed = false }: PrimaryOptions): string => {
  const { folder, port, zones, keys } = parts;
  const text = snippet('/etc/knot/knot.conf')
    .replace('hmac-sha256', keys['k8s-bind'].algorithm)
    .replace('SECONDARY-SECRET', keys.secondary.secret)
    .replace('SECRET', keys['k8s-bind'].secret)
    .replace('192.0.2.2', `127.0.0.1@${parts.secondaryPort}`)
    .replace(new RegExp(`, ${withoutType}\\b`), '');
  const [before = '', zoneItem = ''] = text.split(/^zone:\n/m);
  const signing = signed ? '    dnssec-signing: on\n' : '';
  return `server:
    rundir: "${folder}"
    listen: 127.0.0.1@${port}
log:
  - target: stderr
    any: info
database:
    storage: "${folder}/db"
${before}
key:
  - id: hand
    algorithm: ${keys.hand.algorithm}
    secret: ${keys.hand.secret}
acl:
  - id: hand
    key: hand
    action: [update, transfer]
zone:
${zones.map(({ name }) => itemOf(zoneItem, folder, name) + signing).join('')}`;
};

const itemOf = (zoneItem: string, folder: string, name: string): string =>
  zoneItem
    .replace('domain: k8s.example', `domain: ${name}`)
    .replace('/var/lib/knot', folder)
    .replace('file: k8s.example.zone', `file: ${zoneFileName(name)}`)
    .replace('acl: [', 'acl: [hand, ');

type Knotc = (...args: readonly string[]) => Promise<string>;

/** A transaction of knotc: what it commits has a new serial. */
const edit = async (
  knotc: Knotc,
  zone: string,
  { name, type, ttlSeconds, rdatas }: HandWritten,
): Promise<void> => {
  await knotc('zone-begin', zone);
  // It fails where there is no such RRset.
  await knotc('zone-unset', zone, name, type).catch(() => undefined);
  for (const rdata of rdatas) await knotc('zone-set', zone, name, String(ttlSeconds), type, rdata);
  await knotc('zone-commit', zone);
};

const backUp = async (knotc: Knotc, folder: string, zone: string): Promise<Backup> => {
  await knotc('-b', 'zone-backup', '+backupdir', folder, zone);
  return { restore: async () => void (await knotc('-b', '-f', 'zone-restore', '+backupdir', folder, zone)) };
};
