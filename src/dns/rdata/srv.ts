import { encodeName, maxNameWireOctets, readNameThatEnds } from '../nameReader.ts';
import { hostField } from './hostField.ts';
import { badRdata, isUint16, type RecordTypeRow, wrongLength } from './recordTypeRow.ts';

/** Where a service is (RFC 2782): `priority weight port target`. */
export const srv: RecordTypeRow = {
  typeNumber: 33,
  encode: (rdata, target, offset) => {
    const fields = rdata.split(' ');
    const [priority = '', weight = '', port = '', name = ''] = fields;
    if (fields.length > 4 || !isUint16(priority) || !isUint16(weight) || !isUint16(port)) throw badSrv(rdata);
    target.writeUInt16BE(Number(priority), offset);
    target.writeUInt16BE(Number(weight), offset + 2);
    target.writeUInt16BE(Number(port), offset + 4);
    return encodeName(name, target, offset + 6);
  },
  decode: (reader, offset, length) => {
    if (length < 7) throw wrongLength('SRV', offset, length);
    const { octets } = reader;
    const target = readNameThatEnds(reader, offset + 6, offset + length);
    return `${octets.readUInt16BE(offset)} ${octets.readUInt16BE(offset + 2)} ${octets.readUInt16BE(offset + 4)} ${target}`;
  },
  maxOctets: (rdata) => 6 + maxNameWireOctets(rdata),
  fromFields: (fields, absolute) => {
    const [priority = '', weight = '', port = '', name = '', ...rest] = fields;
    if (name === '' || rest.length > 0) throw badSrv(fields.join(' '));
    return `${priority} ${weight} ${port} ${hostField('SRV', name, absolute)}`;
  },
};

const badSrv = (rdata: string) => badRdata('SRV', rdata, 'three numbers from 0 to 65535 and a name');
