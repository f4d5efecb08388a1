import { expect, test } from 'vitest';
import { clampTtl, parseTtl } from '../../../src/records/parseTtl.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';

test('a TTL is kept within the bounds', () => {
  const options = { ...defaultRecordOptions('k8s.example.'), minTtlSeconds: 10, maxTtlSeconds: 20 };
  expect([1, 15, 99].map((seconds) => clampTtl(seconds, options))).toEqual([10, 15, 20]);
});

test('a TTL is whole seconds from one to the most there are', () => {
  expect(parseTtl('1s')).toEqual({ kind: 'ttl', ttlSeconds: 1 });
  expect(parseTtl('2147483647')).toEqual({ kind: 'ttl', ttlSeconds: 2_147_483_647 });
  expect(parseTtl('2147483648')).toEqual({
    kind: 'invalid',
    found: 'more than there is',
    needed: 'at most 2147483647 seconds',
  });
  expect(parseTtl('1500ms')).toEqual({
    kind: 'invalid',
    found: 'a part of a second',
    needed: 'whole seconds, such as 30s',
  });
  expect(parseTtl('0')).toEqual({ kind: 'invalid', found: 'zero', needed: 'at least 1s' });
});
