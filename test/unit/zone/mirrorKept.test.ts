import { expect, test } from 'vitest';
import type { ResourceRecord } from '../../../src/dns/rrset.ts';
import { applyOther, applyRecord, emptyMirror, heldAt, type Mirror } from '../../../src/zone/mirror.ts';
import { objectUnit } from '../../../src/zone/unit.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';

const zone = 'k8s.example.';
const mirror = (): Mirror => emptyMirror(forwardLayout(zone, { podNames: false, apex: 'example.' }));
const record = (name: string, rdata: string, ttlSeconds = 30): ResourceRecord => ({
  name: `${name}.web.ns.svc.${zone}`,
  type: 'A',
  ttlSeconds,
  rdata,
});

/** The digest of the one unit that these records are of. */
const digestOf = (records: readonly ResourceRecord[]) => {
  const filled = mirror();
  for (const one of records) expect(applyRecord(filled, 'add', one)).toBe('ns/web');
  return filled.territory.get(objectUnit('ns/web'));
};

test('what a Service has in the zone is the same in any order, and other names, data or TTLs are not', () => {
  const given = [record('a', '10.0.0.1'), record('a', '10.0.0.2'), record('b', '10.0.0.3')];
  const [a1, a2, b3] = given as [ResourceRecord, ResourceRecord, ResourceRecord];
  for (const turned of [
    [a1, b3, a2],
    [b3, a2, a1],
  ])
    expect(digestOf(turned)).toEqual(digestOf(given));
  for (const other of [
    [a1, a2, record('a', '10.0.0.3')],
    [record('b', '10.0.0.1'), a2, b3],
    [a1, record('a', '10.0.0.2', 60), b3],
    [record('a', '10.0.0.1', 60), record('a', '10.0.0.2', 60), b3],
    [a1, { ...a2, type: 'TXT' } as const, b3],
    [a1, a2],
  ])
    expect(digestOf(other)).not.toEqual(digestOf(given));
});

test('above the subtree that is ours nothing is held but where it is hidden', () => {
  const filled = mirror();
  const above = { name: 'www.example.', ttlSeconds: 60 };
  expect(applyRecord(filled, 'add', { ...above, type: 'A', rdata: '192.0.2.1' })).toBeUndefined();
  expect(applyOther(filled, 'add', { name: 'www.example.', type: 'LOC' })).toBeUndefined();
  expect(applyOther(filled, 'add', { name: 'www.example.', type: 'DNAME' })).toBeUndefined();
  expect([...filled.outside.entries()]).toEqual([]);
  expect([...filled.cuts]).toEqual([['www.example.', ['DNAME']]]);
});

test('what we never write is not held inside the territory, nor at the claim or a marker', () => {
  const filled = mirror();
  for (const name of [`web.ns.svc.${zone}`, `_k8s-bind.${zone}`, `web._k8s-bind.${zone}`])
    expect(applyOther(filled, 'add', { name, type: 'LOC' })).toBeUndefined();
  expect([...filled.outside.entries()]).toEqual([]);
});

test('types that we never write are held in order, and one that was not there takes no other with it', () => {
  const filled = mirror();
  const name = `web.${zone}`;
  for (const type of ['LOC', 'HINFO', 'LOC']) applyOther(filled, 'add', { name, type });
  expect(heldAt(filled, name).others).toEqual(['HINFO', 'LOC', 'LOC']);
  applyOther(filled, 'remove', { name, type: 'RP' });
  expect(heldAt(filled, name).others).toEqual(['HINFO', 'LOC', 'LOC']);
  applyOther(filled, 'remove', { name, type: 'LOC' });
  expect(heldAt(filled, name).others).toEqual(['HINFO', 'LOC']);
});

test('the claim is the text at its name, and nothing else that stands there', () => {
  const filled = mirror();
  const claim = { name: `_k8s-bind.${zone}`, ttlSeconds: 60 };
  applyRecord(filled, 'add', { ...claim, type: 'A', rdata: '192.0.2.1' });
  applyRecord(filled, 'add', { ...claim, type: 'TXT', rdata: '"a"' });
  expect(filled.claim).toEqual(['"a"']);
  applyRecord(filled, 'add', { ...claim, type: 'TXT', rdata: '"b"' });
  applyRecord(filled, 'remove', { ...claim, type: 'TXT', rdata: '"a"' });
  expect(filled.claim).toEqual(['"b"']);
});
