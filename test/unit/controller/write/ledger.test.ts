import { expect, test } from 'vitest';
import { createLedger } from '../../../../src/controller/write/ledger.ts';
import { nothingHeld } from '../../../../src/zone/heldName.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';

const web = objectUnit('default/web');
const source = { kind: 'listed', rrsets: [] } as const;

test('the sum is that of all units, however often each is entered', () => {
  const ledger = createLedger();
  ledger.setSource(web, source, 4);
  ledger.setSource(web, source, 6);
  ledger.acknowledge('www.z.', nothingHeld, 2);
  ledger.setName('www.z.', 3);
  expect(ledger.totalRecords()).toBe(9);
  ledger.setSource(web, undefined, 6);
  expect(ledger.totalRecords()).toBe(3);
  expect(ledger.sources().size).toBe(0);
});

test('names that are read anew are counted anew, and the territory stays', () => {
  const ledger = createLedger();
  ledger.setSource(web, source, 4);
  ledger.setName('www.z.', 3);
  ledger.setName('api.z.', 2);
  ledger.forgetNames();
  ledger.setName('www.z.', 1);
  expect(ledger.totalRecords()).toBe(5);
  expect(ledger.records(nameUnit('api.z.'))).toBe(0);
});

test('what waited to be read back is taken once', () => {
  const ledger = createLedger();
  ledger.acknowledge('www.z.', nothingHeld, 0);
  ledger.doubt(nameUnit('www.z.'));
  expect(ledger.takeUnconfirmed()).toEqual({
    units: new Set([nameUnit('www.z.')]),
    names: new Map([['www.z.', nothingHeld]]),
  });
  expect(ledger.takeUnconfirmed().units.size).toBe(0);
  expect(ledger.acknowledged('www.z.')).toBeUndefined();
});
