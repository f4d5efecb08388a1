import type { Buffer } from 'node:buffer';
import { createNameReader, type NameReader } from '../nameReader.ts';
import type { DomainName, Rdata, RecordType } from '../rrset.ts';
import { genericRdata, isGeneric, octetsOfGeneric } from './genericRdata.ts';
import { badRdata, type RecordTypeRow } from './recordTypeRow.ts';
import { splitFields } from './splitFields.ts';

/** A type without compressed names, by what its octets are as text. */
export type OctetCodec = {
  readonly type: RecordType;
  readonly typeNumber: number;
  /** Octets of what a user wrote. Throws DnsError. */
  readonly parse: (fields: readonly string[], absolute: (name: string) => DomainName) => Buffer;
  /**
   * Canonical text of the octets from `offset` to `end`; undefined where they are no RDATA of the type, or
   * the text would stand for other octets.
   */
  readonly format: (reader: NameReader, offset: number, end: number) => Rdata | undefined;
  /** Octets of a canonical text at most. */
  readonly maxOctets: (rdata: Rdata) => number;
};

/**
 * The row of such a type. RDATA that others wrote and that the type's own text cannot say (an unknown server
 * may send anything) stays exactly what it is, as `\# length hex` (RFC 3597 §5): one odd record of another
 * writer must not keep us from reading the zone. Nobody can have us write it.
 */
export const octetRow = ({ type, typeNumber, parse, format, maxOctets }: OctetCodec): RecordTypeRow => {
  const textOf = (octets: Buffer): Rdata | undefined => format(createNameReader(octets), 0, octets.length);
  return {
    typeNumber,
    maxOctets,
    encode: (rdata, target, offset) => {
      const fields = splitFields(rdata) ?? [];
      const octets = isGeneric(fields) ? octetsOfGeneric(fields) : parse(fields, asItIs);
      // Two texts must never be one RDATA.
      if (octets === undefined || (textOf(octets) ?? genericRdata(octets)) !== rdata)
        throw badRdata(type, rdata, 'canonical text');
      return offset + octets.copy(target, offset);
    },
    decode: (reader, offset, length) =>
      format(reader, offset, offset + length) ??
      genericRdata(reader.octets.subarray(offset, offset + length)),
    fromFields: (fields, absolute) => {
      const octets = parse(fields, absolute);
      if (octets.length > 0xffff) throw badRdata(type, fields.join(' '), 'at most 65,535 octets');
      const text = textOf(octets);
      if (text === undefined) throw badRdata(type, fields.join(' '), 'RDATA of the type');
      return text;
    },
  };
};

const asItIs = (name: string): DomainName => name;
