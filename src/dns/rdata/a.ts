import { writeIpv4 } from '../address.ts';
import { dnsPacketRdata } from '../dnsPacketRdata.ts';
import { badRdata, oneField, type RecordTypeRow, wrongLength } from './recordTypeRow.ts';

/** An IPv4 address (RFC 1035 §3.4.1). */
export const a: RecordTypeRow = {
  typeNumber: 1,
  encode: (rdata, target, offset) => {
    if (!writeIpv4(rdata, target, offset)) throw badRdata('A', rdata, 'four numbers from 0 to 255');
    return offset + 4;
  },
  decode: (reader, offset, length) => {
    if (length !== 4) throw wrongLength('A', offset, length);
    return dnsPacketRdata.a.decode(reader.octets, offset - 2);
  },
  maxOctets: () => 4,
  fromFields: (fields) => oneField('A', fields),
};
