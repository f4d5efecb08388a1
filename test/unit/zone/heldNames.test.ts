import { expect, test } from 'vitest';
import { type HeldName, isNothingHeld, nothingHeld, sameHeld } from '../../../src/zone/heldName.ts';
import { createHeldNames } from '../../../src/zone/heldNames.ts';

const a = (rdata: string, ttlSeconds = 30) => ({ type: 'A', ttlSeconds, rdata }) as const;
const held = (part: Partial<HeldName>): HeldName => ({ ...nothingHeld, ...part });

test('a name holds the same whatever the order of its records and markers, and not with another one', () => {
  const both = held({ records: [a('10.0.0.1'), a('10.0.0.2')], marker: ['"x"', '"y"'] });
  const turned = held({ records: [a('10.0.0.2'), a('10.0.0.1')], marker: ['"y"', '"x"'] });
  expect(sameHeld(both, turned)).toBe(true);
  for (const other of [
    held({ ...both, records: [a('10.0.0.1')] }),
    held({ ...both, records: [a('10.0.0.1'), a('10.0.0.2', 60)] }),
    held({ ...both, records: [a('10.0.0.1'), { ...a('10.0.0.2'), type: 'TXT' }] }),
    held({ ...both, marker: ['"x"'] }),
    held({ ...both, others: ['LOC'] }),
  ])
    expect(sameHeld(both, other)).toBe(false);
});

test.each<[string, HeldName]>([
  ['one record', held({ records: [a('10.0.0.1')] })],
  ['one record and a marker', held({ records: [a('10.0.0.1')], marker: ['"x"'] })],
  ['a marker alone', held({ marker: ['"x"'] })],
  ['two records', held({ records: [a('10.0.0.1'), a('10.0.0.2')] })],
  ['one record and two markers', held({ records: [a('10.0.0.1')], marker: ['"x"', '"y"'] })],
  ['one record and one of a type that we never write', held({ records: [a('10.0.0.1')], others: ['LOC'] })],
  ['only what we never write', held({ others: ['LOC', 'LOC'] })],
])('a name that has %s has just that, and is gone without it', (_what, one) => {
  const names = createHeldNames();
  names.update('web.z.', () => one);
  expect(names.at('web.z.')).toStrictEqual(one);
  expect([...names.entries()]).toStrictEqual([['web.z.', one]]);
  expect(isNothingHeld(names.at('api.z.'))).toBe(true);
  names.update('web.z.', (before) => {
    expect(before).toStrictEqual(one);
    return nothingHeld;
  });
  expect([...names.names()]).toEqual([]);
});

test('names that have the same record one after the other keep their own', () => {
  const names = createHeldNames();
  for (const [name, rdata] of [
    ['a.z.', '10.0.0.1'],
    ['b.z.', '10.0.0.1'],
    ['c.z.', '10.0.0.2'],
    ['d.z.', ''],
  ] as const)
    names.update(name, () => held({ records: [a(rdata)] }));
  expect([...names.entries()].map(([name, { records }]) => [name, records[0]?.rdata])).toEqual([
    ['a.z.', '10.0.0.1'],
    ['b.z.', '10.0.0.1'],
    ['c.z.', '10.0.0.2'],
    ['d.z.', ''],
  ]);
});
