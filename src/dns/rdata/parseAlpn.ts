import { Buffer } from 'node:buffer';
import { quotedOctets } from '../quotedOctets.ts';

const comma = 0x2c;
const backslash = 0x5c;

/**
 * The list of protocols as on the wire (RFC 9460 §7.1.1), from its text without quotes and escapes: a comma
 * ends a protocol unless a backslash stands before it (appendix A.1). Undefined for an empty protocol, one of
 * more than 255 octets, or a backslash at the end.
 */
export const parseAlpn = (written: Buffer): Buffer | undefined => {
  const list: number[] = [];
  let protocol: number[] = [];
  const finish = (): boolean => {
    const { length } = protocol;
    list.push(length, ...protocol);
    protocol = [];
    return length > 0 && length <= 255;
  };
  for (let at = 0; at < written.length; at++) {
    const octet = written[at] ?? 0;
    if (octet === comma) {
      if (!finish()) return undefined;
    } else if (octet !== backslash) protocol.push(octet);
    else if (++at >= written.length) return undefined;
    else protocol.push(written[at] ?? 0);
  }
  return finish() ? Buffer.from(list) : undefined;
};

/** Canonical text of such a list, in quotes; undefined for octets that are none. */
export const formatAlpn = (value: Buffer): string | undefined => {
  if (value.length === 0) return undefined;
  const text: number[] = [];
  for (let at = 0; at < value.length; ) {
    const end = at + 1 + (value[at] ?? 0);
    if (end === at + 1 || end > value.length) return undefined;
    if (at > 0) text.push(comma);
    for (const octet of value.subarray(at + 1, end))
      text.push(...(octet === comma || octet === backslash ? [backslash, octet] : [octet]));
    at = end;
  }
  return quotedOctets(Buffer.from(text));
};
