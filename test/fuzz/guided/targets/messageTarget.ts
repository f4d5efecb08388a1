import { deepEqual, equal } from 'node:assert/strict';
import {
  type DecodedRecord,
  decodeMessage,
  rdataText,
  visitRecords,
} from '../../../../src/dns/decodeMessage.ts';
import { decodeHeader } from '../../../../src/dns/header.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { encodedUpdates } from './encodedUpdates.ts';
import { surrounded } from './surrounded.ts';
import { wireWords } from './wireWords.ts';

export const messageTarget: Target = {
  seeds: encodedUpdates,
  words: wireWords,
  maxOctets: 4096,
  check: (octets) => {
    const message = decodeMessage(octets);
    deepEqual(decodeMessage(surrounded(octets)), message);
    deepEqual(decodeHeader(surrounded(octets)), decodeHeader(octets));
    if (message.kind === 'malformed') return inOneLine(message.reason);
    for (const section of ['answer', 'authority', 'additional'] as const) {
      const texts: string[] = [];
      const take = (record: Parameters<typeof rdataText>[0]): void => {
        const isEmpty = record.rdataLength === 0 && record.classNumber >= 254;
        texts.push(`${record.name} ${isEmpty ? '' : rdataText(record)}`);
      };
      equal(visitRecords(octets, section, take), undefined);
      const records: readonly DecodedRecord[] = message[section === 'answer' ? 'answers' : section];
      deepEqual(
        texts,
        records.map(({ name, rdata }) => `${name} ${rdata}`),
      );
    }
  },
};
