import type { Buffer } from 'node:buffer';
import { octetsOfText } from '../quotedOctets.ts';

/** A word that may hold quoted parts (`alpn="h2,h3"`), or what breaks one: a quote or backslash too many. */
const pattern = /(?:[^\s"\\]|\\[^\r\n]|"(?:[^"\\]|\\[^\r\n])*")+|["\\]/g;

/**
 * The fields of RDATA as a zone file has them (RFC 1035 §5.1): cut at blanks outside quotes, quotes and
 * escapes left in them. Undefined where a quote does not end, or nothing follows a backslash.
 */
export const splitFields = (text: string): readonly string[] | undefined => {
  const fields = text.match(pattern) ?? [];
  return fields.some((field) => field === '"' || field === '\\') ? undefined : fields;
};

/** The octets of a field that is quoted as a whole, or a bare word; undefined for anything else. */
export const octetsOfField = (field: string): Buffer | undefined => {
  const text = /^(?:"((?:[^"\\]|\\[^])*)"|(?:[^"\\]|\\[^])+)$/.exec(field);
  if (text === null) return undefined;
  const read = octetsOfText(text[1] ?? field);
  return read.kind === 'octets' ? read.octets : undefined;
};

/** A number in decimal, with leading zeros if somebody likes; undefined above `max` and for anything else. */
export const numberField = (field: string | undefined, max: number): number | undefined => {
  if (field === undefined || !/^\d{1,10}$/.test(field)) return undefined;
  const value = Number(field);
  return value <= max ? value : undefined;
};
