import { malformed } from './dnsError.ts';
import { type NameReader, readName } from './nameReader.ts';
import type { DomainName, Rdata } from './rrset.ts';

/** Start of authority (RFC 1035 §3.3.13). Times in seconds. */
export type Soa = {
  readonly mname: DomainName;
  readonly rname: DomainName;
  readonly serial: number;
  readonly refreshSeconds: number;
  readonly retrySeconds: number;
  readonly expireSeconds: number;
  /** How long a resolver remembers that a name does not exist (RFC 2308 §4), together with the SOA's TTL. */
  readonly minimumSeconds: number;
};

export const soaType = 6;

/** Reads SOA RDATA. Throws DnsError `malformed`. */
export const readSoa = (reader: NameReader, offset: number, length: number): Soa => {
  const mname = readName(reader, offset);
  const rname = readName(reader, reader.next);
  const at = reader.next;
  if (at + 20 !== offset + length) {
    throw malformed(`SOA at octet ${offset} does not fit its RDLENGTH ${length}`);
  }
  const number = (index: number): number => reader.octets.readUInt32BE(at + 4 * index);
  return {
    mname,
    rname,
    serial: number(0),
    refreshSeconds: number(1),
    retrySeconds: number(2),
    expireSeconds: number(3),
    minimumSeconds: number(4),
  };
};

export const formatSoa = (soa: Soa): Rdata =>
  [
    soa.mname,
    soa.rname,
    soa.serial,
    soa.refreshSeconds,
    soa.retrySeconds,
    soa.expireSeconds,
    soa.minimumSeconds,
  ].join(' ');

/** Reads the text that {@link formatSoa} makes; undefined when it is none. */
export const parseSoa = (rdata: Rdata): Soa | undefined => {
  const [mname, rname, ...rest] = rdata.split(' ');
  const numbers = rest.map(Number);
  const [serial, refreshSeconds, retrySeconds, expireSeconds, minimumSeconds] = numbers;
  if (mname === undefined || rname === undefined || minimumSeconds === undefined || numbers.length !== 5) {
    return undefined;
  }
  if (serial === undefined || refreshSeconds === undefined) return undefined;
  if (retrySeconds === undefined || expireSeconds === undefined) return undefined;
  if (!rest.every((text) => /^\d{1,10}$/.test(text)) || !numbers.every((value) => value <= 0xffffffff)) {
    return undefined;
  }
  return { mname, rname, serial, refreshSeconds, retrySeconds, expireSeconds, minimumSeconds };
};

/**
 * How long resolvers remember that a name does not exist: the smaller of the SOA's own TTL and MINIMUM (RFC
 * 2308 §4).
 */
export const negativeTtlSeconds = ({ minimumSeconds }: Soa, ttlSeconds: number): number =>
  Math.min(ttlSeconds, minimumSeconds);
