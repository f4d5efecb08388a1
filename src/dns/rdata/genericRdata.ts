import { Buffer } from 'node:buffer';
import type { Rdata } from '../rrset.ts';

const mark = '\\#';

/** RDATA of any type by its octets: `\# 3 0A0B0C` (RFC 3597 §5). */
export const genericRdata = (octets: Buffer): Rdata =>
  octets.length === 0 ? `${mark} 0` : `${mark} ${octets.length} ${octets.toString('hex').toUpperCase()}`;

export const isGeneric = ([first = '']: readonly string[]): boolean => first === mark;

/** The octets of such a text; undefined when its length is another, or a digit is none. */
export const octetsOfGeneric = ([, length = '', ...digits]: readonly string[]): Buffer | undefined => {
  const hex = hexOctets(digits);
  return /^\d{1,5}$/.test(length) && hex?.length === Number(length) ? hex : undefined;
};

/** Octets of hexadecimal digits in either case, which blanks may divide; undefined for anything else. */
export const hexOctets = (fields: readonly string[]): Buffer | undefined => {
  const digits = fields.join('');
  return /^(?:[0-9a-f]{2})*$/i.test(digits) ? Buffer.from(digits, 'hex') : undefined;
};
