import { hostField } from './hostField.ts';
import { oneName } from './oneName.ts';
import { oneField, type RecordTypeRow } from './recordTypeRow.ts';

/** A name server (RFC 1035 §3.3.11). */
export const ns: RecordTypeRow = {
  ...oneName('NS', 2),
  fromFields: (fields, absolute) => hostField('NS', oneField('NS', fields), absolute),
};
