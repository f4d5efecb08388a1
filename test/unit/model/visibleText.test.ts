import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countText, shownText, visibleLines, visibleText } from '../../../src/model/visibleText.ts';

const acting = [
  '\u0000',
  '\u0007',
  '\b',
  '\r',
  '\u001b[31m',
  '\u007f',
  '\u009b2J',
  '\u200b',
  '\u202e',
  '\u2028',
  '\u2029',
  '\u2066',
  '\ufeff',
  '\u{e0041}',
  '\ud800',
];

describe('a text that is shown', () => {
  test.each(acting.map((text) => [JSON.stringify(text), text]))('%s acts no more', (_shown, text) => {
    for (const made of [visibleText(`a${text}b`), visibleLines(`a${text}b`), shownText(`a${text}b`)]) {
      expect(made).toMatch(/^a(\\u[0-9a-f]{4})+(\[31m|2J)?b$/);
    }
  });

  test('keeps what people write', () => {
    const text = 'Grüße, 東京 – "naïve" ✓ 🦊 \\u0041';
    expect(visibleText(text)).toBe(text);
    expect(shownText(text)).toBe(text);
  });

  test('in lines keeps their ends and tabs; as part of a line has none', () => {
    expect(visibleLines('a\n\tb\u001b')).toBe('a\n\tb\\u001b');
    expect(visibleText('a\n\tb')).toBe('a\\u000a\\u0009b');
  });

  test('inside JSON is the same JSON', () => {
    const value = { text: acting.join('x') };
    const json = visibleLines(JSON.stringify(value));
    expect(json).toMatch(/^[ -~]+$/);
    expect(JSON.parse(json)).toEqual(value);
  });

  test('is cut in the middle: what it is about and what is needed stay', () => {
    const cut = shownText(
      `Cannot use "${'\u001b'.repeat(262_144)}" of Service default/web: needed a duration`,
    );
    expect(cut.length).toBeLessThanOrEqual(300);
    expect(cut).toMatch(/^Cannot use "(\\u001b)+.* … .*: needed a duration$/);
    expect(shownText(cut)).toBe(cut);
    expect(shownText('x'.repeat(300))).toBe('x'.repeat(300));
  });
});

test('a count is written as people write it in English', () => {
  expect([0, 999, 1000, 27_982, 1_234_567].map(countText)).toEqual([
    '0',
    '999',
    '1,000',
    '27,982',
    '1,234,567',
  ]);
  fc.assert(fc.property(fc.maxSafeNat(), (count) => countText(count) === count.toLocaleString('en')));
});
