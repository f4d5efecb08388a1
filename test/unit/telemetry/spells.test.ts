import { describe, expect, test } from 'vitest';
import type { LogFields } from '../../../src/telemetry/log.ts';
import { createSpells } from '../../../src/telemetry/spells.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Spells on a clock that a test moves, and the lines they gave. */
const setup = () => {
  const clock = { nowMs: 0 };
  const lines: string[] = [];
  const write =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      lines.push(
        [
          `${clock.nowMs / 1000} s`,
          level,
          message,
          ...Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`),
        ].join(' '),
      );
  const spells = createSpells(
    { warn: write('warn'), info: write('info') },
    { nowMs: () => clock.nowMs, wallMs: () => clock.nowMs },
  );
  const fail = (how = 'unreachable') =>
    spells.failed('reading', how, { message: `Cannot read: ${how}`, fields: { how } });
  const end = () => spells.ended('reading', { message: 'Read again' });
  /** Fails at an even pace, the last time at `untilMs`. */
  const failUntil = (untilMs: number, paceMs: number) => {
    for (; clock.nowMs <= untilMs; clock.nowMs += paceMs) fail();
  };
  return { clock, lines, spells, fail, end, failUntil };
};

describe('a spell of equal failures', () => {
  test('is one line that counts, at growing intervals, and its end is a line', () => {
    const { lines, end, failUntil } = setup();
    failUntil(57 * minute, 1_000);
    end();
    expect(lines).toEqual([
      '0 s warn Cannot read: unreachable how=unreachable',
      '10 s warn Cannot read: unreachable how=unreachable tries=11 since=1970-01-01T00:00:00.000Z',
      '70 s warn Cannot read: unreachable how=unreachable tries=71 since=1970-01-01T00:00:00.000Z',
      '670 s warn Cannot read: unreachable how=unreachable tries=671 since=1970-01-01T00:00:00.000Z',
      '3421 s info Read again after=3,421 tries in 57 min',
    ]);
  });

  test('of a day is a line each hour', () => {
    const { lines, failUntil } = setup();
    failUntil(24 * hour, 2_500);
    expect(lines.length).toBeGreaterThan(24);
    expect(lines.length).toBeLessThan(30);
  });

  test('begins anew when all was well for a while', () => {
    const { clock, lines, fail, end } = setup();
    fail();
    end();
    clock.nowMs = 2 * minute;
    fail();
    end();
    expect(lines.filter((line) => line.includes('warn'))).toHaveLength(2);
    expect(lines.at(-1)).toBe('120 s info Read again after=1 tries in 0 s');
  });

  test('goes on when it comes back at once: what flaps for a day is not a line for each time', () => {
    const { clock, lines, fail, end } = setup();
    for (; clock.nowMs < 24 * hour; clock.nowMs += 1_000) {
      fail();
      end();
    }
    expect(lines.length).toBeLessThan(60);
    expect(lines[0]).toContain('warn');
    expect(lines.at(-1)).toMatch(
      /Read again after=[\d,]+ tries in 24 h$|Read again after=[\d,]+ tries in \d+ h$/,
    );
  });

  test('has a line for each way to fail, and many ways are one', () => {
    const { clock, lines, fail } = setup();
    fail('a');
    fail('b');
    fail('a');
    expect(lines).toHaveLength(2);
    for (let turn = 0; turn < 1_000; turn += 1) fail(`words ${turn}`);
    expect(lines.length).toBeLessThan(12);
    clock.nowMs = 11_000;
    fail('a');
    expect(lines.at(-1)).toContain('tries=3');
  });

  test('that never began has no end', () => {
    const { lines, end } = setup();
    end();
    expect(lines).toEqual([]);
  });
});
