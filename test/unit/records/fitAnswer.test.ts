import { expect, test } from 'vitest';
import type { Rrset } from '../../../src/dns/rrset.ts';
import { fitAnswer, fitAnswers } from '../../../src/records/fitAnswer.ts';
import { stableSubset } from '../../../src/records/stableSubset.ts';

const name = 'web.default.svc.k8s.example.';
const addresses = (count: number): Rrset => ({
  name,
  type: 'A',
  ttlSeconds: 5,
  rdatas: Array.from({ length: count }, (_, at) => `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`),
});
const services = (count: number): Rrset => ({
  name: `_http._tcp.${name}`,
  type: 'SRV',
  ttlSeconds: 5,
  rdatas: Array.from({ length: count }, (_, at) => `0 100 80 10-1-${at >> 8}-${at & 255}.${name}`),
});

test('what one answer can carry stays whole', () => {
  for (const rrset of [addresses(4_000), services(1_000)]) expect(fitAnswer(rrset)).toBe(rrset);
});

test('what is longer is cut to a stable subset that fits', () => {
  const cut = fitAnswer(services(2_600));
  expect(cut.rdatas.length).toBeGreaterThan(1_000);
  const octets = cut.rdatas.reduce((sum, rdata) => sum + 12 + 6 + (rdata.split(' ')[3] ?? '').length + 1, 0);
  expect(octets).toBeLessThan(65_535);
  // 40 octets of each of the two names, and 18 of everything else in a record.
  expect(cut.rdatas).toHaveLength(Math.floor((65_535 - 528 - 40) / (18 + 40)));
  const oneLess = fitAnswer({ ...services(2_600), rdatas: services(2_600).rdatas.slice(1) });
  const kept = new Set(cut.rdatas);
  expect(oneLess.rdatas.filter((rdata) => !kept.has(rdata)).length).toBeLessThanOrEqual(1);
});

test('an answer is filled to its last octet', () => {
  const ofAnswer = (count: number): Rrset => ({ ...addresses(count), name: `${'a'.repeat(27)}.` });
  // 29 octets of the name, 528 of everything else, and 16 for each record.
  const most = Math.floor((65_535 - 528 - 29) / 16);
  expect(fitAnswer(ofAnswer(most)).rdatas).toHaveLength(most);
  expect(fitAnswer(ofAnswer(most + 1)).rdatas).toHaveLength(most);
});

test('records of unlike length are cut only where they do not fit together', () => {
  const owner = `_http._tcp.${name}`;
  const room = 65_535 - 528 - (owner.length + 1);
  const small = Array.from({ length: 1_000 }, (_, at) => `0 100 80 a${1_000 + at}.`);
  const left = room - 1_000 * (18 + 7);
  const long = (octets: number): string => `0 100 80 ${'b'.repeat(octets - 18 - 2)}.`;
  // What no name is as long as in truth makes the sum come out.
  const filled = { ...services(0), rdatas: [...small, long(left)] };
  expect(fitAnswer(filled)).toBe(filled);
  expect(fitAnswer({ ...filled, rdatas: [...small, long(left + 1)] }).rdatas).toHaveLength(1);
});

test('RRsets that all fit are given back as they are, and of others each that does not is cut', () => {
  const fitting = [addresses(200), services(200)];
  expect(fitAnswers(fitting)).toBe(fitting);
  const [kept, cut] = fitAnswers([addresses(3), services(2_600)]);
  expect(kept).toEqual(addresses(3));
  expect(cut).toEqual(fitAnswer(services(2_600)));
});

test('a subset of records of one rank does not depend on who comes first', () => {
  const twins = ['10.0.107.237', '10.2.219.40'];
  for (const rdatas of [twins, twins.toReversed()])
    expect(stableSubset({ ...addresses(0), rdatas }, 1).rdatas).toEqual(['10.0.107.237']);
});
