import { type ParsedDuration, parseDuration } from './parseDuration.ts';
import type { RecordOptions } from './recordOptions.ts';

/** The largest TTL there is (RFC 2181 §8). */
const maxTtlSeconds = 2 ** 31 - 1;

export type ParsedTtl =
  | { readonly kind: 'ttl'; readonly ttlSeconds: number }
  | Extract<ParsedDuration, { kind: 'invalid' }>;

/**
 * A TTL in whole seconds, from 1 to 2,147,483,647 (RFC 2181 §8), as {@link parseDuration} takes it. Never 0:
 * nobody could remember the answer.
 */
export const parseTtl = (text: string): ParsedTtl => {
  const parsed = parseDuration(text);
  if (parsed.kind === 'invalid') return parsed;
  const ttlSeconds = parsed.ms / 1000;
  if (ttlSeconds === 0) return { kind: 'invalid', found: 'zero', needed: 'at least 1s' };
  if (!Number.isInteger(ttlSeconds)) {
    return { kind: 'invalid', found: 'a part of a second', needed: 'whole seconds, such as 30s' };
  }
  return ttlSeconds > maxTtlSeconds
    ? { kind: 'invalid', found: 'more than there is', needed: `at most ${maxTtlSeconds} seconds` }
    : { kind: 'ttl', ttlSeconds };
};

/** Within the operator's bounds. */
export const clampTtl = (ttlSeconds: number, options: RecordOptions): number =>
  Math.min(Math.max(ttlSeconds, options.minTtlSeconds), options.maxTtlSeconds);
