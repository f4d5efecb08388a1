import { deepEqual, ok } from 'node:assert/strict';
import { checkName, isBelow } from '../../../../src/dns/canonicalName.ts';
import { encodeQuery } from '../../../../src/dns/query.ts';
import { encodeRdata } from '../../../../src/dns/recordTypes.ts';
import { createFrameSplitter } from '../../../../src/server/connection.ts';
import { createAnswerCheck } from '../../../../src/server/createAnswerCheck.ts';
import { createTransferReader } from '../../../../src/server/createTransferReader.ts';
import type { TransferResult } from '../../../../src/server/zoneClient.ts';
import { transferAnswers } from '../../../support/transferAnswers.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { inPieces } from './inPieces.ts';
import { wireWords } from './wireWords.ts';

const zone = 'k8s.example.';
const { soa, a, whole, message } = transferAnswers();

const framed = (octets: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([octets.length >> 8, octets.length & 0xff]), octets]);

const queries = {
  AXFR: encodeQuery({ id: 1, name: zone, type: 'AXFR' }),
  IXFR: encodeQuery({ id: 1, name: zone, type: 'IXFR', serial: 5 }),
};

/** What a stream of messages is as the answer to a query, and all that was told meanwhile. */
const read = (
  kind: keyof typeof queries,
  chunks: readonly Buffer[],
): { readonly told: readonly unknown[]; readonly result: TransferResult | undefined } => {
  const told: unknown[] = [];
  let result: TransferResult | undefined;
  const next = createTransferReader(
    { zone, fromSerial: kind === 'IXFR' ? 5 : undefined },
    {
      begin: (mode) => told.push(mode),
      negativeTtl: (seconds) => told.push(seconds),
      record: (change, record) => {
        ok(checkName(record.name) === undefined && isBelow(record.name, zone));
        encodeRdata(record.type, record.rdata);
        told.push([change, record]);
      },
      other: (change, record) => told.push([change, record]),
    },
    {
      // As without a key: what is signed is tried by another target.
      verifier: { next: (octets) => ({ kind: 'verified', octets }), complete: () => true },
      check: createAnswerCheck(queries[kind]),
      limits: { records: 1_000, octets: 1 << 20, wholeMs: 1_000 },
      ownSeconds: () => 0,
    },
  );
  const split = createFrameSplitter((octets) => {
    result ??= next(octets, 0);
  });
  for (const chunk of chunks) split(chunk);
  return { told, result };
};

const changes = [
  soa(zone, 7),
  soa(zone, 5),
  a('old.k8s.example'),
  soa(zone, 7),
  a('new.k8s.example'),
  soa(zone, 7),
];

/** A zone or its changes, in messages behind their lengths, in pieces of any size. */
export const transferTarget: Target = {
  seeds: [
    framed(message(queries.AXFR, {})),
    Buffer.concat(whole.map((answer) => framed(message(queries.AXFR, { answers: [answer] })))),
    framed(message(queries.IXFR, { answers: changes })),
    framed(message(queries.IXFR, { answers: [soa(zone, 5)] })),
    framed(message(queries.IXFR, { flags: 0x8405, answers: [] })),
  ],
  words: [
    ...wireWords,
    '\x00\x00\x00\x05',
    '\x00\x00\x00\x07',
    '\x84\x00',
    '\x00\xfb\x00\x01',
    '\x00\xfc\x00\x01',
  ],
  maxOctets: 2048,
  check: (octets) => {
    const all = Buffer.from(octets);
    for (const kind of ['AXFR', 'IXFR'] as const) {
      const found = read(kind, [all]);
      deepEqual(read(kind, inPieces(all, 7)), found);
      const { result } = found;
      if (result !== undefined && 'reason' in result) inOneLine(result.reason);
    }
  },
};
