import { formatIpv6, parseAddress, parseIpv6 } from '../address.ts';
import { badRdata, oneField, type RecordTypeRow, wrongLength } from './recordTypeRow.ts';

/** An IPv6 address (RFC 3596 §2.2). */
export const aaaa: RecordTypeRow = {
  typeNumber: 28,
  encode: (rdata, target, offset) => {
    const octets = parseIpv6(rdata);
    if (octets === undefined) throw badRdata('AAAA', rdata, 'an IPv6 address');
    target.set(octets, offset);
    return offset + 16;
  },
  decode: (reader, offset, length) => {
    if (length !== 16) throw wrongLength('AAAA', offset, length);
    return formatIpv6(reader.octets, offset);
  },
  maxOctets: () => 16,
  fromFields: (fields) => {
    const address = parseAddress(oneField('AAAA', fields));
    if (address?.kind !== 'ipv6') throw badRdata('AAAA', fields.join(' '), 'an IPv6 address');
    return address.text;
  },
};
