import { expect, test } from 'vitest';

/*
 * What JSON.parse of Node 24.21 (V8 13.6) does wrong. Nothing of Kubernetes has such keys, but a property test
 * made some, and failed now and then. A test that fails here after an upgrade is good news: the generator of
 * test/property/kube/itemsSplitter.test.ts need not leave them out any more.
 */

const keyAfter = (before: string, json: string): string | undefined => {
  JSON.parse(before);
  return Object.keys(JSON.parse(json) as object)[1];
};

test.each([
  ['another escape', String.raw`{"one":1,"\\":2}`, String.raw`{"one":16,"\"":null}`, '\\'],
  ['an escape behind the same text', String.raw`{"two":1,"a\\":2}`, String.raw`{"two":16,"a\"":null}`, 'a\\'],
])('a key that ends in a backslash is seen again in %s', (_what, before, json, seen) => {
  expect(keyAfter(before, json)).toBe(seen);
});

test.each([
  ['a quote', String.raw`{"three":1,"\"":2}`, String.raw`{"three":16,"\\":null}`, '\\'],
  ['a backslash in the middle', String.raw`{"four":1,"\\x":2}`, String.raw`{"four":16,"\"x":null}`, '"x'],
])('a key that ends in anything else is not: %s', (_what, before, json, right) => {
  expect(keyAfter(before, json)).toBe(right);
});
