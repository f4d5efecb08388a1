import { deepEqual, ok } from 'node:assert/strict';
import { decodeRdata, encodeRdata, isRecordType, recordTypeNames } from '../../../../src/dns/recordTypes.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { rdataOf, textsByType } from './rdataTexts.ts';
import { wireWords } from './wireWords.ts';

const framed = (rdata: Uint8Array): Uint8Array =>
  Uint8Array.from([rdata.length >> 8, rdata.length & 0xff, ...rdata]);

/** The first octet says the type. */
export const rdataTarget: Target = {
  seeds: recordTypeNames.flatMap((type, index) =>
    textsByType[type].map((text) => Uint8Array.from([index, ...encodeRdata(type, rdataOf(type, text))])),
  ),
  words: wireWords,
  maxOctets: 2048,
  check: (octets) => {
    const type = recordTypeNames[(octets[0] ?? 0) % recordTypeNames.length] ?? 'A';
    ok(isRecordType(type));
    const rdata = octets.subarray(1);
    const read = decodeRdata(type, framed(rdata), 2, rdata.length);
    if (read.kind === 'malformed') return inOneLine(read.reason);
    const again = encodeRdata(type, read.rdata);
    deepEqual(decodeRdata(type, framed(again), 2, again.length), read);
  },
};
