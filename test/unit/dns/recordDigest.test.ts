import { expect, test } from 'vitest';
import { emptyDigest, equalDigests } from '../../../src/dns/recordDigest.ts';
import type { ResourceRecord } from '../../../src/dns/rrset.ts';
import { digestOfRecords, removeRecord } from '../../support/recordDigests.ts';

const digestOf = (...records: readonly ResourceRecord[]) => digestOfRecords(records);
const record = { name: 'web.k8s.example.', type: 'A', ttlSeconds: 5, rdata: '10.96.0.1' } as const;

test('a record in and out again leaves nothing', () => {
  const digest = digestOf(record);
  removeRecord(digest, record);

  expect(digest).toEqual({ count: 0, high: 0, low: 0 });
  expect(equalDigests(digest, emptyDigest())).toBe(true);
});

test('the same record twice is not the same as once, and does not cancel out', () => {
  const twice = digestOf(record, record);

  expect(twice.count).toBe(2);
  expect(equalDigests(twice, digestOf(record))).toBe(false);
  expect(twice.high === 0 && twice.low === 0).toBe(false);
});

test.each<[string, Partial<ResourceRecord>]>([
  ['name', { name: 'wea.k8s.example.' }],
  ['type', { type: 'AAAA' }],
  ['TTL', { ttlSeconds: 6 }],
  ['RDATA', { rdata: '10.96.0.2' }],
])('another %s is another digest', (_, change) => {
  expect(equalDigests(digestOf(record), digestOf({ ...record, ...change }))).toBe(false);
});

test('a character that moves from one field to the next makes another digest', () => {
  const moved = { ...record, name: `${record.name}AAA` };

  expect(equalDigests(digestOf({ ...record, type: 'AAAA' }), digestOf(moved))).toBe(false);
});

test('records that swap their RDATA are another set', () => {
  const a = { ...record, name: 'a.' };
  const b = { ...record, name: 'b.', rdata: '10.96.0.2' };
  const swapped = digestOf({ ...a, rdata: b.rdata }, { ...b, rdata: a.rdata });

  expect(equalDigests(digestOf(a, b), swapped)).toBe(false);
});

test('of 200,000 records alike no two share a digest, and each half of it collides as often as chance says', () => {
  const both = new Set<number>();
  const halves = [new Set<number>(), new Set<number>()] as const;
  const count = 200_000;
  for (let index = 0; index < count; index++) {
    const name = `10-0-${index >> 8}-${index & 255}.svc-${index % 100}.default.svc.k8s.example.`;
    const { high, low } = digestOf({ ...record, name, rdata: `10.0.${index >> 8}.${index & 255}` });
    both.add((high & 0x1fffff) * 2 ** 32 + low);
    halves[0].add(high);
    halves[1].add(low);
  }

  expect(both.size).toBe(count);
  // count² / 2³³ ≈ 4.7 pairs are expected; 25 would be a chance of one to 10⁹.
  for (const half of halves) expect(count - half.size).toBeLessThan(25);
});
