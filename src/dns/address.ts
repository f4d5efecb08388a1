/** An IP address. `octets` has 4 or 16; `text` is canonical: dotted quad, or RFC 5952. */
export type Address = {
  readonly kind: 'ipv4' | 'ipv6';
  readonly octets: Uint8Array;
  readonly text: string;
};

/**
 * Reads an address strictly: four decimal numbers without leading zeros, or RFC 4291 §2.2 forms 1 to 3. No
 * zone id, no port, no brackets, no prefix, no blanks. Undefined for everything else.
 */
export const parseAddress = (text: string): Address | undefined => {
  if (text.includes(':')) {
    const octets = parseIpv6(text);
    return octets && { kind: 'ipv6', octets, text: formatIpv6(octets, 0) };
  }
  const octets = new Uint8Array(4);
  return writeIpv4(text, octets, 0) ? { kind: 'ipv4', octets, text } : undefined;
};

/** Canonical text of an address: dotted quad or RFC 5952; undefined for what {@link parseAddress} refuses. */
export const canonicalAddress = (text: string): string | undefined => parseAddress(text)?.text;

/** The address of 4 or 16 octets. */
export const addressOfOctets = (octets: Uint8Array): Address => {
  if (octets.length === 4) return { kind: 'ipv4', octets, text: octets.join('.') };
  return { kind: 'ipv6', octets, text: formatIpv6(octets, 0) };
};

/**
 * The IPv4 address that an IPv4-mapped IPv6 address stands for (RFC 4291 §2.5.5.2); undefined for any other.
 */
export const mappedIpv4 = ({ kind, octets }: Address): Address | undefined =>
  kind === 'ipv6' && isMapped(octets, 0) ? addressOfOctets(octets.slice(12)) : undefined;

/**
 * An address as a label: `10.0.0.1` → `10-0-0-1`, `fd00::1` → `fd00--1`. A text that would begin or end with
 * `-` gets a `0` there, as BIND's check-names refuses such a label: `::1` → `0--1`, `fd00::` → `fd00--0`.
 * Different addresses of one family have different labels.
 */
export const dashedAddress = (address: Address): string => {
  // Hexadecimal also for a mapped address: as a label, its mixed form would be that of another address
  // (`::ffff:1:2:3:4`).
  const text = address.kind === 'ipv4' ? address.text : formatHexadecimal(address.octets, 0);
  const dashed = text.replaceAll(/[.:]/g, '-');
  return `${dashed.startsWith('-') ? '0' : ''}${dashed}${dashed.endsWith('-') ? '0' : ''}`;
};

/** Writes the four octets of a dotted quad; false (with anything written) when the text is none. */
export const writeIpv4 = (text: string, target: Uint8Array, offset: number): boolean => {
  let at = offset;
  let value = -1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x2e) {
      if (value < 0 || at - offset >= 3) return false;
      target[at++] = value;
      value = -1;
    } else {
      // A leading zero is octal to some readers: refused.
      if (code < 0x30 || code > 0x39 || value === 0) return false;
      value = value < 0 ? code - 0x30 : value * 10 + code - 0x30;
      if (value > 255) return false;
    }
  }
  if (value < 0 || at - offset !== 3) return false;
  target[at] = value;
  return true;
};

/** The 16 octets of an IPv6 text; undefined when it is none. */
export const parseIpv6 = (text: string): Uint8Array | undefined => {
  const octets = new Uint8Array(16);
  let written = 0;
  /** Octets before `::`, or none. */
  let gapAt = -1;
  let groupStart = 0;
  let value = 0;
  if (text.startsWith(':')) {
    if (text.charCodeAt(1) !== colon) return undefined;
    groupStart = 1;
  }
  for (let at = groupStart; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : end;
    const digit = hexDigit(code);
    if (digit >= 0) {
      value = value * 16 + digit;
      if (at - groupStart >= 4) return undefined;
    } else if (code === dot) {
      // A dotted quad takes the place of the last two groups (RFC 4291 §2.2).
      if (written > 12 || !writeIpv4(text.slice(groupStart), octets, written)) return undefined;
      written += 4;
      break;
    } else {
      if (code !== colon && code !== end) return undefined;
      if (at > groupStart) {
        if (written > 14) return undefined;
        octets[written++] = value >> 8;
        octets[written++] = value & 0xff;
        value = 0;
      } else if (code === end) {
        // Only `::` may stand at the end.
        if (gapAt !== written) return undefined;
      } else {
        if (gapAt >= 0) return undefined;
        gapAt = written;
      }
      groupStart = at + 1;
    }
  }
  return fillGap(octets, written, gapAt);
};

const colon = 0x3a;
const dot = 0x2e;
const end = -1;

const hexDigit = (code: number): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return code > 0 && lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
};

/**
 * `::` stands for at least one group of zeros (RFC 4291 §2.2); what was written behind it moves to the end.
 */
const fillGap = (octets: Uint8Array, written: number, gapAt: number): Uint8Array | undefined => {
  if (gapAt < 0) return written === 16 ? octets : undefined;
  if (written > 14) return undefined;
  octets.copyWithin(gapAt + 16 - written, gapAt, written);
  return octets.fill(0, gapAt, gapAt + 16 - written);
};

/**
 * RFC 5952 text of the 16 octets at `offset`: lower case, no leading zeros, the longest run of two or more
 * zero groups (the first of equals) as `::`; IPv4-mapped addresses in mixed form (§5).
 */
export const formatIpv6 = (octets: Uint8Array, offset: number): string =>
  isMapped(octets, offset)
    ? `::ffff:${octets.subarray(offset + 12, offset + 16).join('.')}`
    : formatHexadecimal(octets, offset);

const formatHexadecimal = (octets: Uint8Array, offset: number): string => {
  let runStart = -1;
  let runLength = 1;
  for (let start = 0; start < 8; ) {
    let end = start;
    while (end < 8 && octets[offset + 2 * end] === 0 && octets[offset + 2 * end + 1] === 0) end++;
    if (end - start > runLength) {
      runStart = start;
      runLength = end - start;
    }
    start = end + 1;
  }
  if (runStart < 0) return formatGroups(octets, offset, 0, 8);
  return `${formatGroups(octets, offset, 0, runStart)}::${formatGroups(octets, offset, runStart + runLength, 8)}`;
};

const isMapped = (octets: Uint8Array, offset: number): boolean => {
  if (octets[offset + 10] !== 0xff || octets[offset + 11] !== 0xff) return false;
  for (let at = 0; at < 10; at++) if (octets[offset + at] !== 0) return false;
  return true;
};

const formatGroups = (octets: Uint8Array, offset: number, from: number, to: number): string => {
  let text = '';
  for (let group = from; group < to; group++) {
    const value = ((octets[offset + 2 * group] ?? 0) << 8) | (octets[offset + 2 * group + 1] ?? 0);
    text += group === from ? value.toString(16) : `:${value.toString(16)}`;
  }
  return text;
};
