import { expect, test } from 'vitest';
import { encodeUpdate } from '../../src/dns/encodeUpdate.ts';
import type { Prerequisite, UpdateContent, UpdateOperation } from '../../src/dns/updateMessage.ts';
import type { UpdateOutcome } from '../../src/server/updateOutcome.ts';
import type { ZoneClient } from '../../src/server/zoneClient.ts';
import { createModelBind, type ModelBind } from '../simulation/world/modelBind.ts';
import type { ZoneRecord } from '../simulation/world/modelNames.ts';
import { decodeUpdate } from '../support/decodeUpdate.ts';
import { startNamed } from '../support/named.ts';
import { type Seeded, seeded } from '../support/seed.ts';
import { openTestClient } from '../support/zoneDaemon.ts';

const zone = 'k8s.example.';
const messages = 2_000;
const batch = 100;
const recordsPerType = 3;

type Type = UpdateOperation['type'];

const names = ['a', 'b', 'c', 'x.a', '_http._tcp.a', '*.b', 'host-1'].map((name) => `${name}.${zone}`);
const rdatas: Readonly<Partial<Record<Type, readonly [string, ...string[]]>>> = {
  A: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'],
  AAAA: ['fd00::1', 'fd00::2'],
  CNAME: ['one.example.net.', 'two.example.net.'],
  TXT: ['"one"', '"two" "parts"', '"three"', '"four"'],
  SRV: ['0 100 80 a.k8s.example.', '0 100 81 a.k8s.example.', '1 1 1 b.example.net.', '1 1 2 b.example.net.'],
  MX: ['10 mail.example.net.', '20 mail.example.net.'],
  PTR: ['a.k8s.example.', 'b.k8s.example.'],
  NS: ['ns.k8s.example.', 'ns2.example.net.'],
};
const types = Object.keys(rdatas) as [Type, ...Type[]];

const draw = (random: Seeded): UpdateContent => ({
  prerequisites: Array.from({ length: [0, 0, 1, 1, 2][random.below(5)] ?? 0 }, () =>
    drawPrerequisite(random),
  ),
  operations: Array.from({ length: random.below(6) }, () => drawOperation(random)),
});

const drawPlace = (random: Seeded) => {
  const name = random.below(12) === 0 ? zone : random.pick(names as [string, ...string[]]);
  const type = random.below(3) === 0 ? 'A' : random.pick(types);
  return { name, type, rdata: random.pick(rdatas[type] ?? ['']) };
};

/** Records elsewhere than at the zone itself, but for NS; a delegation would hide what is below. */
const drawOperation = (random: Seeded): UpdateOperation => {
  const { name, type, rdata } = drawPlace(random);
  const isApex = name === zone;
  const kind = random.below(10);
  if (kind < 2) return { kind: 'delete-rrset', name, type };
  if (kind < 4) return { kind: 'delete-record', name, type, rdata };
  const ttlSeconds = random.pick([5, 5, 5, 30, 60]);
  if (type === 'NS' && !isApex) return { kind: 'add', name, type: 'A', ttlSeconds, rdata: '10.0.0.1' };
  return { kind: 'add', name, type, ttlSeconds, rdata };
};

const drawPrerequisite = (random: Seeded): Prerequisite => {
  const place = drawPlace(random);
  const { type, rdata } = place;
  const name = random.below(8) === 0 ? `never.${zone}` : place.name;
  switch (random.below(5)) {
    case 0:
      return { kind: 'name-in-use', name };
    case 1:
      return { kind: 'name-not-in-use', name };
    case 2:
      return { kind: 'rrset-exists', name, type };
    case 3:
      return { kind: 'rrset-absent', name, type };
    default:
      return { kind: 'rrset-equals', name, type, rdatas: [rdata] };
  }
};

/** As it comes out of its octets: conditions on one RRset are one there. */
const asSent = (content: UpdateContent): UpdateContent => {
  const decoded = decodeUpdate(encodeUpdate({ id: 1, zone, ...content }));
  if (decoded.kind !== 'update') throw new Error(`Cannot decode the message: ${decoded.reason}`);
  return decoded;
};

const lineOf = ({ name, type, ttlSeconds, rdata }: Omit<ZoneRecord, 'writer'>): string =>
  `${name} ${ttlSeconds} ${type} ${rdata}`;

const linesOf = (model: ModelBind): readonly string[] => model.records().map(lineOf).sort();

const readZone = async (
  client: ZoneClient,
): Promise<{ readonly lines: readonly string[]; serial: number }> => {
  const lines: string[] = [];
  const result = await client.transfer(undefined, {
    begin: () => undefined,
    record: (_change, record) => lines.push(lineOf(record)),
    other: (_change, { name, type }) => lines.push(`${name} ${type}`),
  });
  if (result.kind !== 'complete') throw new Error(`Cannot read the zone: ${JSON.stringify(result)}`);
  return { lines: lines.sort(), serial: result.serial };
};

const rcodeOf = (outcome: UpdateOutcome): string => {
  if (outcome.kind === 'applied') return 'NOERROR';
  if (outcome.kind === 'refused') return 'REFUSED';
  if (outcome.kind === 'server-failure') return 'SERVFAIL';
  return 'rcode' in outcome ? outcome.rcode : outcome.kind;
};

test(`the model of BIND and named answer ${messages} random messages alike, and hold the same zone after each ${batch}`, async () => {
  const random = seeded('messages for the model and for named');
  await using named = await startNamed({
    zones: [{ name: zone, update: 'allow-update { key "hand"; };', maxRecordsPerType: recordsPerType }],
  });
  const client = openTestClient(named, zone, { keyFile: named.key('hand').file });
  const before = await readZone(client);
  const initial = [
    { name: zone, type: 'NS', ttlSeconds: 3600, rdata: `ns.${zone}`, writer: 'hand' },
    { name: `ns.${zone}`, type: 'A', ttlSeconds: 3600, rdata: named.address, writer: 'hand' },
  ];
  const model = createModelBind(zone, initial, { recordsPerType });
  const rcodes = new Map<string, number>();
  expect(linesOf(model)).toEqual(before.lines);
  const offset = before.serial - model.serial();

  for (let sent = 1; sent <= messages; sent += 1) {
    const content = draw(random);
    const wanted = model.update(asSent(content), 'hand');
    const found = rcodeOf(await client.update(content));
    expect(found, `message ${sent}: ${JSON.stringify(content)}`).toBe(wanted);
    rcodes.set(found, (rcodes.get(found) ?? 0) + 1);
    if (sent % batch > 0) continue;
    const { lines, serial } = await readZone(client);
    expect(lines, `after message ${sent}`).toEqual(linesOf(model));
    expect(serial - offset, `serial after message ${sent}`).toBe(model.serial());
  }

  client.close();
  console.log([...rcodes].map(([rcode, count]) => `${rcode} ${count}`).join(', '));
  // A test that meets no refusal of a kind says nothing about it.
  const kinds = ['NOERROR', 'NXDOMAIN', 'YXDOMAIN', 'NXRRSET', 'YXRRSET', 'REFUSED', 'SERVFAIL'];
  expect(kinds.filter((kind) => !rcodes.has(kind))).toEqual([]);
});
