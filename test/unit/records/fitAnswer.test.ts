import { expect, test } from 'vitest';
import type { Rrset } from '../../../src/dns/rrset.ts';
import { fitAnswer } from '../../../src/records/fitAnswer.ts';

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
