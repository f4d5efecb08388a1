import { expect, test } from 'vitest';
import type { Rrset } from '../../../src/dns/rrset.ts';
import { fitAnswer, fitAnswers } from '../../../src/records/fitAnswer.ts';

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

test('RRsets that all fit are given back as they are, and of others each that does not is cut', () => {
  const fitting = [addresses(200), services(200)];
  expect(fitAnswers(fitting)).toBe(fitting);
  const [kept, cut] = fitAnswers([addresses(3), services(2_600)]);
  expect(kept).toEqual(addresses(3));
  expect(cut).toEqual(fitAnswer(services(2_600)));
});
