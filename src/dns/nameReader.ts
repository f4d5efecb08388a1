import { Buffer } from 'node:buffer';
import { checkName, maxLabelOctets, maxNameOctets } from './canonicalName.ts';
import { DnsError, malformed } from './dnsError.ts';
import { headerOctets } from './header.ts';
import { labelOctetText } from './parseLabels.ts';
import type { DomainName } from './rrset.ts';

/** Lower case of each octet that stands for itself in the text of a name; 0 for those that need an escape. */
const plainOctet: Uint8Array = Uint8Array.from({ length: 256 }, (_, octet) => {
  const text = labelOctetText(octet);
  return text.length === 1 ? text.charCodeAt(0) : 0;
});

/** Longest text of a name: every octet as `\DDD`. */
const maxTextLength = 4 * maxNameOctets;

/** Octets of a name on the wire, without compression, at most: exact for a name without escapes. */
export const maxNameWireOctets = (name: DomainName): number => name.length + 1;

/**
 * Writes a canonical name without compression and returns the offset behind it. `target` must have room for
 * {@link maxNameWireOctets}. Throws DnsError `badName` for a text that is not canonical or does not fit the
 * wire.
 */
export const encodeName = (name: DomainName, target: Uint8Array, offset: number): number => {
  if (name === '.') {
    target[offset] = 0;
    return offset + 1;
  }
  let lengthAt = offset;
  let at = offset + 1;
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code === 0x2e) {
      const length = at - lengthAt - 1;
      if (length === 0 || length > maxLabelOctets) throw badName(name);
      target[lengthAt] = length;
      lengthAt = at++;
    } else if (code === 0x5c) {
      const escape = /^\\(?:(\d{3})|(\D))/.exec(name.slice(index, index + 4));
      if (escape === null) throw badName(name);
      const octet = escape[1] === undefined ? name.charCodeAt(index + 1) : Number(escape[1]);
      if (octet > 255) throw badName(name);
      target[at++] = octet;
      index += escape[0].length - 1;
    } else {
      // Upper case is not canonical: two texts would be one name.
      if (code <= 0x20 || code >= 0x7f || (code >= 0x41 && code <= 0x5a)) throw badName(name);
      target[at++] = code;
    }
  }
  if (lengthAt !== at - 1 || lengthAt === offset || at - offset > maxNameOctets) throw badName(name);
  target[lengthAt] = 0;
  return at;
};

/**
 * What is needed to read the names of one message. Mutable: `next` is the offset behind the name read last (a
 * second return value without an object per name), `known` the names that pointers have led to, `scratch`
 * where a text is put together.
 */
export type NameReader = {
  readonly octets: Buffer;
  readonly scratch: Buffer;
  readonly known: Map<number, DomainName>;
  next: number;
};

/** A reader for the names of one message. Octets are not copied. */
export const createNameReader = (octets: Uint8Array): NameReader => ({
  octets: Buffer.from(octets.buffer, octets.byteOffset, octets.length),
  scratch: Buffer.allocUnsafe(maxTextLength),
  known: new Map(),
  next: 0,
});

/**
 * Reads the name at `offset` as canonical text and leaves the offset behind it in `reader.next`. Compression
 * pointers (RFC 1035 §4.1.4) may only lead backwards, and not into the header, so that this always ends.
 * Throws DnsError `malformed`.
 */
export const readName = (reader: NameReader, offset: number): DomainName => {
  const { octets } = reader;
  const first = octets[offset];
  if (first !== undefined && first >= 0xc0) {
    // The common case in a transfer: the whole name is a pointer to one that was read before.
    const target = pointerTarget(octets, offset, offset);
    let name = reader.known.get(target);
    if (name === undefined) {
      name = readLabels(reader, target);
      reader.known.set(target, name);
    }
    reader.next = offset + 2;
    return name;
  }
  return readLabels(reader, offset);
};

/** Reads a name that is the last thing before `end`, as in RDATA. Throws DnsError `malformed`. */
export const readNameThatEnds = (reader: NameReader, offset: number, end: number): DomainName => {
  const name = readName(reader, offset);
  if (reader.next !== end) {
    throw malformed(`name in RDATA at octet ${offset} ends at ${reader.next}, RDLENGTH says ${end}`);
  }
  return name;
};

/** The offset behind the name at `offset`, without following pointers. Throws DnsError `malformed`. */
export const skipName = (octets: Uint8Array, offset: number): number => {
  let at = offset;
  for (;;) {
    const length = octets[at];
    if (length === undefined) throw malformed(`name at octet ${offset} runs over the end`);
    if (length === 0) return at + 1;
    if (length >= 0xc0) {
      if (at + 1 >= octets.length) throw malformed(`name at octet ${offset} runs over the end`);
      return at + 2;
    }
    if (length > maxLabelOctets) throw malformed(`label of unknown kind ${length} at octet ${at}`);
    at += length + 1;
  }
};

const readLabels = (reader: NameReader, offset: number): DomainName => {
  const { octets, scratch } = reader;
  let at = offset;
  let segment = offset;
  let next = -1;
  let wire = 1;
  let written = 0;
  for (;;) {
    const length = octets[at];
    if (length === undefined) throw malformed(`name at octet ${offset} runs over the end`);
    if (length === 0) break;
    if (length >= 0xc0) {
      const target = pointerTarget(octets, at, segment);
      if (next < 0) next = at + 2;
      at = target;
      segment = target;
      continue;
    }
    if (length > maxLabelOctets) throw malformed(`label of unknown kind ${length} at octet ${at}`);
    wire += length + 1;
    if (wire > maxNameOctets)
      throw malformed(`name at octet ${offset} is longer than ${maxNameOctets} octets`);
    const end = at + length;
    if (end >= octets.length) throw malformed(`name at octet ${offset} runs over the end`);
    while (at < end) {
      const octet = octets[++at] ?? 0;
      const plain = plainOctet[octet] ?? 0;
      if (plain === 0) written += scratch.write(labelOctetText(octet), written, 'latin1');
      else scratch[written++] = plain;
    }
    at++;
    scratch[written++] = 0x2e;
  }
  reader.next = next < 0 ? at + 1 : next;
  return written === 0 ? '.' : scratch.toString('latin1', 0, written);
};

/** Where the pointer at `at` leads: before `segment`, the start of the labels it continues. */
const pointerTarget = (octets: Uint8Array, at: number, segment: number): number => {
  const low = octets[at + 1];
  if (low === undefined) throw malformed(`pointer at octet ${at} runs over the end`);
  const target = (((octets[at] ?? 0) & 0x3f) << 8) | low;
  if (target >= segment || target < headerOctets) {
    throw malformed(`pointer at octet ${at} leads to ${target}, needed to a name before it`);
  }
  return target;
};

const badName = (name: string): DnsError =>
  new DnsError(
    'badName',
    checkName(name)?.message ??
      `Cannot encode the name "${name}": found other than canonical text, needed lower case with a trailing dot`,
  );
