import { describe, expect, test } from 'vitest';
import { createSoleRequests, isSole } from '../../../../src/controller/desired/soleRequests.ts';
import type { RecordType } from '../../../../src/dns/rrset.ts';
import { serviceRef } from '../../../../src/model/objectRef.ts';
import type { RequestedName } from '../../../../src/records/serviceRecords.ts';

const origin = serviceRef('shop/web');

const request = (
  name: string,
  rdatas: readonly string[],
  given: Partial<RequestedName> = {},
  type: RecordType = 'A',
): RequestedName => ({
  name,
  base: name,
  zone: 'k8s.example.',
  origin,
  createdMs: 1,
  rule: 'template',
  rrsets: [{ name, type, ttlSeconds: 30, rdatas }],
  ...given,
});

test('a request is alone when it is the only one, and that of its base', () => {
  const web = request('web.k8s.example.', ['192.0.2.1']);
  const port = request('_http._tcp.web.k8s.example.', [], { base: web.name });
  expect([isSole([web]), isSole([]), isSole([port]), isSole([web, port])]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

describe('what is kept of requests', () => {
  const rdatasOf = (soles: ReturnType<typeof createSoleRequests>, name: string) =>
    soles.at(name)?.rrsets[0]?.rdatas;

  test('is given back as it came, whatever came before it', () => {
    const soles = createSoleRequests();
    const all = [
      request('a.', ['192.0.2.1']),
      request('b.', ['192.0.2.1']),
      request('c.', ['192.0.2.1'], { rule: 'annotation' }),
      request('d.', ['192.0.2.1'], { createdMs: 2 }),
      request('e.', ['192.0.2.2']),
      request('f.', ['ns.', 'b.example.'], {}, 'NS'),
      request('g.', ['ns.b.example.'], {}, 'NS'),
    ];
    for (const one of all) soles.set('shop/web', one);
    soles.set('shop/other', request('h.', ['192.0.2.2'], { origin: serviceRef('shop/other') }));
    for (const one of all) expect(soles.at(one.name)).toEqual(one);
    expect([...soles.bases()]).toEqual(['a.', 'b.', 'c.', 'd.', 'e.', 'f.', 'g.', 'h.']);
    expect([soles.keyAt('a.'), soles.keyAt('h.'), soles.keyAt('i.')]).toEqual([
      'shop/web',
      'shop/other',
      undefined,
    ]);
    soles.delete('a.');
    expect([soles.at('a.'), soles.keyAt('a.')]).toEqual([undefined, undefined]);
  });

  test('is there once for all that hold the same, of different objects too', () => {
    const soles = createSoleRequests();
    soles.set('shop/web', request('a.', ['192.0.2.1']));
    soles.set('shop/web', request('b.', ['192.0.2.1']));
    soles.set('shop/other', request('c.', ['192.0.2.1'], { origin: serviceRef('shop/other') }));
    expect(rdatasOf(soles, 'b.')).toBe(rdatasOf(soles, 'a.'));
    expect(rdatasOf(soles, 'c.')).toBe(rdatasOf(soles, 'a.'));
  });

  test.each([
    { others: 99, isShared: true },
    { others: 100, isShared: false },
  ])('is known again after $others other contents: $isShared', ({ others, isShared }) => {
    const soles = createSoleRequests();
    soles.set('shop/web', request('first.', ['192.0.2.1']));
    for (let at = 0; at < others; at += 1) soles.set('shop/web', request(`n${at}.`, [`198.51.100.${at}`]));
    soles.set('shop/web', request('last.', ['192.0.2.1']));
    expect(rdatasOf(soles, 'last.') === rdatasOf(soles, 'first.')).toBe(isShared);
  });
});
