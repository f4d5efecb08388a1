import { parseDuration } from '../../records/parseDuration.ts';
import { parseTtl } from '../../records/parseTtl.ts';
import { fault, type Parsed, value } from '../parsed.ts';

/** A duration in milliseconds, by the grammar that annotations have too. */
export const parseDurationMs = (text: string): Parsed<number> => {
  const parsed = parseDuration(text);
  return parsed.kind === 'duration' ? value(parsed.ms) : fault(parsed.found, parsed.needed);
};

/** A duration that must not be zero, for intervals. */
export const parseIntervalMs = (text: string): Parsed<number> => {
  const parsed = parseDurationMs(text);
  return parsed.kind === 'value' && parsed.value === 0 ? fault('zero', 'at least 1ms') : parsed;
};

/** A duration, `0` for none at all, or `forever`, which is infinite. */
export const parseHoldMs = (text: string): Parsed<number> =>
  text === 'forever' ? value(Number.POSITIVE_INFINITY) : parseDurationMs(text);

/** A TTL in whole seconds, as annotations take it. */
export const parseTtlSeconds = (text: string): Parsed<number> => {
  const parsed = parseTtl(text);
  return parsed.kind === 'ttl' ? value(parsed.ttlSeconds) : fault(parsed.found, parsed.needed);
};
