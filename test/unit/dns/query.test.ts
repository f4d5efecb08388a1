import { expect, test } from 'vitest';
import { decodeMessage } from '../../../src/dns/decodeMessage.ts';
import { encodeQuery } from '../../../src/dns/query.ts';

test('a question has its name, type, id and flag', () => {
  const octets = encodeQuery({ id: 0xbeef, name: 'web.k8s.example.', type: 'AAAA', recursionDesired: true });

  expect(octets.toString('hex')).toBe('beef0100000100000000000003776562036b3873076578616d706c6500001c0001');
});

test('an IXFR carries the serial we have in an SOA of the authority section (RFC 1995 §3)', () => {
  const message = decodeMessage(
    encodeQuery({ id: 1, name: 'k8s.example.', type: 'IXFR', serial: 4_294_967_295 }),
  );

  expect(message).toMatchObject({
    questions: [{ name: 'k8s.example.', type: 'IXFR' }],
    authority: [{ name: 'k8s.example.', type: 'SOA', classNumber: 1, rdata: '. . 4294967295 0 0 0 0' }],
    additional: [],
  });
});

test('keepalive is an empty option 11 in an OPT record (RFC 7828)', () => {
  const message = decodeMessage(encodeQuery({ id: 1, name: '.', type: 'SOA', keepalive: true }));

  expect(message).toMatchObject({
    additional: [
      { name: '.', type: 'OPT', classNumber: 1232, ttlSeconds: 0, rdata: String.raw`\# 4 000B0000` },
    ],
  });
});

test('a type that is none, and an IXFR without its serial, are refused', () => {
  expect(() => encodeQuery({ id: 1, name: '.', type: 'NONSENSE' })).toThrow('Cannot query "NONSENSE"');
  expect(() => encodeQuery({ id: 1, name: '.', type: 'IXFR' })).toThrow('found serial absent');
  expect(() => encodeQuery({ id: 1, name: '.', type: 'SOA', serial: 1 })).toThrow('for IXFR only');
  expect(() => encodeQuery({ id: 1, name: 'a..b.', type: 'SOA' })).toThrow('an empty label');
});
