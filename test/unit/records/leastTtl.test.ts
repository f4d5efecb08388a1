import { expect, test } from 'vitest';
import { leastTtl } from '../../../src/records/leastTtl.ts';

test('the smallest of more than a call has room for', () => {
  const parts = Array.from({ length: 300_000 }, (_, at) => ({ ttlSeconds: 300_005 - at }));
  expect(leastTtl(parts)).toBe(6);
});
