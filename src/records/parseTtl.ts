import type { RecordOptions } from './recordOptions.ts';

const durationParts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/**
 * Seconds of `60`, `90s`, `1m30s` or `2h`; undefined for anything else, for 0 and for what exceeds 31 bits
 * (RFC 2181 §8).
 */
export const parseTtl = (text: string): number | undefined => {
  const trimmed = text.trim();
  const seconds = /^\d+$/.test(trimmed) ? Number(trimmed) : durationSeconds(trimmed);
  return seconds > 0 && seconds < 2 ** 31 ? seconds : undefined;
};

/** Within the operator's bounds. */
export const clampTtl = (ttlSeconds: number, options: RecordOptions): number =>
  Math.min(Math.max(ttlSeconds, options.minTtlSeconds), options.maxTtlSeconds);

const durationSeconds = (text: string): number => {
  const parts = durationParts.exec(text);
  if (parts === null) return 0;
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return hours * 3600 + minutes * 60 + seconds;
};
