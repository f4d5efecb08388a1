import { Buffer } from 'node:buffer';
import { quotedOctets } from '../quotedOctets.ts';
import { octetRow } from './octetRow.ts';
import { badRdata, type RecordTypeRow } from './recordTypeRow.ts';
import { numberField, octetsOfField } from './splitFields.ts';

/**
 * Who may issue certificates (RFC 8659 §4.1): `flags tag "value"`. The tag keeps its case: readers do not
 * look at it, but for BIND two tags in different case are two records.
 */
export const caa: RecordTypeRow = octetRow({
  type: 'CAA',
  typeNumber: 257,
  parse: (fields) => {
    const [first, tag = '', last = '', ...rest] = fields;
    const flags = numberField(first, 255);
    const value = octetsOfField(last);
    if (flags === undefined || value === undefined || rest.length > 0 || !isTag(tag))
      throw badRdata('CAA', fields.join(' '), needed);
    return Buffer.concat([Buffer.from([flags, tag.length]), Buffer.from(tag, 'latin1'), value]);
  },
  format: ({ octets }, offset, end) => {
    const valueAt = offset + 2 + (octets[offset + 1] ?? 0);
    if (end - offset < 3 || valueAt > end) return undefined;
    const tag = octets.toString('latin1', offset + 2, valueAt);
    if (!isTag(tag)) return undefined;
    return `${octets[offset] ?? 0} ${tag} ${quotedOctets(octets.subarray(valueAt, end))}`;
  },
  maxOctets: (rdata) => rdata.length,
});

const isTag = (text: string): boolean => /^[a-z0-9]{1,255}$/i.test(text);

const needed = 'a number from 0 to 255, a tag of letters and digits, and a value in quotes';
