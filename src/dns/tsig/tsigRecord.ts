import type { Buffer } from 'node:buffer';
import { malformed } from '../dnsError.ts';
import { headerOctets, readHeader, uint16, uint32 } from '../header.ts';
import { createNameReader, readName, skipName } from '../nameReader.ts';
import type { DomainName } from '../rrset.ts';

/** A TSIG record (RFC 8945 §4.2). `offset` is where it begins in its message. Times in seconds since 1970. */
export type TsigRecord = {
  readonly offset: number;
  readonly keyName: DomainName;
  readonly algorithmName: DomainName;
  readonly timeSeconds: number;
  readonly fudgeSeconds: number;
  readonly mac: Buffer;
  readonly originalId: number;
  readonly error: number;
  readonly otherData: Buffer;
};

export const typeTsig = 250;
export const classAny = 255;

/**
 * The TSIG record of a message; undefined when it has none. Throws DnsError `malformed` when the message is,
 * or when a TSIG record is not the last record, is there twice, or is itself malformed (RFC 8945 §5.1).
 */
export const findTsig = (octets: Uint8Array): TsigRecord | undefined => {
  const { counts } = readHeader(octets);
  let at = headerOctets;
  for (let left = counts.question; left > 0; left--) at = skipName(octets, at) + 4;
  const plain = counts.answer + counts.authority;
  for (let left = plain + counts.additional; left > 0; left--) {
    const start = at;
    at = skipName(octets, at);
    const type = uint16(octets, at);
    at += 10 + uint16(octets, at + 8);
    if (at > octets.length) throw malformed(`record at octet ${start} runs over the end`);
    if (type !== typeTsig) continue;
    if (left !== 1 || counts.additional === 0 || at !== octets.length) {
      throw malformed(`TSIG at octet ${start} is not the last record`);
    }
    return readTsig(octets, start);
  }
  if (at !== octets.length) throw malformed(`${octets.length - at} octets behind the last record`);
  return undefined;
};

const readTsig = (octets: Uint8Array, offset: number): TsigRecord => {
  const reader = createNameReader(octets);
  const keyName = readName(reader, offset);
  const fixed = reader.next;
  if (uint16(octets, fixed + 2) !== classAny || uint32(octets, fixed + 4) !== 0) {
    throw malformed('TSIG of another class than ANY, or with a TTL');
  }
  const algorithmName = readName(reader, fixed + 10);
  const at = reader.next;
  const macEnd = at + 10 + uint16(octets, at + 8);
  const otherEnd = macEnd + 6 + uint16(octets, macEnd + 4);
  if (otherEnd !== octets.length) throw malformed('TSIG does not fit its RDLENGTH');
  return {
    offset,
    keyName,
    algorithmName,
    timeSeconds: uint48(octets, at),
    fudgeSeconds: uint16(octets, at + 6),
    mac: reader.octets.subarray(at + 10, macEnd),
    originalId: uint16(octets, macEnd),
    error: uint16(octets, macEnd + 2),
    otherData: reader.octets.subarray(macEnd + 6, otherEnd),
  };
};

/** Times are 48 bits wide (RFC 8945 §4.2). */
export const uint48 = (octets: Uint8Array, offset: number): number =>
  uint16(octets, offset) * 2 ** 32 + uint32(octets, offset + 2);
