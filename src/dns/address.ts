/** An IP address. `octets` has 4 or 16; `text` is canonical: dotted quad, or RFC 5952. */
export type Address = {
  readonly kind: 'ipv4' | 'ipv6';
  readonly octets: Uint8Array;
  readonly text: string;
};

/**
 * Reads an address strictly: four decimal numbers without leading zeros, or RFC 4291 §2.2 forms 1 to 3. No zone id, no port, no brackets, no
 * prefix, no blanks. Undefined for everything else.
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
 * An address as a label: `10.0.0.1` → `10-0-0-1`, `fd00::1` → `fd00--1`. A text that would begin or end with `-` gets a `0` there, as BIND's
 * check-names refuses such a label: `::1` → `0--1`, `fd00::` → `fd00--0`. Different addresses of one family have different labels.
 */
export const dashedAddress = (address: Address): string => {
  // Hexadecimal also for a mapped address: as a label, its mixed form would be that of another address (`::ffff:1:2:3:4`).
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
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = '', right] = halves;
  const head = writeGroups(left, octets, 0, right === undefined);
  if (head === undefined) return undefined;
  if (right === undefined) return head === 16 ? octets : undefined;
  const tail = new Uint8Array(16);
  const tailLength = writeGroups(right, tail, 0, true);
  // `::` stands for at least one group of zeros (RFC 4291 §2.2).
  if (tailLength === undefined || head + tailLength > 14) return undefined;
  octets.set(tail.subarray(0, tailLength), 16 - tailLength);
  return octets;
};

/** Writes groups of hexadecimal digits, the last perhaps a dotted quad; the number of octets written, or undefined. */
const writeGroups = (text: string, target: Uint8Array, offset: number, last: boolean): number | undefined => {
  if (text === '') return 0;
  const groups = text.split(':');
  let at = offset;
  for (const [index, group] of groups.entries()) {
    if (last && index === groups.length - 1 && group.includes('.')) {
      if (at > 12 || !writeIpv4(group, target, at)) return undefined;
      return at + 4 - offset;
    }
    if (at > 14 || !/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    const value = Number.parseInt(group, 16);
    target[at++] = value >> 8;
    target[at++] = value & 0xff;
  }
  return at - offset;
};

/**
 * RFC 5952 text of the 16 octets at `offset`: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as
 * `::`; IPv4-mapped addresses in mixed form (§5).
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
