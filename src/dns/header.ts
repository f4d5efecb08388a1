import type { MalformedMessage } from './dnsError.ts';
import { malformed, malformedOr } from './dnsError.ts';

/** Octets before the first question. */
export const headerOctets = 12;

/** Longest message there is: the length before it on TCP has two octets (RFC 1035 §4.2.2). */
export const maxMessageOctets = 0xffff;

/** Operation codes (RFC 1035 §4.1.1, RFC 1996, RFC 2136). */
export const opcodes = { query: 0, notify: 4, update: 5 } as const;

/** First twelve octets of a message (RFC 1035 §4.1.1). */
export type Header = {
  readonly id: number;
  readonly response: boolean;
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  readonly rcode: number;
  readonly counts: SectionCounts;
};

/**
 * Records per section. In an UPDATE they are zone, prerequisites, updates and additional data (RFC 2136
 * §2.2).
 */
export type SectionCounts = {
  readonly question: number;
  readonly answer: number;
  readonly authority: number;
  readonly additional: number;
};

/** The header of a message; malformed when there are not even twelve octets. */
export const decodeHeader = (octets: Uint8Array): ({ readonly kind: 'header' } & Header) | MalformedMessage =>
  malformedOr(() => ({ kind: 'header' as const, ...readHeader(octets) }));

/** As {@link decodeHeader}, for use inside decoders. Throws DnsError `malformed`. */
export const readHeader = (octets: Uint8Array): Header => {
  if (octets.length < headerOctets) throw malformed(`${octets.length} octets, a header has ${headerOctets}`);
  const flags = uint16(octets, 2);
  return {
    id: uint16(octets, 0),
    response: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 0x0f,
    authoritative: (flags & 0x0400) !== 0,
    truncated: (flags & 0x0200) !== 0,
    recursionDesired: (flags & 0x0100) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    rcode: flags & 0x0f,
    counts: {
      question: uint16(octets, 4),
      answer: uint16(octets, 6),
      authority: uint16(octets, 8),
      additional: uint16(octets, 10),
    },
  };
};

/** Writes the header of a request. */
export const writeRequestHeader = (
  target: Uint8Array,
  request: {
    readonly id: number;
    readonly opcode: number;
    readonly recursionDesired?: boolean;
    readonly counts: SectionCounts;
  },
): void => {
  const { counts } = request;
  const flags = (request.opcode << 11) | (request.recursionDesired === true ? 0x0100 : 0);
  const words = [request.id, flags, counts.question, counts.answer, counts.authority, counts.additional];
  for (const [index, word] of words.entries()) writeUint16(target, 2 * index, word);
};

export const uint16 = (octets: Uint8Array, offset: number): number =>
  ((octets[offset] ?? 0) << 8) | (octets[offset + 1] ?? 0);

export const uint32 = (octets: Uint8Array, offset: number): number =>
  uint16(octets, offset) * 0x10000 + uint16(octets, offset + 2);

export const writeUint16 = (target: Uint8Array, offset: number, value: number): void => {
  target[offset] = value >> 8;
  target[offset + 1] = value & 0xff;
};

export const writeUint32 = (target: Uint8Array, offset: number, value: number): void => {
  writeUint16(target, offset, value >>> 16);
  writeUint16(target, offset + 2, value & 0xffff);
};
