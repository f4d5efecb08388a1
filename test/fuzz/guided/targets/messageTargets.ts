import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  type DecodedRecord,
  decodeMessage,
  rdataText,
  visitRecords,
} from '../../../../src/dns/decodeMessage.ts';
import { encodeUpdate } from '../../../../src/dns/encodeUpdate.ts';
import { decodeHeader } from '../../../../src/dns/header.ts';
import { decodeRdata, encodeRdata, isRecordType, recordTypeNames } from '../../../../src/dns/recordTypes.ts';
import type { UpdateMessage } from '../../../../src/dns/updateMessage.ts';
import { decodeUpdate } from '../../../support/decodeUpdate.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { rdataOf, textsByType } from './rdataTexts.ts';
import { signedTarget } from './signedTarget.ts';

const zone = 'k8s.example.';
const names = ['web.k8s.example.', 'a.b.svc.k8s.example.', 'x\\.y.example.', '.'] as const;

/** An UPDATE with every kind of prerequisite, and records of every type. */
const updateOf = (type: (typeof recordTypeNames)[number], index: number): UpdateMessage => {
  const name = names[index % names.length] ?? zone;
  const rdatas = textsByType[type].map((text) => rdataOf(type, text));
  return {
    id: 4711,
    zone,
    prerequisites: [
      { kind: 'rrset-equals', name, type, rdatas },
      { kind: 'rrset-exists', name, type },
      { kind: 'rrset-absent', name, type: 'A' },
      { kind: 'name-in-use', name },
      { kind: 'name-not-in-use', name: zone },
    ],
    operations: [
      ...rdatas.map((rdata) => ({ kind: 'add', name, type, ttlSeconds: 5, rdata }) as const),
      ...rdatas.map((rdata) => ({ kind: 'delete-record', name, type, rdata }) as const),
      { kind: 'delete-rrset', name, type },
    ],
  };
};

const updates = recordTypeNames.map((type, index) => encodeUpdate(updateOf(type, index)));

/** The same octets amid others: who looks beyond them sees a difference. */
const surrounded = (octets: Uint8Array): Uint8Array => {
  const buffer = new Uint8Array(octets.length + 80).fill(0xc0);
  buffer.set(octets, 40);
  return buffer.subarray(40, 40 + octets.length);
};

/** Labels, pointers, types, classes and lengths of many kinds. */
const words = [
  '\x00',
  '\x01a',
  '\x03web',
  '\xc0\x0c',
  '\xc0\x10',
  '\xc0\xff',
  '\x3f',
  '\x40',
  '\x80',
  '\x01*',
  ...[1, 2, 5, 6, 12, 15, 16, 28, 33, 35, 44, 41, 52, 64, 65, 250, 251, 255, 257].map((type) =>
    String.fromCharCode(type >> 8, type & 255, 0, 1),
  ),
  '\x00\x01\x00\xfe',
  '\x00\x10\x00\xff',
  '\x00\x00\x00\x05',
  '\x00\x04\x0a\x00\x00\x01',
  '\x28\x00',
  '\x00\x01\x00\x02h2',
  '\x00\x03\x00\x02\x01\xbb',
  '\x00\x00',
  '\xff\xff',
] as const;

const messageTarget: Target = {
  name: 'message',
  seeds: updates,
  words,
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

const updateTarget: Target = {
  name: 'update',
  seeds: updates,
  words,
  maxOctets: 4096,
  check: (octets) => {
    const update = decodeUpdate(octets);
    if (update.kind === 'malformed') inOneLine(update.reason);
    else deepEqual(decodeUpdate(encodeUpdate(update)), update);
  },
};

const framed = (rdata: Uint8Array): Uint8Array =>
  Uint8Array.from([rdata.length >> 8, rdata.length & 0xff, ...rdata]);

/** The first octet says the type. */
const rdataTarget: Target = {
  name: 'rdata',
  seeds: recordTypeNames.flatMap((type, index) =>
    textsByType[type].map((text) => Uint8Array.from([index, ...encodeRdata(type, rdataOf(type, text))])),
  ),
  words,
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

export const messageTargets: readonly Target[] = [messageTarget, updateTarget, rdataTarget, signedTarget];
