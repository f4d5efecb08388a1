import { describe, expect, test } from 'vitest';
import { clampTtl, parseTtl } from '../../../src/records/parseTtl.ts';
import { defaultRecordOptions } from '../../../src/records/recordOptions.ts';

describe('a TTL that an annotation asks for', () => {
  test.each([
    ['60', 60],
    [' 60 ', 60],
    ['90s', 90],
    ['1m30s', 90],
    ['2h', 7200],
    ['2147483647', 2_147_483_647],
  ])('"%s" is %i seconds', (text, seconds) => {
    expect(parseTtl(text)).toBe(seconds);
  });

  test.each(['', '0', '0s', '-1', '1.5', '1d', 's', '30s1m', '2147483648', 'soon'])(
    '"%s" is none',
    (text) => {
      expect(parseTtl(text)).toBeUndefined();
    },
  );

  test('is kept within the bounds', () => {
    const options = { ...defaultRecordOptions('k8s.example.'), minTtlSeconds: 10, maxTtlSeconds: 20 };
    expect([1, 15, 99].map((seconds) => clampTtl(seconds, options))).toEqual([10, 15, 20]);
  });
});
