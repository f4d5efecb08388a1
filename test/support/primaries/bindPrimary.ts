import { writeFile } from 'node:fs/promises';
import { type Named, startNamed } from '../named.ts';
import type { NamedRelease } from '../namedFolder.ts';
import type { HandWritten, Primary, PrimaryZone } from './primary.ts';

/** BIND: the installed one, or another release. */
export const startBind = async (zones: readonly PrimaryZone[], release?: NamedRelease): Promise<Primary> => {
  const named = await startNamed({ zones, ...(release && { release }) });
  return { ...named, edit: (zone, rrset) => edit(named, zone, rrset) };
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
