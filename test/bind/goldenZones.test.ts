import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readGoldenCase } from '../golden/goldenCase.ts';
import { emptyZoneText } from '../support/namedConf.ts';
import { run } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { canonicalZoneText } from '../support/zoneText.ts';

const golden = join(import.meta.dirname, '../golden');
const folders = readdirSync(golden, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('BIND loads every golden zone with strict checks and holds exactly its records', () => {
  test.each(folders)('%s', async (folder) => {
    await using temporary = await temporaryFolder('golden');
    const { zone, zonalNames } = readGoldenCase(join(golden, folder)).options;
    const records = forwardRecords(readFileSync(join(golden, folder, 'zone.txt'), 'utf8'));
    const base = emptyZoneText(zone, '127.0.0.1');
    const file = join(temporary.path, 'zone.db');
    await writeFile(file, base + records);
    // -k: refuse what check-names refuses; -D: what was loaded, one record a line.
    const checkNames = zonalNames ? 'ignore' : 'fail';
    const loaded = await run(['named-checkzone', '-q', '-D', '-k', checkNames, '-o', '-', zone, file]);
    expect(canonicalZoneText(withoutBase(loaded, zone))).toBe(canonicalZoneText(records));
  });

  test('zonal names load only with "check-names ignore", because of the label _zone', async () => {
    await using temporary = await temporaryFolder('golden');
    const file = join(temporary.path, 'zone.db');
    const records = readFileSync(join(golden, 'zonal-names/zone.txt'), 'utf8');
    await writeFile(file, emptyZoneText('k8s.example.', '127.0.0.1') + records);
    const strict = run(['named-checkzone', '-k', 'fail', 'k8s.example.', file]);
    await expect(strict).rejects.toThrow('bad owner name (check-names)');
  });
});

/** Pointers belong to other zones. */
const forwardRecords = (text: string): string => linesWithout(text, /^\S+\.arpa\. |^;/);

/**
 * Without the SOA, NS and address that every zone has to have. BIND divides long digits by blanks, as RFC 6698
 * §2.2 lets it.
 */
const withoutBase = (text: string, zone: string): string => {
  const apex = zone.replaceAll('.', String.raw`\.`);
  const base = new RegExp(String.raw`^(?:${apex}\s+\d+\s+IN\s+(?:SOA|NS)|ns\.${apex})\s`);
  return linesWithout(text, base).replaceAll(
    /^(.*\sTLSA\s+\d+ \d+ \d+ )(.*)$/gm,
    (_line, head: string, digits: string) => head + digits.replaceAll(' ', ''),
  );
};

const linesWithout = (text: string, pattern: RegExp): string =>
  text
    .split('\n')
    .filter((line) => !pattern.test(line))
    .join('\n');
