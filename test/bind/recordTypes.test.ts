import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareRecords, formatRecord } from '../../src/dns/formatZone.ts';
import { canonicalRdata, recordTypeNames } from '../../src/dns/recordTypes.ts';
import type { Rdata, RecordType, ResourceRecord } from '../../src/dns/rrset.ts';
import type { UpdateContent } from '../../src/dns/updateMessage.ts';
import { createNsupdate } from '../../src/server/nsupdate.ts';
import type { ZoneClient } from '../../src/server/zoneClient.ts';
import { resourceRecord } from '../property/dns/arbitraries.ts';
import { type Named, startNamed } from '../support/named.ts';
import { parseZoneText } from '../support/parseZoneText.ts';
import { seeded } from '../support/seed.ts';
import { openTestClient } from '../support/zoneDaemon.ts';

/** Nothing but what BIND thinks of RDATA decides: names of any kind, and as many records as come. */
const zone = {
  update: 'update-policy { grant "k8s-bind" zonesub ANY; grant "hand" zonesub ANY; };',
  maxRecordsPerType: 0,
  statements: 'check-names ignore;',
} as const;

let named: Named;
let client: ZoneClient;
beforeAll(async () => {
  const zones = ['k8s', 'random', 'nsupdate'].map((name) => ({ ...zone, name: `${name}.example` }));
  named = await startNamed({ zones });
  client = openTestClient(named, 'k8s.example.');
});
afterAll(async () => {
  client.close();
  await named[Symbol.asyncDispose]();
});

const send = async (content: Partial<UpdateContent>): Promise<string> =>
  (await client.update({ prerequisites: [], operations: [], ...content })).kind;

/** What we read of a zone. */
const transferred = async (from: ZoneClient): Promise<readonly ResourceRecord[]> => {
  const records: ResourceRecord[] = [];
  const result = await from.transfer(undefined, {
    begin: () => undefined,
    record: (_change, record) => void records.push(record),
    other: () => undefined,
  });
  expect(result).toMatchObject({ kind: 'complete', mode: 'full' });
  return records;
};
const at = async (name: string): Promise<readonly Rdata[]> =>
  (await transferred(client)).filter((record) => record.name === name).map(({ rdata }) => rdata);

const hex = '0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789ABCDEF';

/** What people write, for each of the types that are not for addresses, two records that differ. */
const written: Readonly<Record<string, readonly [string, string, ...string[]]>> = {
  NS: ['NS1.Example.net', 'ns2.example.net.'],
  MX: ['10 Mail.Example.net.', '010 backup.example.net', String.raw`65535 a\.b\032c.example.net`],
  NAPTR: [
    '100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .',
    String.raw`100 20 S SIP+D2U "" _sip._udp.Example.net`,
    String.raw`100 30 "" "a\"b" "/([0-9]+)\\.x/\\1 \255/i" .`,
  ],
  CAA: [
    '0 issue "ca.example.net; account=230123"',
    '128 Iodef mailto:security@example.com',
    '0 issue ";"',
    String.raw`0 issuewild "\"\\\000é"`,
    '0 issue ""',
  ],
  SSHFP: [`1 1 ${hex.slice(0, 40)}`, `4 2 ${hex.slice(0, 20)} ${hex.slice(20)}`, '9 9 00'],
  TLSA: [`3 1 1 ${hex}`, '0 0 0 30 82 01'],
  HTTPS: [
    '1 .',
    '0 pool.example.net',
    '0 pool.example.net alpn=h2',
    '1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:DB8:0:0::1',
    '2 web.example.net ech="AEX+DQA=" mandatory=port,alpn no-default-alpn port="0443" alpn="h3"',
  ],
  SVCB: [
    String.raw`16 a.example.net key65333=ex1 key667="hello\210qoo" key8`,
    String.raw`17 a.example.net alpn="f\\\\oo\\,bar,h2"`,
    String.raw`18 a.example.net alpn=f\\\092oo\092,bar,h2`,
    '1 dns.example.net alpn=dot dohpath=/dns-query{?dns}',
    String.raw`3 a.example.net key3="\001\187" key1=\002h2`,
    '4 a.example.net ipv6hint=::ffff:192.0.2.1,::,fe80::1',
  ],
};

test('every type that may stand at a name of its own is tried here', () => {
  const elsewhere = ['A', 'AAAA', 'CNAME', 'PTR', 'SRV', 'TXT'];
  expect([...Object.keys(written), ...elsewhere].sort()).toEqual(recordTypeNames);
});

test.each(Object.entries(written))(
  '%s as people write it arrives, is read back and answered as the same, and goes record by record',
  async (word, texts) => {
    const type = word as RecordType;
    const name = `of-${word.toLowerCase()}.k8s.example.`;
    const rdatas = texts.map((text) => canonicalRdata(type, text));
    const [first = '', ...rest] = rdatas;
    const adds = rdatas.map((rdata) => ({ kind: 'add', name, type, ttlSeconds: 60, rdata }) as const);
    expect(await send({ prerequisites: [{ kind: 'name-not-in-use', name }], operations: adds })).toBe(
      'applied',
    );

    expect([...(await at(name))].sort()).toEqual([...rdatas].sort());
    // BIND's own reader made the same of what was written, and its own writer writes the same.
    for (const text of texts) {
      const twin = `twin.${name}`;
      const absolute = type === 'CAA' ? text : text.replace(/(\.net)(?= |$)/gi, '$1.');
      const rdata = absolute.replace('é', String.raw`\195\169`);
      await named.nsupdate(`check-names no\nupdate add ${twin} 60 ${type} ${rdata}`);
      expect(await at(twin)).toEqual([canonicalRdata(type, text)]);
      await named.nsupdate(`update delete ${twin}`);
    }
    const answer = await named.dig('+noall', '+answer', '+authority', name, type);
    const ofName = answer.split('\n').filter((line) => line.startsWith(name));
    const dug = parseZoneText(ofName.join('\n'), { origin: 'k8s.example.' });
    expect(dug.records.map(({ rdata }) => rdata).sort()).toEqual([...rdatas].sort());

    const equal = { kind: 'rrset-equals', name, type, rdatas } as const;
    expect(await send({ prerequisites: [{ ...equal, rdatas: rest }] })).toBe('prerequisite-failed');
    const gone = { kind: 'delete-record', name, type, rdata: first } as const;
    expect(await send({ prerequisites: [equal], operations: [gone] })).toBe('applied');
    expect([...(await at(name))].sort()).toEqual([...rest].sort());
    const kinds = ['rrset-exists', 'rrset-absent'] as const;
    expect(await Promise.all(kinds.map((kind) => send({ prerequisites: [{ kind, name, type }] })))).toEqual([
      'applied',
      'prerequisite-failed',
    ]);
    expect(await send({ operations: [{ kind: 'delete-rrset', name, type }] })).toBe('applied');
    expect(await at(name)).toEqual([]);
  },
);

test.each<[RecordType, string, boolean]>([
  ['NS', 'NS.Example.net.', true],
  ['MX', '10 Mail.Example.net.', true],
  ['NAPTR', '1 1 "u" "E2U+sip" "" Foo.Example.net.', true],
  ['HTTPS', '1 Foo.Example.net. alpn=h2', false],
  ['SVCB', '0 Foo.Example.net.', false],
])(
  '%s %s, written by hand with capitals, is for BIND what we write in lower case: %s',
  async (type, text, isSame) => {
    const name = 'capitals.k8s.example.';
    await named.nsupdate(`update add ${name} 60 ${type} ${text}`);
    const lower = canonicalRdata(type, text);
    const [read = ''] = await at(name);
    // As it was read it can be asked for, and as it was read it goes.
    expect(await send({ prerequisites: [{ kind: 'rrset-equals', name, type, rdatas: [read] }] })).toBe(
      'applied',
    );
    expect(read === lower).toBe(isSame);
    await send({ operations: [{ kind: 'delete-record', name, type, rdata: lower }] });
    expect((await named.query(name, type)).text === '').toBe(isSame);
    expect((await at(name)).length).toBe(isSame ? 0 : 1);
    await send({ operations: [{ kind: 'delete-record', name, type, rdata: read }] });
    expect(await at(name)).toEqual([]);
  },
);

test('tags of CAA and strings of NAPTR are told apart by case, as BIND does', async () => {
  const name = 'case.k8s.example.';
  await named.nsupdate(`update add ${name} 60 CAA 0 ISSUE "x"
update add ${name} 60 CAA 0 issue "x"
update add ${name} 60 NAPTR 1 1 "U" "" "" .
update add ${name} 60 NAPTR 1 1 "u" "" "" .`);
  expect([...(await at(name))].sort()).toEqual([
    '0 ISSUE "x"',
    '0 issue "x"',
    '1 1 "U" "" "" .',
    '1 1 "u" "" "" .',
  ]);
});

test.each<[RecordType, string]>([
  ['MX', '70000 mail.example.net.'],
  ['NAPTR', '1 1 u s "!a!b" .'],
  ['NAPTR', '1 1 u s "!(a!b!" .'],
  ['NAPTR', '1 1 u s "1a1b1" .'],
  ['CAA', '0 is-sue "x"'],
  ['SSHFP', '1 1 00'],
  ['TLSA', '3 1 1'],
  ['HTTPS', '1 . alpn=h2 alpn=h3'],
  ['HTTPS', '1 . no-default-alpn'],
  ['HTTPS', '1 . mandatory=port alpn=h2'],
  ['HTTPS', '1 . key7=/path'],
  ['SVCB', '1 . ALPN=h2'],
])('%s %s is refused by us and by BIND', async (type, text) => {
  expect(() => canonicalRdata(type, text)).toThrow(/^Cannot use the \w+ ".*": needed /);
  await expect(named.nsupdate(`update add no.k8s.example. 60 ${type} ${text}`)).rejects.toThrow();
  expect(await at('no.k8s.example.')).toEqual([]);
});

test('any records of any types arrive in one message as they are, and two readers of the zone agree', async () => {
  const { seed } = seeded('random records');
  const origin = 'random.example.';
  const records = fc
    .sample(resourceRecord, { seed, numRuns: 400 })
    .map((record, index) => ({ ...record, name: `n${index}.${origin}`, ttlSeconds: 60 }));
  const random = openTestClient(named, origin);
  const operations = records.map((record) => ({ kind: 'add', ...record }) as const);
  expect(await random.update({ prerequisites: [], operations })).toEqual({ kind: 'applied' });

  const isOurs = ({ name }: ResourceRecord): boolean => /^n\d/.test(name);
  const lines = (some: readonly ResourceRecord[]): readonly string[] =>
    some
      .filter(isOurs)
      .sort(compareRecords)
      .map((record) => formatRecord(record));
  const read = await transferred(random);
  expect(lines(read)).toEqual(lines(records));
  const text = await named.axfrText('random.example');
  const dug = parseZoneText(text, { origin });
  expect(dug.problems).toEqual([]);
  expect(lines(dug.records)).toEqual(lines(records));

  const gone = records.map(
    ({ name, type, rdata }) => ({ kind: 'delete-record', name, type, rdata }) as const,
  );
  const equal = records.map(
    ({ name, type, rdata }) => ({ kind: 'rrset-equals', name, type, rdatas: [rdata] }) as const,
  );
  expect(await random.update({ prerequisites: equal.slice(0, 100), operations: gone })).toEqual({
    kind: 'applied',
  });
  expect((await transferred(random)).filter(isOurs)).toEqual([]);
  random.close();
});

test('nsupdate reads our text of any record as what we mean, also in a condition', async () => {
  const { seed } = seeded('random records for nsupdate');
  const origin = 'nsupdate.example.';
  const records = fc
    .sample(resourceRecord, { seed, numRuns: 150 })
    .map((record, index) => ({ ...record, name: `n${index}.${origin}`, ttlSeconds: 60 }));
  const server = { host: named.address, port: named.port };
  const signing = ['-k', named.key().file];
  const update = createNsupdate({ server, zone: origin, signing, env: process.env });
  const operations = records.map((record) => ({ kind: 'add', ...record }) as const);
  expect(await update({ prerequisites: [], operations })).toEqual({ kind: 'applied' });

  const random = openTestClient(named, origin);
  const read = (await transferred(random)).filter(({ name }) => /^n\d/.test(name));
  random.close();
  expect(read.map((record) => formatRecord(record)).sort()).toEqual(
    records.map((record) => formatRecord(record)).sort(),
  );
  const prerequisites = records.map(
    ({ name, type, rdata }) => ({ kind: 'rrset-equals', name, type, rdatas: [rdata] }) as const,
  );
  expect(await update({ prerequisites, operations: [] })).toEqual({ kind: 'applied' });
});
