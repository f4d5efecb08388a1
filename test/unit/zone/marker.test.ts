import { expect, test } from 'vitest';
import { serviceRef } from '../../../src/model/objectRef.ts';
import type { HeldRecord } from '../../../src/zone/heldName.ts';
import {
  formatMarker,
  markedName,
  markerName,
  parseMarker,
  recordMark,
  recordsOwnedAt,
} from '../../../src/zone/marker.ts';

const name = 'web.z.';
const a = (rdata: string): HeldRecord => ({ type: 'A', ttlSeconds: 30, rdata });
const aaaa = (rdata: string): HeldRecord => ({ type: 'AAAA', ttlSeconds: 30, rdata });

test('a marker says whose a name is and which of its records, and reads back as it was written', () => {
  const marks = [
    recordMark(name, a('10.0.0.1')),
    recordMark(name, a('10.0.0.2')),
    recordMark(name, aaaa('fd00::1')),
  ];
  const marker = { owner: 'me', object: serviceRef('default/web'), marks: marks.sort() };
  expect(formatMarker(marker)).toMatch(
    /^"k8s-bind=1" "owner=me" "object=Service\/default\/web" "records=A:[\w-]{44},AAAA:[\w-]{22}"$/,
  );
  expect(parseMarker(formatMarker(marker))).toEqual(marker);
  const many = {
    ...marker,
    marks: Array.from({ length: 500 }, (_, at) => recordMark(name, a(`${at}`))),
  };
  expect(parseMarker(formatMarker(many))).toEqual(many);
  expect(new Set(many.marks).size).toBe(500);
  expect(parseMarker(formatMarker({ ...marker, marks: [] }))).toEqual({ ...marker, marks: [] });
});

test('a marker of a version before 0.2 is read: it names a Service, and its marks have no type', () => {
  const rdata = '"k8s-bind=1" "owner=me" "service=default/web" "records=1a,2b"';
  expect(parseMarker(rdata)).toEqual({ owner: 'me', object: serviceRef('default/web'), marks: ['1a', '2b'] });
});

test.each(['"heritage=external-dns"', '"k8s-bind=1" "owner=me"', '""'])('%s is no marker', (rdata) => {
  expect(parseMarker(rdata)).toBeUndefined();
});

test.each(['web.z.', '_http._tcp.web.z.', 'z.', 'a.b.c.z.'])('the marker of %s leads back to it', (given) => {
  expect(markedName(markerName(given, 'z.'), 'z.')).toBe(given);
});

test('the mark of a record is SHA-256 over its name, type and data, with the type in clear; the TTL does not count', () => {
  const record = a('10.0.0.1');
  // printf '%s' 'web.z. A 10.0.0.1' | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | cut -c1-22
  expect(recordMark(name, record)).toBe('A:owGAUn3NwWpiqfPqyegxXN');
  expect(recordMark(name, { ...record, ttlSeconds: 9 } as HeldRecord)).toBe(recordMark(name, record));
  expect(recordMark(name, { ...record, type: 'AAAA' })).not.toBe(recordMark(name, record));
  expect(recordMark('api.z.', record)).not.toBe(recordMark(name, record));
});

test('only records that are there and in the owner’s marker are the owner’s', () => {
  const rdata = formatMarker({
    owner: 'me',
    object: serviceRef('ns/web'),
    marks: [recordMark(name, a('10.0.0.1')), recordMark(name, a('10.0.0.2'))],
  });
  const held = { records: [a('10.0.0.1'), a('192.0.2.1')], others: [], marker: [rdata] };
  expect(recordsOwnedAt(name, held, 'me')).toEqual([a('10.0.0.1')]);
  expect(recordsOwnedAt(name, held, 'you')).toEqual([]);
  expect(recordsOwnedAt(name, { ...held, marker: [] }, 'me')).toEqual([]);
});

test.each(['default/web/x', 'default/webdefault/web', '', '/', 'default/', '/web'])(
  'a marker of the first form whose Service is "%s" is none: written again it could not be read',
  (service) => {
    expect(parseMarker(`"k8s-bind=1" "owner=me" "service=${service}"`)).toBeUndefined();
  },
);

test('a marker that lists nothing marks nothing', () => {
  const rdata = '"k8s-bind=1" "owner=me" "object=Service/default/web"';
  expect(parseMarker(rdata)).toEqual({ owner: 'me', object: serviceRef('default/web'), marks: [] });
  expect(parseMarker('"k8s-bind=1" "object=Service/default/web"')).toBeUndefined();
});

test('the marker of the zone itself stands below the side tree, as every marker does', () => {
  expect(markerName('z.', 'z.')).toBe('_apex._k8s-bind.z.');
  expect(markerName('web.z.', 'z.')).toBe('web._k8s-bind.z.');
});

test('two markers at a name leave nobody as its owner', () => {
  const marks = [recordMark(name, a('10.0.0.1'))];
  const rdata = formatMarker({ owner: 'me', object: serviceRef('ns/web'), marks });
  const other = formatMarker({ owner: 'me', object: serviceRef('ns/api'), marks });
  const held = { records: [a('10.0.0.1')], others: [] };
  expect(recordsOwnedAt(name, { ...held, marker: [rdata, other] }, 'me')).toEqual([]);
  expect(recordsOwnedAt(name, { ...held, marker: ['"x"', rdata] }, 'me')).toEqual(held.records);
});
