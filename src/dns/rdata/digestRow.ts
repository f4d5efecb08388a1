import { Buffer } from 'node:buffer';
import type { RecordType } from '../rrset.ts';
import { hexOctets } from './genericRdata.ts';
import { octetRow } from './octetRow.ts';
import { badRdata, type RecordTypeRow } from './recordTypeRow.ts';
import { numberField } from './splitFields.ts';

/** SSHFP and TLSA: some numbers of one octet, and octets as hexadecimal digits, which blanks may divide. */
export type DigestShape = {
  readonly type: RecordType;
  readonly typeNumber: number;
  readonly numbers: number;
  /** How many octets belong to these numbers; undefined for any number but none. */
  readonly digestOctets: (numbers: Uint8Array) => number | undefined;
  readonly needed: string;
};

export const digestRow = ({
  type,
  typeNumber,
  numbers,
  digestOctets,
  needed,
}: DigestShape): RecordTypeRow => {
  const fits = (rdata: Buffer): boolean => {
    const length = rdata.length - numbers;
    return length > 0 && length === (digestOctets(rdata.subarray(0, numbers)) ?? length);
  };
  return octetRow({
    type,
    typeNumber,
    parse: (fields) => {
      const values = fields.slice(0, numbers).map((field) => numberField(field, 255));
      const digest = hexOctets(fields.slice(numbers));
      const known = values.filter((value) => value !== undefined);
      if (digest === undefined || known.length < numbers) throw badRdata(type, fields.join(' '), needed);
      const octets = Buffer.concat([Buffer.from(known), digest]);
      if (!fits(octets)) throw badRdata(type, fields.join(' '), needed);
      return octets;
    },
    format: ({ octets }, offset, end) => {
      const rdata = octets.subarray(offset, end);
      if (!fits(rdata)) return undefined;
      const digest = rdata.toString('hex', numbers).toUpperCase();
      return `${[...rdata.subarray(0, numbers)].join(' ')} ${digest}`;
    },
    maxOctets: (rdata) => numbers + Math.ceil(rdata.length / 2),
  });
};
