import { Buffer } from 'node:buffer';
import { DnsError } from './dnsError.ts';
import { formatCharacterStrings } from './parseCharacterStrings.ts';
import type { Rdata } from './rrset.ts';

/** A character-string has at most 255 octets (RFC 1035 §3.3.14): a longer text is several. */
const maxString = 255;
/** What one RDATA can hold is more; what one answer should is less (RFC 1035 §4.2.2). */
const maxText = 16_384;

/**
 * The TXT RDATA of a text as people have it, with or without one pair of quotes around it. Throws DnsError
 * `badRdata` for one above 16 KiB.
 */
export const textRdata = (written: string): Rdata => {
  const isQuoted = written.length > 1 && written.startsWith('"') && written.endsWith('"');
  const octets = Buffer.from(isQuoted ? written.slice(1, -1) : written, 'utf8');
  if (octets.length > maxText)
    throw new DnsError(
      'badRdata',
      `Cannot use the TXT: found ${octets.length} octets, needed at most ${maxText}`,
    );
  const strings: Buffer[] = [];
  for (let from = 0; from < octets.length || strings.length === 0; from += maxString)
    strings.push(octets.subarray(from, from + maxString));
  return formatCharacterStrings(strings);
};
