import { describe, expect, test } from 'vitest';
import { createConflicts } from '../../../../src/controller/write/conflicts.ts';
import { createHolds } from '../../../../src/controller/write/holds.ts';
import { type NotableChange, notableChanges } from '../../../../src/controller/write/notableChanges.ts';
import type { RecordType, Rrset } from '../../../../src/dns/rrset.ts';
import { objectRefKey, serviceRef } from '../../../../src/model/objectRef.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';

describe('of many changes five are shown', () => {
  const rrset = (name: string, type: RecordType): Rrset => ({ name, type, ttlSeconds: 5, rdatas: ['x'] });
  const shown = (...changes: readonly NotableChange['change'][]) =>
    notableChanges(changes.map((change) => ({ change, origin: undefined }))).map(({ change }) => {
      const { name, type } = change.kind === 'delete' ? change.before : change.after;
      return `${change.kind} ${name} ${type}`;
    });

  test('addresses first, then aliases and pointers, then others; the shortest names first among those', () => {
    expect(
      shown(
        { kind: 'create', after: rrset('a.z.', 'TXT') },
        { kind: 'create', after: rrset('a.z.', 'PTR') },
        { kind: 'delete', before: rrset('a.z.', 'CNAME') },
        { kind: 'create', after: rrset('a.z.', 'AAAA') },
        { kind: 'create', after: rrset('b.a.z.', 'A') },
        { kind: 'replace', before: rrset('a.z.', 'A'), after: rrset('a.z.', 'A') },
      ),
    ).toEqual([
      'replace a.z. A',
      'create b.a.z. A',
      'create a.z. AAAA',
      'delete a.z. CNAME',
      'create a.z. PTR',
    ]);
  });

  test('those of one rank in the order in which they came', () => {
    expect(
      shown(
        { kind: 'create', after: rrset('b.z.', 'SRV') },
        { kind: 'delete', before: rrset('a.z.', 'TXT') },
        { kind: 'create', after: rrset('z.', 'MX') },
      ),
    ).toEqual(['create z. MX', 'create b.z. SRV', 'delete a.z. TXT']);
  });
});

test('a conflict is news when it is new, or has another reason or another object behind it', () => {
  let now = 1;
  const conflicts = createConflicts(() => now);
  const [web, api] = [serviceRef('ns/web'), serviceRef('ns/api')];
  const note = (reason: string, origin?: typeof web) => conflicts.note('web.z.', { reason, origin });
  expect([note('taken', web), note('taken', web)]).toEqual([true, false]);
  now = 2;
  expect(note('taken', { ...web })).toBe(false);
  expect(conflicts.names().get('web.z.')).toEqual({ reason: 'taken', origin: web, sinceMs: 1 });
  expect([note('hidden', web), note('hidden', api), note('hidden'), note('hidden')]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(note('hidden', web)).toBe(true);
  expect(conflicts.names().get('web.z.')?.sinceMs).toBe(2);
  expect([conflicts.end('web.z.'), conflicts.end('web.z.')]).toEqual([true, false]);
});

describe('what a unit has in the zone', () => {
  const unit = objectUnit('ns/web');
  const [web, api] = [serviceRef('ns/web'), serviceRef('ns/api')];
  const why = { origin: web, waitsFor: 'an address', endless: false };

  const holdsOf = (holdMs: number) => {
    let now = 0;
    return {
      holds: createHolds({ holdMs, nowMs: () => now, timeMs: () => 5000 + now }),
      sleep: (ms: number) => void (now += ms),
    };
  };

  test('stays for the time of a hold from when it was first asked, and goes then for good', () => {
    const { holds, sleep } = holdsOf(100);
    expect([holds.nextEndMs(), holds.keeps(unit, why), holds.nextEndMs()]).toEqual([undefined, true, 100]);
    sleep(99);
    expect([holds.keeps(unit, why), holds.takeOver()]).toEqual([true, []]);
    sleep(1);
    expect(holds.takeOver()).toEqual([unit]);
    expect([holds.takeOver(), holds.nextEndMs(), holds.keeps(unit, why)]).toEqual([[], undefined, false]);
    expect(holds.units().get(unit)).toEqual({ ...why, untilMs: 100, sinceMs: 5000, isOver: true });
    expect(holds.end(unit)).toBe(false);
    expect([holds.units().size, holds.keeps(unit, why)]).toEqual([0, true]);
  });

  test('is over as soon as its time is, though nobody has looked', () => {
    const { holds, sleep } = holdsOf(100);
    holds.keeps(unit, why);
    sleep(100);
    expect(holds.keeps(unit, why)).toBe(false);
    expect(holds.takeOver()).toEqual([]);
  });

  test('goes at once where nothing is held, and stays for ever where nothing is known of its object', () => {
    const { holds, sleep } = holdsOf(0);
    expect(holds.keeps(unit, why)).toBe(false);
    expect(holds.units().size).toBe(0);
    expect(holds.keeps(unit, { ...why, endless: true })).toBe(true);
    sleep(1e9);
    expect([holds.takeOver(), holds.nextEndMs()]).toEqual([[], undefined]);
    expect(holds.keeps(unit, { ...why, endless: true })).toBe(true);
    expect(holds.units().get(unit)?.sinceMs).toBe(5000);
  });

  test('has its time from when its object is known again', () => {
    const { holds, sleep } = holdsOf(100);
    holds.keeps(unit, { ...why, endless: true });
    sleep(1000);
    expect([holds.keeps(unit, why), holds.nextEndMs()]).toEqual([true, 1100]);
    expect([holds.end(unit), holds.end(unit), holds.nextEndMs()]).toEqual([true, false, undefined]);
  });

  test('is found by the object it waits for, the last that was told', () => {
    const { holds } = holdsOf(100);
    const other = objectUnit('ns/other');
    holds.keeps(unit, why);
    holds.keeps(other, why);
    expect([...holds.ofObject(objectRefKey(web))]).toEqual([unit, other]);
    holds.keeps(unit, { ...why, origin: api });
    expect([...holds.ofObject(objectRefKey(web))]).toEqual([other]);
    expect([...holds.ofObject(objectRefKey(api))]).toEqual([unit]);
    holds.end(other);
    expect([...holds.ofObject(objectRefKey(web))]).toEqual([]);
  });

  test('that ends first is waited for', () => {
    const { holds, sleep } = holdsOf(100);
    holds.keeps(unit, why);
    sleep(50);
    holds.keeps(objectUnit('ns/later'), why);
    expect(holds.nextEndMs()).toBe(100);
    sleep(50);
    expect(holds.takeOver()).toEqual([unit]);
    expect(holds.nextEndMs()).toBe(150);
  });
});
