import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDocuments } from '../../../src/manifests/readDocuments.ts';
import { type ReadDocument, readYaml } from '../../../src/manifests/readYaml.ts';

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('items', 'a', '"', '\\', '\\"', '{', '}', '[', ']', ',', ':', '\n', '{"items":[1]}'),
);
/**
 * `<<` merges in YAML, and JavaScript keeps `__proto__` for itself. JSON.parse of Node 24 takes another key for
 * one with an escape (see jsonParseGaps.test.ts).
 */
const key = text.filter((one) => one !== '<<' && one !== '__proto__' && !JSON.stringify(one).includes('\\'));
const { value, list } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('list'),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
  list: fc
    .tuple(fc.dictionary(key, tie('value'), { maxKeys: 2 }), fc.array(tie('value'), { maxLength: 3 }))
    .map(([rest, items]) => ({ ...rest, items })),
}));

/** The paths of all items of lists, and of lists within them. */
const itemPaths = (
  json: unknown,
  path: readonly (string | number)[] = [],
): readonly (string | number)[][] => {
  const items = (json as { readonly items?: unknown } | null)?.items;
  if (typeof json !== 'object' || Array.isArray(json) || !Array.isArray(items)) return [];
  return items.flatMap((item: unknown, index) => {
    const below = [...path, 'items', index];
    return [below, ...itemPaths(item, below)];
  });
};

const described = (text: string, documents: Iterable<ReadDocument>) =>
  [...documents].map((document) => ({
    found: document.kind === 'broken' ? document.found : document.json,
    line: document.lineAt([]),
    lines: itemPaths(JSON.parse(text)).map((path) => document.lineAt(path)),
  }));

test('JSON is read as YAML would read it, with the same lines', () => {
  fc.assert(
    fc.property(
      list,
      fc.constantFrom(0, 1, 2),
      fc.constantFrom('', '\n', ' \n\t\n'),
      (json, indent, before) => {
        const text = `${before}${JSON.stringify(json, null, indent)}\n`;
        fc.pre([...readYaml({ text, line: 1 })].every(({ kind }) => kind === 'document'));
        expect(described(text, readDocuments(text))).toEqual(described(text, readYaml({ text, line: 1 })));
      },
    ),
    { numRuns: 500 },
  );
});

test('a key that an object says twice is found, in whatever object and however it is written', () => {
  const place = fc.constantFrom(
    (twice: string) => twice,
    (twice: string) => `{"items":[{},\n${twice}]}`,
    (twice: string) => `{"a":[1,"{",\n{"b":${twice}}]}`,
  );
  fc.assert(
    fc.property(key, value, value, place, fc.boolean(), (name, first, second, put, isEscaped) => {
      const quoted = JSON.stringify(name);
      const again = isEscaped
        ? `"${name.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
        : quoted;
      const [document, ...more] = readDocuments(
        put(`{${quoted}:${JSON.stringify(first)},\n${again}:${JSON.stringify(second)}}`),
      );
      expect([document?.kind, document?.kind === 'broken' && document.found, more.length]).toEqual([
        'broken',
        'Map keys must be unique',
        0,
      ]);
    }),
  );
});
