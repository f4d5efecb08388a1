import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createItemsSplitter } from '../../../src/kube/reflector/itemsSplitter.ts';

/** Pushes octets in pieces that end at the given places. */
const split = (octets: Buffer, cuts: readonly number[]) => {
  const items: unknown[] = [];
  const splitter = createItemsSplitter((item) => items.push(JSON.parse(item.toString())));
  const ends = [...new Set([...cuts.map((cut) => cut % (octets.length + 1)), octets.length])].sort(
    (a, b) => a - b,
  );
  let start = 0;
  let isList = true;
  for (const end of ends) {
    isList &&= splitter.push(octets.subarray(start, end));
    start = end;
  }
  return { items, isList, envelope: splitter.envelope() };
};

const nasty = fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', '"items":[', '\\"', 'é', '\u2028');
const text = fc.oneof(
  fc.string(),
  nasty,
  fc.array(nasty).map((parts) => parts.join('')),
);
/**
 * No key ends in a backslash: JSON.parse of Node 24 takes another key for it later (see
 * jsonParseGaps.test.ts), and this test compares with what JSON.parse says.
 */
const key = fc.oneof(text, fc.constant('items')).filter((text) => !text.endsWith('\\'));
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.constant(null),
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
})).value;
const item = fc.dictionary(key, value, { maxKeys: 4 });

describe('createItemsSplitter', () => {
  it('finds the items of any list, wherever its octets are cut, and leaves the rest', () => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 5 }),
        fc.dictionary(
          key.filter((one) => one !== 'items' && one !== '__proto__'),
          value,
          { maxKeys: 3 },
        ),
        fc.array(fc.nat(), { maxLength: 20 }),
        fc.boolean(),
        (items, rest, cuts, itemsFirst) => {
          const list = itemsFirst ? { items, ...rest } : { ...rest, items };
          for (const json of [JSON.stringify(list), JSON.stringify(list, null, 2)]) {
            const found = split(Buffer.from(json), cuts);
            expect(found.isList).toBe(true);
            expect(found.items).toEqual(JSON.parse(JSON.stringify(items)));
            expect(JSON.parse(found.envelope ?? '')).toEqual(
              JSON.parse(JSON.stringify({ ...list, items: [] })),
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('has no envelope of a list that is cut, and never throws at other octets', () => {
    const octets = Buffer.from(
      JSON.stringify({ metadata: { resourceVersion: '1' }, items: [{ a: '}' }, { b: [1] }] }),
    );
    for (let end = 0; end < octets.length; end += 1)
      expect(split(octets.subarray(0, end), []).envelope).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const splitter = createItemsSplitter(() => undefined);
        expect(typeof splitter.push(Buffer.from(noise))).toBe('boolean');
      }),
    );
  });

  it.each([
    '<html>',
    '[]',
    '"text"',
    'null',
    '{} {}',
    '{"items":["a"]}',
    '{"items":[[]]}',
    '}',
    '{"items":[}',
    '{"items":[{},null]}',
  ])('says that %s is no list', (json) => {
    expect(split(Buffer.from(json), []).isList).toBe(false);
  });

  it('hands on an item that ends by a wrong bracket, so that it is found to be no JSON', () => {
    const found: string[] = [];
    const splitter = createItemsSplitter((item) => found.push(item.toString()));
    expect(splitter.push(Buffer.from('{"items":[{"a":1],{"b":[2}},{"c":3}]}'))).toBe(true);
    expect(found).toEqual(['{"a":1]', '{"b":[2}}', '{"c":3}']);
  });

  it('takes items that are null or absent for none', () => {
    for (const json of [
      '{"items":null,"metadata":{}}',
      '{"metadata":{"a":"items"}}',
      '{"kind":"items","x":[1]}',
    ])
      expect(split(Buffer.from(json), [])).toMatchObject({ items: [], isList: true, envelope: json });
  });
});
