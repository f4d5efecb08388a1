import { expect, test } from 'vitest';
import { formatMarker, markedName, markerName, parseMarker, recordMark } from '../../../src/zone/marker.ts';

test('a marker says whose a name is and which of its records, and reads back as it was written', () => {
  const marker = { owner: 'me', service: 'default/web', records: ['1a', '2b'] };
  expect(formatMarker(marker)).toBe('"k8s-bind=1" "owner=me" "service=default/web" "records=1a,2b"');
  expect(parseMarker(formatMarker(marker))).toEqual(marker);
  const many = {
    ...marker,
    records: Array.from({ length: 500 }, (_, at) => recordMark({ type: 'A', rdata: `${at}` })),
  };
  expect(parseMarker(formatMarker(many))).toEqual(many);
  expect(new Set(many.records).size).toBe(500);
  expect(parseMarker(formatMarker({ ...marker, records: [] }))).toEqual({ ...marker, records: [] });
});

test.each(['"heritage=external-dns"', '"k8s-bind=1" "owner=me"', '""'])('%s is no marker', (rdata) => {
  expect(parseMarker(rdata)).toBeUndefined();
});

test.each(['web.z.', '_http._tcp.web.z.', 'z.', 'a.b.c.z.'])('the marker of %s leads back to it', (name) => {
  expect(markedName(markerName(name, 'z.'), 'z.')).toBe(name);
});

test('the mark of a record is its type and data; the TTL does not count', () => {
  const record = { type: 'A', rdata: '10.0.0.1' } as const;
  expect(recordMark({ ...record })).toBe(recordMark(record));
  expect(recordMark({ ...record, type: 'AAAA' })).not.toBe(recordMark(record));
});
