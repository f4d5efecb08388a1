import { describe, expect, test } from 'vitest';
import { matchesPattern } from '../../../../src/records/outside/isAllowed.ts';

describe('a pattern of allowed names', () => {
  test.each([
    ['www.lan', 'www.lan.', true],
    ['WWW.lan.', 'www.lan.', true],
    ['*.lan', 'www.lan.', true],
    ['*.lan', 'a.b.lan.', false],
    ['*.lan', 'lan.', false],
    ['web-*.lan', 'web-1.lan.', true],
    ['web-*.lan', 'web-.lan.', true],
    ['web-*.lan', 'api-1.lan.', false],
    ['*-a-*.lan', 'x-a-y-a-z.lan.', true],
    ['**.lan', 'a.b.lan.', true],
    ['**.lan', 'lan.', true],
    ['**.lan', 'xlan.', false],
    ['a.**.lan', 'a.lan.', true],
    ['a.**.lan', 'a.b.c.lan.', true],
    ['a.**.lan', 'b.c.lan.', false],
    ['**', 'anything.at.all.', true],
    ['w.w', 'wxw.', false],
  ])('%s against %s: %s', (pattern, name, expected) => {
    expect(matchesPattern(pattern, name)).toBe(expected);
  });

  test('with many stars is compared without trying every way to split the label', () => {
    expect(matchesPattern(`${'*a'.repeat(30)}.lan`, `${'a'.repeat(62)}b.lan.`)).toBe(false);
  });
});
