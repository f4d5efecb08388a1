import { readFile, rm, writeFile } from 'node:fs/promises';
import { freePort } from '../freePort.ts';
import { type Named, startNamed } from '../named.ts';
import type { ZoneOptions } from '../namedConf.ts';
import type { NamedRelease } from '../namedFolder.ts';
import { makeTsigKey } from '../tsigKey.ts';
import type { Backup, HandWritten, Primary, PrimaryOptions, PrimaryZone } from './primary.ts';
import { snippet } from './snippet.ts';

/** BIND: the installed one, or another release. Its zones are configured as docs/primaries.md says. */
export const startBind = async (
  zones: readonly PrimaryZone[],
  options: PrimaryOptions = {},
  release?: NamedRelease,
): Promise<Primary> => {
  const statements = await zoneStatements(options);
  const named = await startNamed({
    keys: [await makeTsigKey('k8s-bind', options.algorithm), await makeTsigKey('secondary')],
    zones: zones.map((zone) => ({
      ...zone,
      ...statements,
      ...(options.signed === true ? { dnssecPolicy: 'default' } : {}),
    })),
    ...(release && { release }),
  });
  return {
    ...named,
    key: (name) => named.key(name),
    edit: (zone, rrset) => edit(named, zone, rrset),
    backUp: (zone) => backUp(named, zone),
  };
};

/** The lines of the page, and the other administrator's key in them. */
const zoneStatements = async ({
  withoutType,
  secondaryPort,
}: PrimaryOptions): Promise<Required<Pick<ZoneOptions, 'update' | 'transfer' | 'statements'>>> => {
  const lines = snippet('/etc/bind/named.conf.local').split('\n');
  const statement = (name: string): string =>
    lines.find((line) => line.startsWith(`\t${name} `))?.trim() ?? '';
  const secondary = `127.0.0.1 port ${secondaryPort ?? (await freePort())}`;
  return {
    update: statement('update-policy')
      .replace(new RegExp(` ${withoutType}\\b`), '')
      .replace(/ \};$/, ' grant hand zonesub ANY; };'),
    transfer: statement('allow-transfer').replace(/ \};$/, ' key hand; };'),
    statements: [
      statement('also-notify').replace('192.0.2.2', secondary),
      statement('notify-delay'),
      statement('max-records-per-type'),
    ].join('\n'),
  };
};

/** Freezes the zone, writes its file anew and thaws it. */
const edit = async (named: Named, zone: string, rrset: HandWritten): Promise<void> => {
  const { name, type, ttlSeconds, rdatas } = rrset;
  await named.rndc('freeze', zone);
  const text = await named.axfrText(zone);
  const serial = await named.serial(zone);
  const kept = text
    .replace(` ${serial} `, ` ${serial + 1} `)
    .split('\n')
    .filter((line) => !line.startsWith(`${name} `) || line.split(' ')[3] !== type);
  const added = rdatas.map((rdata) => `${name} ${ttlSeconds} IN ${type} ${rdata}\n`);
  await writeFile(named.zoneFile(zone), `${kept.join('\n')}${added.join('')}`);
  await named.rndc('thaw', zone);
};

const backUp = async (named: Named, zone: string): Promise<Backup> => {
  const file = named.zoneFile(zone);
  await named.rndc('sync', '-clean', zone);
  const text = await readFile(file, 'utf8');
  return {
    restore: async () => {
      await named.stop();
      await writeFile(file, text);
      await rm(`${file}.jnl`, { force: true });
      await named.start();
    },
  };
};
