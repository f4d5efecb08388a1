import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rrset } from '../../../src/dns/rrset.ts';
import { planName } from '../../../src/plan/planName.ts';
import type { HeldName, HeldRecord } from '../../../src/zone/heldName.ts';
import { formatMarker, markerName, recordMark, recordsOwnedAt } from '../../../src/zone/marker.ts';
import { createModelZone, type ModelRecord, modelText } from '../../support/modelZone.ts';

const origin = { kind: 'Service', namespace: 'ns', name: 'web' };

const zone = 'z.';
const name = 'web.z.';
const marked = markerName(name, zone);
const theirMail = '10 theirs.example.';

const addresses = (net: string): fc.Arbitrary<string[]> =>
  fc.uniqueArray(
    fc.integer({ min: 1, max: 4 }).map((octet) => `${net}.${octet}`),
    { maxLength: 3 },
  );
const ttl = fc.constantFrom(30, 60, 300);

const desired = fc.option(
  fc.oneof(
    fc.constant<Rrset[]>([{ name, type: 'CNAME', ttlSeconds: 30, rdatas: ['elsewhere.'] }]),
    fc.constant<Rrset[]>([{ name, type: 'NS', ttlSeconds: 30, rdatas: ['ns1.z.', 'ns2.z.'] }]),
    fc
      .uniqueArray(fc.constantFrom('10 a.z.', '10 b.z.', '20 a.z.'), { minLength: 1 })
      .map((rdatas): Rrset[] => [
        { name, type: 'MX', ttlSeconds: 60, rdatas },
        { name, type: 'HTTPS', ttlSeconds: 60, rdatas: ['1 . alpn="h2"'] },
      ]),
    fc
      .tuple(fc.constantFrom(30, 60), addresses('10.0.0'), fc.boolean())
      .map(([ttlSeconds, rdatas, six]): Rrset[] => [
        ...(rdatas.length === 0 ? [] : [{ name, type: 'A', ttlSeconds, rdatas } as const]),
        ...(six || rdatas.length === 0
          ? [{ name, type: 'AAAA', ttlSeconds, rdatas: ['fd00::1'] } as const]
          : []),
      ]),
  ),
  { nil: undefined },
);

/**
 * What stands at the name: what we wrote before (all of it taken away since, perhaps), and what others wrote.
 */
const held = fc
  .record({
    oursTtl: ttl,
    ours: fc.oneof(addresses('10.0.0'), fc.constantFrom('alias' as const, 'mail' as const)),
    lost: fc.boolean(),
    theirs: addresses('192.0.2'),
    text: fc.boolean(),
    mail: fc.boolean(),
    place: fc.boolean(),
    marker: fc.constantFrom('ours', 'none', 'other', 'stray'),
  })
  .map((given): HeldName => {
    const alias = given.ours === 'alias' && !given.lost;
    const ours: HeldRecord[] =
      given.ours === 'alias'
        ? [{ type: 'CNAME', ttlSeconds: given.oursTtl, rdata: 'before.' }]
        : given.ours === 'mail'
          ? [{ type: 'MX', ttlSeconds: given.oursTtl, rdata: '10 a.z.' }]
          : given.ours.map((rdata) => ({ type: 'A', ttlSeconds: given.oursTtl, rdata }));
    const theirs: HeldRecord[] = alias
      ? []
      : [
          ...given.theirs.map((rdata) => ({ type: 'A', ttlSeconds: given.oursTtl, rdata }) as const),
          ...(given.text ? [{ type: 'TXT', ttlSeconds: 77, rdata: '"theirs"' } as const] : []),
          ...(given.mail ? [{ type: 'MX', ttlSeconds: given.oursTtl, rdata: theirMail } as const] : []),
        ];
    const mark = (owner: string): string =>
      formatMarker({
        owner,
        object: origin,
        marks: ours.map((record) => recordMark(name, record)).sort(),
      });
    const markers = { ours: [mark('me')], none: [], other: [mark('you')], stray: [mark('me'), '"stray"'] };
    const written = given.marker === 'none' || given.marker === 'other' ? [] : given.lost ? [] : ours;
    return {
      records: [...written, ...theirs],
      others: given.place && !alias ? ['LOC'] : [],
      marker: markers[given.marker],
    };
  });

const recordsOf = ({ records, others, marker }: HeldName): ModelRecord[] => [
  ...records.map((record) => ({ name, ...record })),
  ...others.map((type) => ({ name, type, ttlSeconds: 9, rdata: 'somewhere' })),
  ...marker.map((rdata) => ({ name: marked, type: 'TXT', ttlSeconds: 60, rdata })),
];

const isTheirs = ({ type, rdata }: ModelRecord): boolean =>
  type === 'LOC' || rdata.startsWith('192.0.2.') || rdata === '"theirs"' || rdata === theirMail;

test('a plan for a shared name is taken as it is, leads where it says, and leaves what others wrote', () => {
  fc.assert(
    fc.property(held, desired, (before, rrsets) => {
      const plan = planName({
        zone,
        owner: 'me',
        name,
        held: before,
        desired: rrsets && { origin, rrsets },
      });
      if (plan.kind !== 'change') return;
      const server = createModelZone(recordsOf(before));
      const theirs = modelText(server.records().filter(isTheirs));
      expect(server.update(plan)).toBe(true);
      const after = server.records();
      expect(modelText(after.filter(isTheirs))).toEqual(theirs);
      expect(modelText(after)).toEqual(modelText(recordsOf(plan.after)));
      expect(plan.ownRecords).toBe(recordsOwnedAt(name, plan.after, 'me').length);
      const again = planName({
        zone,
        owner: 'me',
        name,
        held: plan.after,
        desired: rrsets && { origin, rrsets },
      });
      // A part that is left out beside records of another writer stays a conflict; everything else is done.
      if (plan.conflict === undefined) expect(again).toEqual({ kind: 'none' });
      else expect(again).toEqual({ kind: 'conflict', reason: plan.conflict });
    }),
  );
});

test('a name with another owner’s marker is never changed', () => {
  fc.assert(
    fc.property(held, desired, (before, rrsets) => {
      const marker = [formatMarker({ owner: 'you', object: origin, marks: [] })];
      const given = { zone, owner: 'me', name, held: { ...before, marker } };
      const plan = planName({ ...given, desired: rrsets && { origin, rrsets } });
      expect(plan.kind).toBe(rrsets === undefined ? 'none' : 'conflict');
    }),
  );
});

test('what changed since it was planned makes the server refuse, not overwrite', () => {
  fc.assert(
    fc.property(held, held, desired, (planned, actual, rrsets) => {
      const plan = planName({
        zone,
        owner: 'me',
        name,
        held: planned,
        desired: rrsets && { origin, rrsets },
      });
      if (plan.kind !== 'change') return;
      const server = createModelZone(recordsOf(actual));
      const theirs = modelText(server.records().filter(isTheirs));
      server.update(plan);
      expect(modelText(server.records().filter(isTheirs))).toEqual(theirs);
    }),
    { numRuns: 2_000 },
  );
});

test('a name is created only where nothing at all is', () => {
  fc.assert(
    fc.property(held, desired, (before, rrsets) => {
      const free = { ...before, marker: [] };
      const given = { zone, owner: 'me', name, held: free };
      const plan = planName({ ...given, desired: rrsets && { origin, rrsets } });
      const isFree = free.records.length + free.others.length === 0;
      expect(plan.kind).toBe(rrsets === undefined ? 'none' : isFree ? 'change' : 'conflict');
    }),
  );
});

test('a type that is new to a name of ours comes only while nothing of others is there', () => {
  fc.assert(
    fc.property(held, desired, (before, rrsets) => {
      const plan = planName({
        zone,
        owner: 'me',
        name,
        held: before,
        desired: rrsets && { origin, rrsets },
      });
      if (plan.kind !== 'change') return;
      const records = recordsOf(before).filter((record) => record.name === name);
      const created = plan.changes.filter(({ kind }) => kind === 'create');
      if (records.some(isTheirs)) expect(created).toEqual([]);
    }),
  );
});
