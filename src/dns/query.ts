import { Buffer } from 'node:buffer';
import { DnsError } from './dnsError.ts';
import { headerOctets, opcodes, writeRequestHeader, writeUint16, writeUint32 } from './header.ts';
import { encodeName, maxNameWireOctets } from './nameReader.ts';
import type { DomainName } from './rrset.ts';
import { typeNumberOf } from './typeNumberOf.ts';
import { keepaliveOctets, writeKeepalive } from './writeKeepalive.ts';

/** A question to an authoritative server. `type` is any type name (`SOA`, `AXFR`, `TYPE65534`). */
export type Query = {
  readonly id: number;
  readonly name: DomainName;
  readonly type: string;
  /** `CH` asks what the server says about itself (RFC 4892); without it, IN. */
  readonly class?: 'IN' | 'CH';
  readonly recursionDesired?: boolean;
  /** Only for IXFR: the serial we have. It goes into an SOA in the authority section (RFC 1995 §3). */
  readonly serial?: number;
  /** Asks the server to keep the connection open (RFC 7828). TCP and TLS only. */
  readonly keepalive?: boolean;
};

/**
 * A query. Throws DnsError `badName`, or `badRdata` for a word that is no type or IXFR without a
 * serial.
 */
export const encodeQuery = (query: Query): Buffer => {
  const type = typeNumberOf(query.type);
  const withSerial = query.type === 'IXFR';
  if (type === undefined || withSerial !== (query.serial !== undefined)) {
    const found = `serial ${query.serial ?? 'absent'}`;
    throw new DnsError(
      'badRdata',
      `Cannot query "${query.type}": found ${found}, needed a type and, for IXFR only, a serial`,
    );
  }
  const target = Buffer.alloc(headerOctets + maxNameWireOctets(query.name) + 4 + soaOctets + keepaliveOctets);
  const keepalive = query.keepalive === true;
  const counts = { question: 1, answer: 0, authority: withSerial ? 1 : 0, additional: keepalive ? 1 : 0 };
  const { id, recursionDesired = false } = query;
  writeRequestHeader(target, { id, opcode: opcodes.query, recursionDesired, counts });
  let at = encodeName(query.name, target, headerOctets);
  writeUint16(target, at, type);
  writeUint16(target, at + 2, classNumbers[query.class ?? 'IN']);
  at += 4;
  if (query.serial !== undefined) at = writeSoaOfSerial(target, at, query.serial);
  if (keepalive) at = writeKeepalive(target, at);
  return target.subarray(0, at);
};

const classNumbers = { IN: 1, CH: 3 } as const;
const classIn = classNumbers.IN;
const soaOctets = 2 + 10 + 22;

/** An SOA at the name of the question that says nothing but its serial, as a server looks at nothing else. */
const writeSoaOfSerial = (target: Buffer, offset: number, serial: number): number => {
  writeUint16(target, offset, 0xc000 | headerOctets);
  writeUint16(target, offset + 2, 6);
  writeUint16(target, offset + 4, classIn);
  writeUint16(target, offset + 10, 22);
  // Two root names, then the serial; the rest is zero already.
  writeUint32(target, offset + 14, serial);
  return offset + soaOctets;
};
