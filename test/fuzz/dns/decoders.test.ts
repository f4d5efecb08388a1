import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage, rdataText, visitRecords } from '../../../src/dns/decodeMessage.ts';
import { encodeUpdate } from '../../../src/dns/encodeUpdate.ts';
import { decodeHeader } from '../../../src/dns/header.ts';
import { decodeRdata, encodeRdata, recordTypeNames, recordTypes } from '../../../src/dns/recordTypes.ts';
import type { RecordType } from '../../../src/dns/rrset.ts';
import { signMessage } from '../../../src/dns/tsig/signMessage.ts';
import { createTransferVerifier } from '../../../src/dns/tsig/transferVerifier.ts';
import { type TsigKey, tsigSecret } from '../../../src/dns/tsig/tsigKey.ts';
import { verifyResponse } from '../../../src/dns/tsig/verifyResponse.ts';
import { resourceRecord, updateMessage } from '../../property/dns/arbitraries.ts';
import { decodeUpdate } from '../../support/decodeUpdate.ts';

const key: TsigKey = { name: 'k.', algorithm: 'hmac-sha256', secret: tsigSecret(new Uint8Array(32)) };
const requestMac = new Uint8Array(32);
const numRuns = 10_000;

/**
 * Octets that mean nothing, or a header with small counts and then octets that names and records are made of.
 */
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 600 }),
  fc
    .tuple(
      fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
      fc.array(
        fc.oneof(
          fc.constantFrom(0, 1, 2, 4, 5, 6, 12, 15, 16, 33, 35, 44, 52, 64, 65, 0xc0, 250, 254, 255),
          fc.nat(70),
          fc.nat(255),
        ),
        {
          maxLength: 300,
        },
      ),
    )
    .map(([counts, rest]) =>
      Uint8Array.from([1, 2, 40, 0, ...counts.flatMap((count) => [0, count]), ...rest]),
    ),
);

/** A good message, signed or not, with some octets changed, taken out or put in, or cut off. */
const mutated = fc
  .tuple(
    updateMessage,
    fc.boolean(),
    fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'delete', 'insert', 'cut')), {
      maxLength: 4,
    }),
  )
  .map(([message, sign, changes]) => {
    const whole = encodeUpdate(message);
    const octets = [...(sign ? signMessage({ octets: whole, key, timeSeconds: 0 }).octets : whole)];
    for (const [position, octet, kind] of changes) {
      const at = position % Math.max(1, octets.length);
      if (kind === 'set') octets[at] = octet;
      if (kind === 'delete') octets.splice(at, 1);
      if (kind === 'insert') octets.splice(at, 0, octet);
      if (kind === 'cut') octets.splice(at);
    }
    return Uint8Array.from(octets);
  });

const anyOctets = fc.oneof(noise, mutated);

/**
 * The same octets twice: alone, and in the middle of a larger buffer that is full of other things. A decoder
 * that reads beyond its octets sees a difference.
 */
const surrounded = (octets: Uint8Array, filler: number): Uint8Array => {
  const buffer = new Uint8Array(octets.length + 600).fill(filler);
  buffer.set(octets, 300);
  return buffer.subarray(300, 300 + octets.length);
};

const anyType = fc.constantFrom(...recordTypeNames);

/** RDATA behind its RDLENGTH, as in a message. */
const framed = (rdata: Uint8Array): Uint8Array =>
  Uint8Array.from([rdata.length >> 8, rdata.length & 0xff, ...rdata]);

test.each<[string, (octets: Uint8Array) => unknown]>([
  ['header', decodeHeader],
  ['message', decodeMessage],
  ['UPDATE', decodeUpdate],
  ['answer to a signed request', (octets) => verifyResponse({ octets, key, requestMac, nowSeconds: 0 })],
  [
    'transfer',
    (octets) => {
      const verifier = createTransferVerifier({ key, requestMac });
      return [verifier.next(octets, 0), verifier.next(octets, 0), verifier.complete()];
    },
  ],
  [
    'records of a section',
    (octets) =>
      (['answer', 'authority', 'additional'] as const).map((section) => {
        const texts: string[] = [];
        const problem = visitRecords(octets, section, (record) => texts.push(record.name, rdataText(record)));
        return { texts, problem };
      }),
  ],
])('any octets as a %s are decoded or malformed, never an exception, nor a look beyond them', (_, decode) => {
  fc.assert(
    fc.property(anyOctets, (octets) => {
      const result = decode(octets);
      expect(decode(surrounded(octets, 0))).toEqual(result);
      expect(decode(surrounded(octets, 0xff))).toEqual(result);
    }),
    { numRuns: numRuns / 5 },
  );
});

test('any octets as RDATA of any type are decoded or malformed', () => {
  fc.assert(
    fc.property(anyType, noise, fc.nat(40), fc.nat(300), (type, octets, offset, length) => {
      const decode = (some: Uint8Array): unknown => decodeRdata(type, some, offset, length);
      expect(decode(surrounded(octets, 0xff))).toEqual(decode(octets));
      const fitting = framed(octets);
      expect(['rdata', 'malformed']).toContain(decodeRdata(type, fitting, 2, octets.length).kind);
    }),
    { numRuns },
  );
});

/** RDATA that is nearly right: a good one with an octet changed, taken out or put in, or nothing but noise. */
const nearlyRdata = resourceRecord.chain(({ type, rdata }) =>
  fc.tuple(
    fc.constant(type),
    fc.oneof(
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
      {
        weight: 4,
        arbitrary: fc
          .tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'delete', 'insert', 'cut', 'none'))
          .map(([position, octet, kind]) => {
            const octets = [...encodeRdata(type, rdata)];
            const at = position % Math.max(1, octets.length);
            if (kind === 'set') octets[at] = octet;
            if (kind === 'delete') octets.splice(at, 1);
            if (kind === 'insert') octets.splice(at, 0, octet);
            if (kind === 'cut') octets.splice(at);
            return Uint8Array.from(octets);
          }),
      },
    ),
  ),
);

/** Types without names that others may compress or that BIND compares without case: kept to the octet. */
const exactTypes: ReadonlySet<RecordType> = new Set(['CAA', 'HTTPS', 'SSHFP', 'SVCB', 'TLSA']);

test('RDATA that is nearly right is read as what it is: encoded again it gives the same text', () => {
  fc.assert(
    fc.property(nearlyRdata, ([type, octets]) => {
      const read = decodeRdata(type, framed(octets), 2, octets.length);
      if (exactTypes.has(type)) expect(read.kind).toBe('rdata');
      if (read.kind === 'malformed') return;
      const again = encodeRdata(type, read.rdata);
      expect(again.length).toBeLessThanOrEqual(recordTypes[type].maxOctets(read.rdata));
      if (exactTypes.has(type)) expect([...again]).toEqual([...octets]);
      expect(decodeRdata(type, framed(again), 2, again.length)).toEqual(read);
    }),
    { numRuns: 2 * numRuns },
  );
});

test('what is decoded as an UPDATE can be encoded, and is then the same', () => {
  fc.assert(
    fc.property(mutated, (octets) => {
      const update = decodeUpdate(octets);
      if (update.kind === 'malformed') return;
      expect(decodeUpdate(encodeUpdate(update))).toEqual(update);
    }),
    { numRuns: numRuns / 4 },
  );
});

test('a message full of pointers to pointers takes no time', () => {
  // Each record's owner points at the one before, the worst chain that strictly backward pointers allow.
  const records = 5000;
  const octets = Buffer.alloc(12 + 5 + records * 12);
  octets.writeUInt16BE(1, 4);
  octets.writeUInt16BE(records, 6);
  for (let index = 0; index < records; index++) {
    const at = 17 + 12 * index;
    octets.writeUInt16BE(0xc000 | (index === 0 || at - 12 > 0x3fff ? 12 : at - 12), at);
  }
  const started = process.cpuUsage().user;

  expect(decodeMessage(octets).kind).toBe('message');

  expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
});
