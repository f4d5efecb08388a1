import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { objectRefText } from '../../src/model/objectRef.ts';
import { type OriginSnapshot, originOfSnapshot } from '../../src/model/originSnapshot.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { namesOfOrigin, recordsOfOrigin, territoryOfOrigin } from '../../src/records/recordsOfOrigin.ts';
import type { RecordProblem, RequestedName, ServiceRecords } from '../../src/records/serviceRecords.ts';
import { readGoldenCase } from './goldenCase.ts';

const path = join(import.meta.dirname, 'objects.txt');
const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What is known of each object of a case beside its records. */
const objectsText = (folder: string): string => {
  const { snapshots, options } = readGoldenCase(join(import.meta.dirname, folder));
  return snapshots.map((snapshot) => objectText(snapshot, options)).join('');
};

const objectText = (snapshot: OriginSnapshot, options: RecordOptions): string => {
  const records = recordsOfOrigin(snapshot, options);
  const lines = [
    `${objectRefText(originOfSnapshot(snapshot).ref)}${records.selected ? '' : ', not selected'}`,
    ...holdableLines(records),
    ...(records.leftOut === undefined ? [] : [`${records.leftOut} addresses outside of the networks`]),
    ...new Set(records.names.map(ruleLine)),
    ...records.requested.map((name) => `asks for ${name}`),
    ...(records.endpointsBelow ?? []).map((name) => `endpoints below ${name}`),
    ...records.problems.map(problemLine),
  ];
  return lines.map((line, at) => `${at === 0 ? '' : '  '}${line}\n`).join('');
};

const holdableLines = ({ holdable }: ServiceRecords): readonly string[] => {
  if (holdable === undefined) return [];
  const { as, waitsFor, territory } = holdable;
  return [`held as ${as}${territory ? ' with its territory' : ''}, waits for ${waitsFor ?? 'nothing'}`];
};

const ruleLine = ({ base, zone, rule }: RequestedName): string => `${base} of ${zone} by ${rule}`;

const problemLine = ({ kind, name = '-', more = 1 }: RecordProblem): string => `${kind} ${name} ${more}`;

// After a change that is meant: UPDATE_GOLDEN=1, and read the difference.
if (process.env['UPDATE_GOLDEN'] === '1')
  writeFileSync(path, folders.map((folder) => `# ${folder}\n${objectsText(folder)}\n`).join(''));

const sections = new Map(
  readFileSync(path, 'utf8')
    .split(/^# /m)
    .map((section): [string, string] => {
      const [folder = '', ...lines] = section.trimEnd().split('\n');
      return [folder, lines.map((line) => `${line}\n`).join('')];
    }),
);

describe('what the objects of a cluster ask for, and by what', () => {
  test.each(folders)('%s', (folder) => {
    expect(objectsText(folder)).toBe(sections.get(folder));
  });

  test.each(folders)('%s: a part of an object is what it is in the whole', (folder) => {
    const { snapshots, options } = readGoldenCase(join(import.meta.dirname, folder));
    for (const snapshot of snapshots) {
      const { territory, names, requested } = recordsOfOrigin(snapshot, options);
      expect(territoryOfOrigin(snapshot, options)).toEqual(territory);
      expect(namesOfOrigin(snapshot, options)).toMatchObject({ names, requested });
    }
  });
});
