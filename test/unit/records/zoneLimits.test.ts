import { expect, test } from 'vitest';
import { checkName } from '../../../src/dns/canonicalName.ts';
import { maxNameCharacters } from '../../../src/records/hostName.ts';
import { zoneRecords } from '../../../src/records/inside/zoneRecords.ts';
import { recordsOf } from '../../../src/records/recordsOf.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';
import { endpoint, headlessService, slice, snapshotOf } from './snapshots.ts';

const nameOf = (characters: number): string => `${'a.'.repeat((characters - 2) / 2)}b.`;

test('the longest name that is published is the longest that fits the wire', () => {
  expect(checkName(nameOf(maxNameCharacters))).toBeUndefined();
  expect(checkName(nameOf(maxNameCharacters + 2))).toBeDefined();
});

test('the version of the specification is published whatever Services there are', () => {
  expect(zoneRecords(defaultRecordOptions('k8s.example.'))).toEqual([
    { name: 'dns-version.k8s.example.', type: 'TXT', ttlSeconds: 30, rdatas: ['"1.1.0"'] },
  ]);
});

test('a headless Service may have more endpoints than a call may have arguments', () => {
  const endpoints = Array.from({ length: 70_000 }, (_, index) =>
    endpoint(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`),
  );
  const records = recordsOf(snapshotOf(headlessService(), [slice(endpoints)]), {
    ...defaultRecordOptions('k8s.example.'),
    maxRecords: 1_000_000,
  });
  expect(records.territory).toHaveLength(70_001);
});
