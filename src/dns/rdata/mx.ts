import { encodeName, maxNameWireOctets, readNameThatEnds } from '../nameReader.ts';
import { hostField } from './hostField.ts';
import { badRdata, isUint16, type RecordTypeRow, wrongLength } from './recordTypeRow.ts';
import { numberField } from './splitFields.ts';

/** Who takes mail (RFC 1035 §3.3.9): `preference exchange`; `0 .` is nobody (RFC 7505). */
export const mx: RecordTypeRow = {
  typeNumber: 15,
  encode: (rdata, target, offset) => {
    const blank = rdata.indexOf(' ');
    const preference = rdata.slice(0, Math.max(0, blank));
    if (!isUint16(preference)) throw badRdata('MX', rdata, needed);
    target.writeUInt16BE(Number(preference), offset);
    return encodeName(rdata.slice(blank + 1), target, offset + 2);
  },
  decode: (reader, offset, length) => {
    if (length < 3) throw wrongLength('MX', offset, length);
    return `${reader.octets.readUInt16BE(offset)} ${readNameThatEnds(reader, offset + 2, offset + length)}`;
  },
  maxOctets: (rdata) => 2 + maxNameWireOctets(rdata),
  fromFields: (fields, absolute) => {
    const preference = numberField(fields[0], 0xffff);
    if (preference === undefined || fields.length !== 2) throw badRdata('MX', fields.join(' '), needed);
    return `${preference} ${hostField('MX', fields[1] ?? '', absolute)}`;
  },
};

const needed = 'a preference from 0 to 65535 and the name of a host';
