import { describe, expect, test } from 'vitest';
import { recordTypeNames } from '../../../src/dns/recordTypes.ts';
import type { Rrset } from '../../../src/dns/rrset.ts';
import type { Prerequisite, UpdateOperation } from '../../../src/dns/updateMessage.ts';
import { planName } from '../../../src/plan/planName.ts';
import { formatMarker, recordMark } from '../../../src/zone/marker.ts';
import { parseZoneText } from '../../support/parseZoneText.ts';

const origin = { kind: 'Service', namespace: 'ns', name: 'web' };

const recordsOf = (text: string) =>
  parseZoneText(text, { origin: 'z.', defaultTtlSeconds: 30 }).records.map(({ type, ttlSeconds, rdata }) => ({
    type,
    ttlSeconds,
    rdata,
  }));

const rrsetsOf = (text: string): Rrset[] => {
  const byType = Map.groupBy(recordsOf(text), ({ type }) => type);
  return [...byType].map(([type, list]) => ({
    name: 'web.z.',
    type,
    ttlSeconds: list[0]?.ttlSeconds ?? 0,
    rdatas: list.map(({ rdata }) => rdata),
  }));
};

const markerOf = (text: string, owner = 'me'): string =>
  formatMarker({
    owner,
    object: origin,
    marks: recordsOf(text)
      .map((record) => recordMark('web.z.', record))
      .sort(),
  });

type Row = {
  readonly there?: string;
  readonly others?: readonly string[];
  /** What the marker says is ours. */
  readonly marked?: string;
  readonly owner?: string;
  readonly desired?: string;
};

const plan = ({ there = '', others = [], marked, owner, desired }: Row) =>
  planName({
    zone: 'z.',
    owner: 'me',
    name: 'web.z.',
    held: {
      records: recordsOf(there),
      others,
      marker: marked === undefined ? [] : [markerOf(marked, owner)],
    },
    desired: desired === undefined ? undefined : { origin, rrsets: rrsetsOf(desired) },
  });

const line = (operation: UpdateOperation): string => {
  const { kind, name, type } = operation;
  if (name.includes('_k8s-bind')) return `${kind} marker`;
  return `${kind} ${type}${operation.kind === 'delete-rrset' ? '' : ` ${operation.rdata}`}`;
};
const condition = ({ kind, name, ...rest }: Prerequisite): string =>
  name.includes('_k8s-bind') ? `marker ${kind}` : `${kind}${'type' in rest ? ` ${rest.type}` : ''}`;

/** That the name holds RRsets of ours of these types, and nothing else that we could write. */
const only = (...types: readonly string[]): readonly string[] =>
  recordTypeNames.map((type) => (types.includes(type) ? `rrset-equals ${type}` : `rrset-absent ${type}`));

const a1 = 'web A 10.0.0.1';
const a2 = 'web A 10.0.0.2';
const alias = 'web CNAME out.example.';
const mx = 'web MX 10 mail';

describe('a name outside the territory', () => {
  test.each<[string, Row]>([
    ['that nobody marked and nobody wants', { there: a1 }],
    ['that is as desired', { there: a1, marked: a1, desired: a1 }],
    ['that another owner marked and we do not want', { there: a1, marked: a1, owner: 'you' }],
  ])('%s needs nothing', (_what, row) => {
    expect(plan(row)).toEqual({ kind: 'none' });
  });

  test.each<[string, Row, string[], string[]]>([
    [
      'is created where it is free',
      { desired: a1 },
      ['marker rrset-absent', 'name-not-in-use'],
      ['add A 10.0.0.1', 'add marker'],
    ],
    [
      'becomes an alias where it is free',
      { desired: alias },
      ['marker rrset-absent', 'name-not-in-use'],
      ['add CNAME out.example.', 'add marker'],
    ],
    [
      'changes record by record',
      { there: a1, marked: a1, desired: a2 },
      ['marker rrset-equals', 'rrset-equals A'],
      ['delete-rrset marker', 'delete-record A 10.0.0.1', 'add A 10.0.0.2', 'add marker'],
    ],
    [
      'changes to an alias, deletes first',
      { there: a1, marked: a1, desired: alias },
      ['marker rrset-equals', ...only('A')],
      ['delete-rrset marker', 'delete-record A 10.0.0.1', 'add CNAME out.example.', 'add marker'],
    ],
    [
      'gains a type',
      { there: a1, marked: a1, desired: `${a1}\nweb AAAA fd00::1` },
      ['marker rrset-equals', ...only('A')],
      ['delete-rrset marker', 'add AAAA fd00::1', 'add marker'],
    ],
    [
      'is given up: our records and the marker go, a sibling stays',
      { there: `${a1}\nweb A 192.0.2.1`, marked: a1 },
      ['marker rrset-equals'],
      ['delete-rrset marker', 'delete-record A 10.0.0.1'],
    ],
    [
      'gives its record up beside one of another writer, and does not take the new type',
      { there: `${a1}\n${mx}`, marked: a1, desired: 'web AAAA fd00::1' },
      ['marker rrset-equals'],
      ['delete-rrset marker', 'delete-record A 10.0.0.1', 'add marker'],
    ],
    [
      'is healed when its record was deleted',
      { marked: a1, desired: a1 },
      ['marker rrset-equals', 'name-not-in-use'],
      ['add A 10.0.0.1'],
    ],
    [
      'is given up while its record is not there, which may be on its way to the server still',
      { marked: `${a1}\n${mx}`, there: mx },
      ['marker rrset-equals', 'rrset-absent A'],
      ['delete-rrset marker', 'delete-record MX 10 mail.z.'],
    ],
    [
      'changes to a record that another writer has added: it stays theirs',
      { there: `${a1}\n${a2}`, marked: a1, desired: a2 },
      ['marker rrset-equals'],
      ['delete-rrset marker', 'delete-record A 10.0.0.1', 'add marker'],
    ],
    [
      'with a mail exchanger of ours is told apart from one of another writer',
      { there: `${mx}\nweb MX 20 theirs`, marked: mx, desired: 'web MX 10 new' },
      ['marker rrset-equals', 'rrset-equals MX'],
      ['delete-rrset marker', 'delete-record MX 10 mail.z.', 'add MX 10 new.z.', 'add marker'],
    ],
    [
      'gives one up, and the one of another writer stays',
      { there: `${mx}\nweb MX 20 theirs`, marked: mx },
      ['marker rrset-equals'],
      ['delete-rrset marker', 'delete-record MX 10 mail.z.'],
    ],
    [
      'has its delegation changed server by server',
      {
        there: 'web NS ns1\nweb NS ns2',
        marked: 'web NS ns1\nweb NS ns2',
        desired: 'web NS ns2\nweb NS ns3',
      },
      ['marker rrset-equals', 'rrset-equals NS'],
      ['delete-rrset marker', 'delete-record NS ns1.z.', 'add NS ns3.z.', 'add marker'],
    ],
  ])('%s', (_what, row, prerequisites, operations) => {
    const result = plan(row);
    if (result.kind !== 'change') throw new Error(`a change was expected: ${JSON.stringify(result)}`);
    expect(result.prerequisites.map(condition)).toEqual(prerequisites);
    expect(result.operations.map(line)).toEqual(operations);
  });

  test.each<[string, Row, string]>([
    [
      'the same type by hand',
      { there: 'web A 192.0.2.1', desired: a1 },
      'already holds A 192.0.2.1, which is not ours',
    ],
    [
      'an alias by hand',
      { there: alias, desired: a1 },
      'already holds CNAME out.example., which is not ours',
    ],
    [
      'a mail exchanger by hand',
      { there: mx, desired: a1 },
      'already holds MX 10 mail.z., which is not ours',
    ],
    ['a type that we never write', { others: ['LOC'], desired: a1 }, 'already holds LOC, which is not ours'],
    ['text by hand', { there: 'web TXT "x"', desired: a1 }, 'already holds TXT "x", which is not ours'],
    [
      'an address of the other family by hand',
      { there: a1, desired: 'web AAAA fd00::1' },
      'already holds A 10.0.0.1, which is not ours',
    ],
    ['a delegation', { there: 'web NS ns1', desired: a1 }, 'already holds NS ns1.z., which is not ours'],
    [
      'anything at all where we want an alias',
      { there: 'web CAA 0 issue ";"', desired: alias },
      'already holds CAA 0 issue ";", which is not ours',
    ],
    [
      'another owner’s marker',
      { marked: a1, owner: 'you', desired: a1 },
      'belongs to owner you (Service ns/web)',
    ],
    [
      'a hand-written record of a type we want to add',
      { there: `${a1}\nweb AAAA 2001:db8::1`, marked: a1, desired: `${a1}\nweb AAAA fd00::1` },
      'holds AAAA 2001:db8::1 as well, which is not ours',
    ],
    [
      'a mail exchanger beside ours, and a type we want to add',
      { there: `${a1}\n${mx}`, marked: a1, desired: `${a1}\nweb AAAA fd00::1` },
      'holds MX 10 mail.z. as well, which is not ours',
    ],
  ])('with %s is a conflict', (_what, row, reason) => {
    expect(plan(row)).toEqual({ kind: 'conflict', reason });
  });

  test('takes the TTL of a hand-written sibling, so that theirs does not change', () => {
    const result = plan({ there: `web 300 A 10.0.0.1\nweb 300 A 192.0.2.1`, marked: a1, desired: a2 });
    expect(result.kind === 'change' && result.operations).toContainEqual({
      kind: 'add',
      name: 'web.z.',
      type: 'A',
      ttlSeconds: 300,
      rdata: '10.0.0.2',
    });
  });
});

describe('the name of the zone itself', () => {
  const planAtZone = (there: string, desired: string) =>
    planName({
      zone: 'z.',
      owner: 'me',
      name: 'z.',
      held: { records: recordsOf(there), others: [], marker: [] },
      desired: { origin, rrsets: rrsetsOf(desired).map((rrset) => ({ ...rrset, name: 'z.' })) },
    });

  test('is created while nothing is there that we could write; its NS stand there always', () => {
    const result = planAtZone('', mx);
    expect(result.kind === 'change' && result.prerequisites.map(condition)).toEqual([
      'marker rrset-absent',
      ...only().filter((text) => text !== 'rrset-absent NS'),
    ]);
  });

  test('with anything of another writer is a conflict', () => {
    expect(planAtZone('web CAA 0 issue ";"', mx)).toEqual({
      kind: 'conflict',
      reason: 'already holds CAA 0 issue ";", which is not ours',
    });
  });

  test('has no NS of ours', () => {
    expect(planAtZone('', 'web NS ns1')).toEqual({
      kind: 'conflict',
      reason: "is the zone itself, whose NS records are its server's",
    });
  });
});
