import { expect, test } from 'vitest';
import { serviceRef } from '../../../src/model/objectRef.ts';
import { comparePortLabels, portLabel, portProblems } from '../../../src/records/answers/portLabel.ts';

const port = (name: string) => ({ name, protocol: 'tcp' as const });

test('ports are in the order of their protocols, those of one by name', () => {
  const ordered = ['_a._sctp', '_b._sctp', '_a._tcp', '_b._tcp', '_dns._udp', '_web._udp'];
  expect(ordered.toReversed().sort(comparePortLabels)).toEqual(ordered);
  expect(comparePortLabels('_a._tcp', '_a._tcp')).toBe(0);
  expect(comparePortLabels('_b._tcp', '_a._tcp')).toBeGreaterThan(0);
});

test('a port has a label of its name in small letters, up to 62 characters', () => {
  expect(portLabel(port('HTTP'))).toBe('_http._tcp');
  expect(portLabel(port('a'.repeat(62)))).toBe(`_${'a'.repeat(62)}._tcp`);
  expect([portLabel(port('a'.repeat(63))), portLabel(port('a_b')), portLabel(port(''))]).toEqual([
    '',
    '',
    '',
  ]);
});

test('why a port has none is said in words, but for one without a name', () => {
  const told = (name: string) =>
    portProblems({ object: serviceRef('ns/web') }, port(name)).map(({ message }) => message);
  expect(told('')).toEqual([]);
  expect(told('A'.repeat(63))).toEqual([
    `Cannot publish port "${'A'.repeat(63)}" of Service ns/web as SRV: its name has 63 characters, with the underscore in front a label has room for 62`,
  ]);
  const edge = `${'A'.repeat(61)}-`;
  expect(told(edge)).toEqual([
    `Cannot publish port "${edge}" of Service ns/web as SRV: label "${edge.toLowerCase()}" is not a host label, needed lower-case letters, digits and hyphens with a letter or digit at both ends`,
  ]);
  expect(told('-')).toEqual([
    'Cannot publish port "-" of Service ns/web as SRV: label "-" is not a host label, needed lower-case letters, digits and hyphens with a letter or digit at both ends',
  ]);
});
