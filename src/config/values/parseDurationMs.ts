import { fault, type Parsed, value } from '../parsed.ts';

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof UNIT_MS;
const SHAPE = /^(\d{1,10}(?:\.\d{1,3})?)(ms|s|m|h|d)?$/;
const NEEDED = 'a duration such as 30s, 5m or 1h';

/** A duration in milliseconds: a number and a unit (ms, s, m, h, d); seconds where the unit is left out. */
export const parseDurationMs = (text: string): Parsed<number> => {
  const match = SHAPE.exec(text.trim());
  if (match === null) return fault('no duration', NEEDED);
  const unit = (match[2] ?? 's') as Unit;
  return value(Math.round(Number(match[1]) * UNIT_MS[unit]));
};

/** A duration that must not be zero, for intervals. */
export const parseIntervalMs = (text: string): Parsed<number> => {
  const parsed = parseDurationMs(text);
  return parsed.kind === 'value' && parsed.value === 0 ? fault('zero', 'at least 1ms') : parsed;
};

/** The largest TTL there is (RFC 2181 §8). */
export const MAX_TTL_SECONDS = 2_147_483_647;

/** A TTL in whole seconds, 0 to 2,147,483,647 (RFC 2181 §8). */
export const parseTtlSeconds = (text: string): Parsed<number> => {
  const parsed = parseDurationMs(text);
  if (parsed.kind === 'fault') return parsed;
  const seconds = parsed.value / 1000;
  if (!Number.isInteger(seconds)) return fault('a part of a second', 'whole seconds, such as 30s');
  return seconds > MAX_TTL_SECONDS
    ? fault('more than there is', 'at most 2147483647 seconds')
    : value(seconds);
};
