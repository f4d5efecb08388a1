import type { DecodedMessage, DecodedRecord } from '../dns/decodeMessage.ts';
import { rcodeName } from '../dns/rcodeName.ts';
import { negativeTtlSeconds, parseSoa } from '../dns/soa.ts';
import type { Link } from './explanation.ts';
import type { KnownZone } from './known.ts';
import { link, unknownLink } from './link.ts';
import { timeText } from './timeText.ts';

type Remembered = {
  /** When what stands there was written, as far as that is known. */
  readonly writtenMs: number | undefined;
  readonly zone: KnownZone | undefined;
  readonly nowMs: number;
};

/**
 * Until when resolvers may remember that there is no such name or no such type: for the smaller of the SOA's
 * TTL and MINIMUM (RFC 2308 §4, §5).
 */
export const memoryLink = (
  { rcode, answers, authority }: DecodedMessage,
  { writtenMs, zone, nowMs }: Remembered,
): Link => {
  const isNegative = rcodeName(rcode) === 'NXDOMAIN' || answers.length === 0;
  const seconds = negativeTtlOf(authority) ?? zone?.parts.standing.mirror()?.negativeTtlSeconds;
  if (seconds === undefined) return unknownLink('memory', '', 'the negative TTL of the zone is not known');
  const ttl = `negative TTL ${seconds} s`;
  const sinceMs = isNegative ? nowMs : writtenMs;
  if (sinceMs === undefined)
    return link('memory', '', `who asked before it was there remembers so for at most ${seconds} s (${ttl})`);
  const untilMs = sinceMs + 1_000 * seconds;
  const until = timeText(untilMs);
  if (isNegative)
    return {
      ...link(
        'memory',
        '',
        `resolvers that ask now may remember until ${until} that it is not there (${ttl})`,
      ),
      untilMs,
    };
  const detail =
    untilMs <= nowMs
      ? `no resolver remembers any more that it was not there (${ttl})`
      : `resolvers that asked before it was written may remember NXDOMAIN until ${until} (${ttl})`;
  return { ...link('memory', '', detail), untilMs };
};

const negativeTtlOf = (authority: readonly DecodedRecord[]): number | undefined => {
  const record = authority.find(({ type }) => type === 'SOA');
  const soa = record && parseSoa(record.rdata);
  return record === undefined || soa === undefined ? undefined : negativeTtlSeconds(soa, record.ttlSeconds);
};
