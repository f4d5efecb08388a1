import { expect, test } from 'vitest';
import { clampTtl } from '../../../src/records/parseTtl.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';

test('a TTL is kept within the bounds', () => {
  const options = { ...defaultRecordOptions('k8s.example.'), minTtlSeconds: 10, maxTtlSeconds: 20 };
  expect([1, 15, 99].map((seconds) => clampTtl(seconds, options))).toEqual([10, 15, 20]);
});
