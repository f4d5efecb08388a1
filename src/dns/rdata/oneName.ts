import { encodeName, maxNameWireOctets, readNameThatEnds } from '../nameReader.ts';
import type { RecordType } from '../rrset.ts';
import { hostField } from './hostField.ts';
import { oneField, type RecordTypeRow } from './recordTypeRow.ts';

/** A type whose RDATA is one name: ours, not dns-packet's, whose names know no escapes and no limits. */
export const oneName = (type: RecordType, typeNumber: number): RecordTypeRow => ({
  typeNumber,
  encode: encodeName,
  decode: (reader, offset, length) => readNameThatEnds(reader, offset, offset + length),
  maxOctets: maxNameWireOctets,
  fromFields: (fields, absolute) => hostField(type, oneField(type, fields), absolute),
});
