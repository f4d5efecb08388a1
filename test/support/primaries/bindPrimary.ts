import { readFile, rm, writeFile } from 'node:fs/promises';
import { type Named, startNamed } from '../named.ts';
import type { NamedRelease } from '../namedFolder.ts';
import type { Backup, HandWritten, Primary, PrimaryZone } from './primary.ts';

/** BIND: the installed one, or another release. */
export const startBind = async (zones: readonly PrimaryZone[], release?: NamedRelease): Promise<Primary> => {
  const named = await startNamed({ zones, ...(release && { release }) });
  return {
    ...named,
    edit: (zone, rrset) => edit(named, zone, rrset),
    backUp: (zone) => backUp(named, zone),
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
