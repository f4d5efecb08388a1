import type { Rdata, RecordType } from '../dns/rrset.ts';

/**
 * The mark that versions before 0.2 wrote: FNV-1a of 52 bits over type and RDATA, in base 36. It can be
 * forged in minutes, so it is only read, and a marker that has such marks is written anew.
 */
export const oldRecordMark = (record: { readonly type: RecordType; readonly rdata: Rdata }): string => {
  const text = `${record.type} ${record.rdata}`;
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return ((high & 0xfffff) * 0x1_0000_0000 + (low >>> 0)).toString(36);
};
