import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Named } from '../support/named.ts';
import { run } from '../support/process.ts';
import { syntheticNamespace } from './syntheticServices.ts';

/**
 * The records of a zone that k8s-bind put there, as dig prints them (`name TTL IN type rdata`), sorted;
 * without what makes the zone (apex, name server) and without claim and markers.
 */
export async function publishedLines(named: Named, zone: string): Promise<readonly string[]> {
  return (await run(transferCommand(named, zone)))
    .split('\n')
    .flatMap((text) => publishedLine(text, zone) ?? [])
    .sort();
}

/** The same of a zone whose text is too long for one string; in the order of the zone. */
export async function* publishedLinesOfFile(named: Named, zone: string): AsyncGenerator<string> {
  const file = join(named.folder, 'transfer');
  await run(['sh', '-c', 'exec "$@" > "$0"', file, ...transferCommand(named, zone)]);
  for await (const text of createInterface(createReadStream(file))) {
    const line = publishedLine(text, zone);
    if (line !== undefined) yield line;
  }
}

const transferCommand = (named: Named, zone: string): readonly string[] => {
  const server = ['-r', `@${named.address}`, '-p', String(named.port), '-k', named.key().file];
  return ['dig', ...server, '+noall', '+answer', '+onesoa', '+time=60', zone, 'AXFR'];
};

const publishedLine = (text: string, zone: string): string | undefined => {
  if (text === '' || text.startsWith(';')) return undefined;
  const line = text.replaceAll(/\s+/g, ' ');
  return isOfTheZone(line, zone) ? undefined : line;
};

/** Those of our synthetic Services, without those of the Service that every API server makes for itself. */
export function syntheticLines(lines: readonly string[], zone: string): readonly string[] {
  const below = `.${syntheticNamespace}.svc.${zone}`;
  return lines.filter((line) => line.startsWith('dns-version.') || ownerOf(line).endsWith(below));
}

/** The name a line begins with. */
export const ownerOf = (line: string): string => line.slice(0, line.indexOf(' '));

const isOfTheZone = (line: string, zone: string): boolean => {
  const name = ownerOf(line);
  return name === zone || name === `ns.${zone}` || name.endsWith(`_k8s-bind.${zone}`);
};

/** Throws, with the first few differences, unless both hold the same records. */
export function assertSameLines(what: string, found: readonly string[], needed: readonly string[]): void {
  const inFound = new Set(found);
  const inNeeded = new Set(needed);
  const missing = needed.filter((line) => !inFound.has(line));
  const extra = found.filter((line) => !inNeeded.has(line));
  if (missing.length === 0 && extra.length === 0) return;
  const shown = [
    ...missing.slice(0, 5).map((l) => `missing ${l}`),
    ...extra.slice(0, 5).map((l) => `extra ${l}`),
  ];
  throw new Error(
    `Wrong records in ${what}: ${missing.length} missing, ${extra.length} too many\n${shown.join('\n')}`,
  );
}
