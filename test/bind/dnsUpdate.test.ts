import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeMessage } from '../../src/dns/decodeMessage.ts';
import { encodeUpdate } from '../../src/dns/encodeUpdate.ts';
import { decodeHeader } from '../../src/dns/header.ts';
import { rcodeName } from '../../src/dns/rcodeName.ts';
import { signMessage } from '../../src/dns/tsig/signMessage.ts';
import { type TsigKey, tsigAlgorithms, tsigSecret } from '../../src/dns/tsig/tsigKey.ts';
import { verifyResponse } from '../../src/dns/tsig/verifyResponse.ts';
import type { Prerequisite, UpdateOperation } from '../../src/dns/updateMessage.ts';
import { type Named, startNamed } from '../support/named.ts';
import { parseZoneText } from '../support/parseZoneText.ts';
import { makeTsigKey, type TsigAlgorithm } from '../support/tsigKey.ts';
import { readKey, secondsNow } from './dnsKey.ts';
import { ask } from './dnsTcp.ts';

const zone = 'k8s.example.';
const algorithms: readonly TsigAlgorithm[] = [
  ...(Object.keys(tsigAlgorithms) as (keyof typeof tsigAlgorithms)[]),
  'hmac-sha256-128',
  'hmac-sha512-256',
];

let named: Named;
beforeAll(async () => {
  const keys = await Promise.all(algorithms.map((algorithm) => makeTsigKey(algorithm, algorithm)));
  named = await startNamed({ keys: [...keys, await makeTsigKey('Mixed.Case', 'hmac-sha256')] });
});
afterAll(async () => await named?.[Symbol.asyncDispose]());

type Change = {
  readonly prerequisites?: readonly Prerequisite[];
  readonly operations?: readonly UpdateOperation[];
};

async function send(key: TsigKey, change: Change, timeSeconds = secondsNow()) {
  const octets = encodeUpdate({ id: 4711, zone, prerequisites: [], operations: [], ...change });
  const request = signMessage({ octets, key, timeSeconds });
  const [answer = Buffer.alloc(0)] = await ask(named.port, request.octets);
  const header = decodeHeader(answer);
  return {
    answer,
    request,
    rcode: header.kind === 'header' ? rcodeName(header.rcode) : header.reason,
    verdict: verifyResponse({
      octets: answer,
      key,
      requestMac: request.mac,
      nowSeconds: timeSeconds,
      id: 4711,
    }),
  };
}

const adds = (text: string): readonly UpdateOperation[] =>
  parseZoneText(text, { origin: zone }).records.map((record) => ({ kind: 'add', ...record }));

const defaultKey = (): TsigKey => readKey(named.key('hmac-sha256').file);

test.each(algorithms)(
  'named takes an UPDATE signed with %s, and its signed answer verifies',
  async (algorithm) => {
    const key = readKey(named.key(algorithm).file);

    const { rcode, verdict } = await send(key, { operations: adds(`${algorithm} 5 A 10.96.0.1`) });

    expect(rcode).toBe('NOERROR');
    expect(verdict.kind).toBe('verified');
    expect((await named.query(`${algorithm}.${zone}`, 'A')).text).toContain('10.96.0.1');
  },
);

test('a key name in mixed case and with a trailing dot signs the same', async () => {
  const key = readKey(named.key('Mixed.Case').file);

  expect((await send({ ...key, name: 'mIxEd.CaSe.' }, {})).verdict.kind).toBe('verified');
});

test('every record type arrives as it was written, escapes included', async () => {
  const text = [
    'all.k8s.example. 5 IN A 10.96.0.7',
    'all.k8s.example. 5 IN AAAA fd00:10:96::7',
    String.raw`all.k8s.example. 5 IN TXT "a \"quoted\" \\ text" "" "\195\164;$@"`,
    String.raw`al\.ias.k8s.example. 5 IN CNAME a\032b.k8s.example.`,
    '7.0.96.10.k8s.example. 5 IN PTR all.k8s.example.',
    '_http._tcp.all.k8s.example. 5 IN SRV 0 100 80 all.k8s.example.',
  ];

  expect((await send(defaultKey(), { operations: adds(text.join('\n')) })).rcode).toBe('NOERROR');

  const zoneText = await named.axfrText(zone);
  for (const line of text) expect(zoneText).toContain(`${line}\n`);
});

test('deletions take out one record or one RRset, and nothing else', async () => {
  const key = defaultKey();
  const name = 'del.k8s.example.';
  await send(key, {
    operations: adds('del 5 A 10.96.0.1\ndel 5 A 10.96.0.2\ndel 5 TXT "stays"\ndel 5 AAAA ::1'),
  });

  await send(key, {
    operations: [
      { kind: 'delete-record', name, type: 'A', rdata: '10.96.0.1' },
      { kind: 'delete-rrset', name, type: 'AAAA' },
    ],
  });

  expect((await named.query(name, 'A')).text).toBe('del.k8s.example. 5 IN A 10.96.0.2\n');
  expect(await named.query(name, 'AAAA')).toEqual({ rcode: 'NOERROR', text: '' });
  expect((await named.query(name, 'TXT')).text).toContain('stays');
});

test('each kind of prerequisite holds and fails as RFC 2136 §2.4 says', async () => {
  const key = defaultKey();
  await send(key, { operations: adds('pre 5 TXT "one"\npre 5 TXT "two"') });
  const name = 'pre.k8s.example.';
  const outcome = async (prerequisite: Prerequisite): Promise<string> =>
    (await send(key, { prerequisites: [prerequisite] })).rcode;
  const equals = (...rdatas: string[]): Prerequisite => ({ kind: 'rrset-equals', name, type: 'TXT', rdatas });

  expect(await outcome(equals('"two"', '"one"'))).toBe('NOERROR');
  expect(await outcome(equals('"one"'))).toBe('NXRRSET');
  expect(await outcome({ kind: 'rrset-exists', name, type: 'TXT' })).toBe('NOERROR');
  expect(await outcome({ kind: 'rrset-exists', name, type: 'A' })).toBe('NXRRSET');
  expect(await outcome({ kind: 'rrset-absent', name, type: 'A' })).toBe('NOERROR');
  expect(await outcome({ kind: 'rrset-absent', name, type: 'TXT' })).toBe('YXRRSET');
  expect(await outcome({ kind: 'name-in-use', name })).toBe('NOERROR');
  expect(await outcome({ kind: 'name-in-use', name: 'free.k8s.example.' })).toBe('NXDOMAIN');
  expect(await outcome({ kind: 'name-not-in-use', name: 'free.k8s.example.' })).toBe('NOERROR');
  expect(await outcome({ kind: 'name-not-in-use', name })).toBe('YXDOMAIN');
});

test('a message filled to the brim with compressed owners is taken whole', async () => {
  const lines = Array.from(
    { length: 1500 },
    (_, index) => `svc-${index}.ns-${index % 40}.svc 30 A 10.97.${index >> 8}.${index & 255}`,
  );

  expect((await send(defaultKey(), { operations: adds(lines.join('\n')) })).rcode).toBe('NOERROR');

  const zoneText = await named.axfrText(zone);
  expect(zoneText.match(/ A 10\.97\./g)).toHaveLength(1500);
  expect(zoneText).toContain('svc-1499.ns-19.svc.k8s.example. 30 IN A 10.97.5.219\n');
});

test('a name outside the zone is NOTZONE', async () => {
  const operations = adds('www.other.example. 5 A 10.96.0.1');

  expect((await send(defaultKey(), { operations })).rcode).toBe('NOTZONE');
});

test('an answer that was tampered with is refused, whichever octet it was', async () => {
  const key = defaultKey();
  const { answer, request } = await send(key, {});
  const nowSeconds = secondsNow();

  for (let at = 0; at < answer.length; at++) {
    const tampered = Buffer.from(answer);
    tampered[at] = (tampered[at] ?? 0) ^ 0x10;
    const verdict = verifyResponse({ octets: tampered, key, requestMac: request.mac, nowSeconds, id: 4711 });
    // The id of the header is not signed (RFC 8945 §5.3 restores it), and case in names does not count.
    if (verdict.kind === 'verified') expect(at).toBeLessThan(2);
    if (verdict.kind === 'tsig-error') expect(verdict.verified).toBe(false);
  }
});

test('an answer to another request is refused', async () => {
  const key = defaultKey();
  const { answer, request } = await send(key, {});
  const requestMac = Buffer.from(request.mac.map((octet, index) => (index === 0 ? octet ^ 1 : octet)));

  expect(verifyResponse({ octets: answer, key, requestMac, nowSeconds: secondsNow() })).toEqual({
    kind: 'rejected',
    reason: 'badMac',
  });
});

test('a wrong secret is BADSIG and an unknown key BADKEY, both unproven', async () => {
  const key = defaultKey();

  const badSig = await send({ ...key, secret: tsigSecret(Buffer.alloc(32, 7)) }, {});
  const badKey = await send({ ...key, name: 'unknown' }, {});

  expect(badSig.rcode).toBe('NOTAUTH');
  expect(badSig.verdict).toEqual({ kind: 'tsig-error', error: 'BADSIG', verified: false });
  expect(badKey.verdict).toEqual({ kind: 'tsig-error', error: 'BADKEY', verified: false });
});

test('a clock that is off is BADTIME with the server’s time under a good MAC, and correcting by it works', async () => {
  const key = defaultKey();
  // named reads the kernel's coarse clock, which is some milliseconds behind: just after a new second it is
  // still in the one before.
  const before = Math.floor((Date.now() - 50) / 1000);

  const { rcode, verdict } = await send(key, {}, before - 4000);

  expect(rcode).toBe('NOTAUTH');
  expect(verdict).toMatchObject({ kind: 'tsig-error', error: 'BADTIME', verified: true });
  const serverSeconds = verdict.kind === 'tsig-error' ? (verdict.serverTimeSeconds ?? 0) : 0;
  expect(serverSeconds - before).toBeGreaterThanOrEqual(0);
  expect(serverSeconds - before).toBeLessThan(60);
  expect((await send(key, {}, serverSeconds)).verdict.kind).toBe('verified');
});

test('a truncated MAC that the server’s key does not ask for is BADTRUNC', async () => {
  const { verdict } = await send({ ...defaultKey(), truncatedBits: 128 }, {});

  expect(verdict).toMatchObject({ kind: 'tsig-error', error: 'BADTRUNC' });
});

test('with keepalive in the UPDATE the answer says how long the connection stays open', async () => {
  const key = defaultKey();
  const octets = encodeUpdate({ id: 1, zone, prerequisites: [], operations: [], keepalive: true });
  const request = signMessage({ octets, key, timeSeconds: secondsNow() });
  const [answer = Buffer.alloc(0)] = await ask(named.port, request.octets);

  const message = decodeMessage(answer);

  expect(message).toMatchObject({ kind: 'message', rcode: 0 });
  const opt = message.kind === 'message' ? message.additional.find(({ type }) => type === 'OPT') : undefined;
  expect(opt?.rdata).toMatch(/^\\# \d+ .*000B0002/);
});
