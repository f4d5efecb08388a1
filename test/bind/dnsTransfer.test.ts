import { afterAll, beforeAll, expect, test } from 'vitest';
import { rdataText, visitRecords } from '../../src/dns/decodeMessage.ts';
import { encodeUpdate } from '../../src/dns/encodeUpdate.ts';
import { encodeQuery } from '../../src/dns/query.ts';
import { readSoa, soaType } from '../../src/dns/soa.ts';
import { signMessage } from '../../src/dns/tsig/signMessage.ts';
import { createTransferVerifier } from '../../src/dns/tsig/transferVerifier.ts';
import { type TsigKey, tsigSecret } from '../../src/dns/tsig/tsigKey.ts';
import { typeName } from '../../src/dns/typeNumberOf.ts';
import { type Named, startNamed } from '../support/named.ts';
import { parseZoneText } from '../support/parseZoneText.ts';
import { waitFor } from '../support/waitFor.ts';
import { canonicalZoneText } from '../support/zoneText.ts';
import { readKey, secondsNow } from './dnsKey.ts';
import { ask } from './dnsTcp.ts';

const zone = 'k8s.example.';

/** A zone of every type we write and many we do not, in a few thousand records. */
const zoneFile = [
  '$ORIGIN k8s.example.',
  '@ 3600 IN SOA ns host\\.master 7 3600 600 86400 5',
  '@ 3600 IN NS ns',
  '@ 3600 IN MX 10 mail',
  '@ 3600 IN CAA 0 issue "example.net"',
  '@ 3600 IN HTTPS 1 . port=443 alpn=h2',
  '@ 3600 IN HINFO a b',
  'lab 3600 IN NS Lab.Example.',
  'mail 5 IN NAPTR 1 2 u s "" Other.Example.',
  `mail 5 IN SSHFP 1 1 ${'ab'.repeat(20)}`,
  `_25._tcp.mail 5 IN TLSA 3 1 1 ${'ab'.repeat(32)}`,
  'mail 5 IN SVCB 0 other.example.',
  'ns 3600 IN A 127.0.0.1',
  String.raw`a\.b 5 IN TXT "with \"quotes\"" "\000\255"`,
  String.raw`UPPER\032case 5 IN CNAME Mixed.Example.`,
  'raw 5 IN TYPE65400 \\# 3 010203',
  ...Array.from({ length: 1500 }, (_, index) => {
    const pod = `10-0-${index >> 8}-${index & 255}.web.default.svc`;
    // Spread over several names: BIND loads no RRset above 65,535 octets.
    const srv = `_http._tcp.web-${index % 10}.default.svc 5 IN SRV 0 100 ${1000 + (index % 9)} ${pod}`;
    return `${pod} 5 IN A 10.0.${index >> 8}.${index & 255}\n${srv}`;
  }),
].join('\n');

let named: Named;
beforeAll(async () => {
  const text = `${zoneFile}\n`;
  const options = 'transfer-message-size 2048;';
  const signed = { name: 'signed.example', dnssecPolicy: 'default' };
  named = await startNamed({ options, zones: [{ name: zone, text, maxRecordsPerType: 0 }, signed] });
});
afterAll(async () => await named?.[Symbol.asyncDispose]());

const key = (): TsigKey => readKey(named.key().file);

type Line = { readonly type: string; readonly text: string };

/** Records of the answer section; a message that is malformed fails the test. */
function linesOf(octets: Uint8Array): readonly Line[] {
  const lines: Line[] = [];
  const problem = visitRecords(octets, 'answer', (record) => {
    const type = typeName(record.typeNumber);
    const { name, ttlSeconds } = record;
    lines.push({ type, text: `${name} ${ttlSeconds} IN ${type} ${rdataText(record)}` });
  });
  if (problem !== undefined) throw new Error(problem.reason);
  return lines;
}

const soaCount = (messages: readonly Buffer[]): number =>
  messages.flatMap((message) => linesOf(message)).filter(({ type }) => type === 'SOA').length;

async function transfer(name: string, serial?: number) {
  const query = serial === undefined ? { type: 'AXFR' } : { type: 'IXFR', serial };
  const octets = encodeQuery({ id: 99, name, ...query });
  const request = signMessage({ octets, key: key(), timeSeconds: secondsNow() });
  let soas = 0;
  const isWhole = (messages: readonly Buffer[]): boolean => {
    soas += soaCount(messages.slice(-1));
    return soas >= (serial === undefined ? 2 : 4);
  };
  return { request, messages: await ask(named.port, request.octets, isWhole) };
}

test('a transfer of many messages verifies, and holds exactly what dig shows', async () => {
  const { request, messages } = await transfer(zone);
  const verifier = createTransferVerifier({ key: key(), requestMac: request.mac, id: 99 });

  const verdicts = messages.map((message) => verifier.next(message, secondsNow()));

  expect(messages.length).toBeGreaterThan(20);
  expect(new Set(verdicts.map(({ kind }) => kind))).toEqual(new Set(['verified']));
  expect(verifier.complete()).toBe(true);
  const lines = verdicts.flatMap((verdict) => ('octets' in verdict ? linesOf(verdict.octets) : []));
  expect(lines.length).toBe(3000 + 15 + 1);
  expect(canonicalZoneText(lines.map(({ text }) => text).join('\n'))).toBe(await foreignAsHex());
});

/**
 * The transfer as dig shows it, in our form: types we do not know in full as RFC 3597 writes them, names in
 * lower case.
 */
async function foreignAsHex(): Promise<string> {
  const text = (await named.axfrText(zone))
    .replace('UPPER\\032case', 'upper\\032case')
    .replace('Mixed.Example.', 'mixed.example.')
    .replace('HINFO "a" "b"', 'HINFO \\# 4 01610162')
    .replace(/(Lab|Other)\.Example\./g, (name) => name.toLowerCase());
  return canonicalZoneText(text);
}

test('a zone text that dig prints is read back as the transfer has it', async () => {
  const { messages } = await transfer(zone);
  const lines = messages.flatMap((message) => linesOf(message));

  const { records, problems } = parseZoneText(await named.axfrText(zone), { origin: '.' });

  expect(problems).toEqual([]);
  const ours = new Set(records.map(({ type }) => type as string));
  const written = records.map(
    ({ name, ttlSeconds, type, rdata }) => `${name} ${ttlSeconds} IN ${type} ${rdata}`,
  );
  expect(new Set(written)).toEqual(
    new Set(lines.filter(({ type }) => ours.has(type)).map(({ text }) => text)),
  );
});

test('a transfer that was tampered with, cut or shuffled is refused', async () => {
  const { request, messages } = await transfer(zone);
  const kinds = (changed: readonly Uint8Array[]): readonly string[] => {
    const verifier = createTransferVerifier({ key: key(), requestMac: request.mac, id: 99 });
    return changed.map((message) => verifier.next(message, secondsNow()).kind);
  };
  const flipped = messages.map((message, index) => {
    const copy = Buffer.from(message);
    if (index === 5) copy.writeUInt8(copy.readUInt8(400) ^ 1, 400);
    return copy;
  });

  expect(kinds(flipped).slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'verified'));
  expect(kinds(flipped)[5]).toBe('rejected');
  expect(kinds(flipped).at(-1)).toBe('rejected');
  expect(kinds(messages.filter((_, index) => index !== 5))[5]).toBe('rejected');
  expect(kinds([...messages.slice(0, 2), ...messages.slice(2, 4).reverse()])).toContain('rejected');
  expect(kinds(messages.slice(1))[0]).toBe('rejected');
});

const soa = (serial: number): string =>
  `k8s.example. 3600 IN SOA ns.k8s.example. host\\.master.k8s.example. ${serial} 3600 600 86400 5`;

test('an IXFR holds exactly the deleted and the added records, between their SOAs', async () => {
  const update = encodeUpdate({
    id: 5,
    zone,
    prerequisites: [],
    operations: [
      { kind: 'delete-record', name: `10-0-0-1.web.default.svc.${zone}`, type: 'A', rdata: '10.0.0.1' },
      { kind: 'add', name: `new.${zone}`, type: 'AAAA', ttlSeconds: 5, rdata: 'fd00::1' },
    ],
  });
  const serial = await named.serial(zone);
  await ask(named.port, signMessage({ octets: update, key: key(), timeSeconds: secondsNow() }).octets);

  const { request, messages } = await transfer(zone, serial);

  const verifier = createTransferVerifier({ key: key(), requestMac: request.mac, id: 99 });
  expect(messages.map((message) => verifier.next(message, secondsNow()).kind)).toEqual(['verified']);
  const lines = messages.flatMap((message) => linesOf(message)).map(({ text }) => text);
  expect(lines).toEqual([
    soa(serial + 1),
    soa(serial),
    '10-0-0-1.web.default.svc.k8s.example. 5 IN A 10.0.0.1',
    soa(serial + 1),
    'new.k8s.example. 5 IN AAAA fd00::1',
    soa(serial + 1),
  ]);
});

test('an SOA is read in its parts', async () => {
  const { messages } = await transfer(zone);
  const soas: unknown[] = [];
  visitRecords(
    messages[0] ?? Buffer.alloc(0),
    'answer',
    ({ typeNumber, reader, rdataOffset, rdataLength }) => {
      if (typeNumber === soaType) soas.push(readSoa(reader, rdataOffset, rdataLength));
    },
  );

  expect(soas).toEqual([
    {
      mname: 'ns.k8s.example.',
      rname: 'host\\.master.k8s.example.',
      serial: await named.serial(zone),
      refreshSeconds: 3600,
      retrySeconds: 600,
      expireSeconds: 86_400,
      minimumSeconds: 5,
    },
  ]);
});

test('a signed zone is transferred with its DNSSEC records as foreign ones', async () => {
  const signed = 'signed.example.';
  await waitFor('the zone is signed', async () => (await named.axfrText(signed)).includes('RRSIG'));

  const { messages } = await transfer(signed);

  const lines = messages.flatMap((message) => linesOf(message));
  const types = new Set(lines.map(({ type }) => type));
  for (const type of ['RRSIG', 'NSEC', 'DNSKEY']) expect(types).toContain(type);
  expect(lines.find(({ type }) => type === 'DNSKEY')?.text).toMatch(/ DNSKEY \\# \d+ 0101/);
});

test('a transfer refused for a wrong key is not proven by anything', async () => {
  const octets = encodeQuery({ id: 99, name: zone, type: 'AXFR' });
  const wrong = { ...key(), secret: tsigSecret(Buffer.alloc(32, 7)) };
  const request = signMessage({ octets, key: wrong, timeSeconds: secondsNow() });
  const [answer = Buffer.alloc(0)] = await ask(named.port, request.octets);

  const verifier = createTransferVerifier({ key: wrong, requestMac: request.mac, id: 99 });

  expect(verifier.next(answer, secondsNow())).toEqual({
    kind: 'tsig-error',
    error: 'BADSIG',
    verified: false,
  });
  expect(verifier.complete()).toBe(false);
});
