import { describe, expect, test } from 'vitest';
import { planUnit, type UnitPlan } from '../../../../src/controller/write/planUnit.ts';
import { note } from '../../../../src/controller/write/writtenSource.ts';
import type { ZoneContext } from '../../../../src/controller/zoneContext.ts';
import { serviceRef } from '../../../../src/model/objectRef.ts';
import { formatMarker, markerName, recordMark } from '../../../../src/zone/marker.ts';
import { applyOther, applyRecord, emptyMirror } from '../../../../src/zone/mirror.ts';
import { toRrsets } from '../../../../src/zone/toRrsets.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { parseZoneText } from '../../../support/parseZoneText.ts';
import { testContext } from '../../../support/testContext.ts';

const zone = 'k8s.example.';
const origin = serviceRef('ns/web');
const room = 60_000;
const parse = (text: string) => parseZoneText(text, { origin: zone, defaultTtlSeconds: 60 });

type Given = {
  readonly theirs?: string;
  /** Records with markers, of `owner`. */
  readonly ours?: string;
  readonly owner?: string;
  readonly desired: string;
  /** What SRV records below it speak of. */
  readonly base?: string;
};

/** A zone with these records, and what names outside the territory should hold. */
const zoneWith = ({ theirs = '', ours = '', owner = 'test', desired, base }: Given): ZoneContext => {
  const { context } = testContext();
  const mirror = emptyMirror(context.standing.layout());
  for (const record of [...parse(theirs).records, ...parse(ours).records]) applyRecord(mirror, 'add', record);
  for (const record of parse(theirs).foreign) applyOther(mirror, 'add', record);
  for (const [name, records] of Map.groupBy(parse(ours).records, (record) => record.name)) {
    const marks = records.map((record) => recordMark(name, record)).sort();
    const rdata = formatMarker({ owner, object: origin, marks });
    applyRecord(mirror, 'add', { name: markerName(name, zone), type: 'TXT', ttlSeconds: 60, rdata });
  }
  context.standing.see(mirror);
  const wanted = Map.groupBy(parse(desired).records, (record) => record.name);
  const at = (name: string) => {
    const records = wanted.get(name);
    const isService = base !== undefined && name.startsWith('_');
    return records && { origin, rrsets: toRrsets(records), base: isService ? `${base}.${zone}` : name };
  };
  return { ...context, desired: { ...context.desired, at } };
};

const plan = (given: Given, label: string, octets = room): UnitPlan =>
  planUnit(zoneWith(given), nameUnit(`${label}.${zone}`), octets);

describe('a name outside the territory', () => {
  test('that is free is made in one message, and one that another writer has is a conflict', () => {
    const desired = 'web A 10.0.0.1\nweb A 10.0.0.2';
    const made = plan({ theirs: 'api A 192.0.2.1', desired }, 'web');
    expect(made).toMatchObject({
      kind: 'change',
      unit: nameUnit(`web.${zone}`),
      changes: [{ kind: 'create', after: { name: `web.${zone}`, rdatas: ['10.0.0.1', '10.0.0.2'] } }],
      after: { kind: 'name', name: `web.${zone}`, ownRecords: 2 },
    });
    expect(made).not.toHaveProperty('conflict');
    expect(made.kind === 'change' && made.steps.length).toBe(1);
    expect(plan({ desired }, 'api').kind).toBe('none');
    const reason = 'already holds A 192.0.2.1, which is not ours';
    expect(plan({ theirs: 'web A 192.0.2.1', desired }, 'web')).toEqual({ kind: 'conflict', reason, origin });
  });

  test('that stands below what another writer delegates is a conflict, its neighbour is not', () => {
    const given = { theirs: 'lab NS ns.else.', desired: 'web.lab A 10.0.0.1\nlabs A 10.0.0.1' };
    const reason = `stands at or below lab.${zone}, which is delegated (NS): another server is asked there`;
    expect(plan(given, 'web.lab')).toEqual({ kind: 'conflict', reason, origin });
    expect(plan(given, 'labs').kind).toBe('change');
  });

  test('beside another writer’s record changes what is ours, and says what is left out', () => {
    const given = {
      ours: 'web A 10.0.0.1',
      theirs: 'web TXT "x"',
      desired: 'web A 10.0.0.2\nweb AAAA fd00::1',
    };
    expect(plan(given, 'web')).toMatchObject({
      kind: 'change',
      changes: [{ kind: 'replace', after: { type: 'A', rdatas: ['10.0.0.2'] } }],
      after: { kind: 'name', ownRecords: 1 },
      conflict: { reason: 'holds TXT "x" as well, which is not ours', origin },
    });
  });

  test('that is delegated anew would hide what another writer has below it', () => {
    const given = { theirs: 'b.lab A 192.0.2.1', desired: 'lab NS ns.else.' };
    const reason = `would hide b.lab.${zone}, which is not ours`;
    expect(plan(given, 'lab')).toEqual({ kind: 'conflict', reason, origin });
    expect(plan({ ...given, theirs: 'b.labs A 192.0.2.1' }, 'lab').kind).toBe('change');
  });

  test('hides nothing by its addresses, nor by another server of a delegation that stands', () => {
    const theirs = 'b.lab A 192.0.2.1';
    expect(plan({ theirs, desired: 'lab A 10.0.0.1' }, 'lab').kind).toBe('change');
    const more = { theirs, ours: 'lab NS ns.else.', desired: 'lab NS ns.else.\nlab NS ns2.else.' };
    expect(plan(more, 'lab')).toMatchObject({ kind: 'change', changes: [{ kind: 'replace' }] });
  });

  test('is not begun where one message does not hold it, however slow the server is', () => {
    const addresses = Array.from({ length: 100 }, (_, at) => `web A 10.0.0.${at + 1}`).join('\n');
    const reason = expect.stringContaining('needs more records than one message holds');
    expect(plan({ desired: addresses }, 'web', 2_000)).toEqual({ kind: 'conflict', reason, origin });
    const slow = zoneWith({ desired: addresses });
    slow.pace.note(0, 60_000);
    const whole = planUnit(slow, nameUnit(`web.${zone}`), room);
    expect(whole.kind === 'change' && whole.steps.map(({ octets }) => octets > 1_024)).toEqual([true]);
  });
});

describe('a port of a name', () => {
  const base = 'web';
  const port = `_http._tcp.web.${zone}`;
  const desired = `web A 10.0.0.1\nweb AAAA fd00::1\n_http._tcp.web SRV 0 0 80 web.${zone}`;
  const portOf = (given: Omit<Given, 'desired'>) => plan({ desired, base, ...given }, '_http._tcp.web');
  const speaks = { kind: 'conflict', reason: `speaks of web.${zone}, which is not ours`, origin };

  test('is made beside a name that is free, and not where that is another writer’s or owner’s', () => {
    expect(portOf({})).toMatchObject({ kind: 'change', after: { name: port, ownRecords: 1 } });
    expect(portOf({ theirs: 'web A 192.0.2.1' })).toEqual(speaks);
    expect(portOf({ ours: 'web A 10.0.0.1', owner: 'else' })).toEqual(speaks);
  });

  test('is made where the name is ours, though another writer has a record there as well', () => {
    const given = { ours: 'web A 10.0.0.1', theirs: 'web A 192.0.2.1' };
    expect(plan({ ...given, desired }, 'web')).toMatchObject({ kind: 'conflict' });
    expect(portOf(given)).toMatchObject({ kind: 'change', after: { name: port } });
  });
});

describe('a Service in the territory', () => {
  const unit = objectUnit('ns/db');
  const addresses = Array.from({ length: 100 }, (_, at) => `10.1.0.${at + 1}`);
  const withService = () => {
    const world = testContext();
    world.putHeadless('ns/db', addresses);
    return world;
  };
  const stepsOf = (context: ZoneContext, octets: number): readonly number[] => {
    const found = planUnit(context, unit, octets);
    return found.kind === 'change' ? found.steps.map((step) => step.octets) : [];
  };

  test('is divided as the message has room, and smaller where the server is slow', () => {
    const { context } = withService();
    expect(stepsOf(context, room)).toHaveLength(1);
    const parts = stepsOf(context, 2_000);
    expect(parts.length).toBeGreaterThan(1);
    expect(Math.max(...parts)).toBeLessThanOrEqual(2_000);
    context.pace.note(0, 60_000);
    const small = stepsOf(context, room);
    expect(small.length).toBeGreaterThan(parts.length);
    expect(Math.max(...small)).toBeLessThanOrEqual(1_024);
  });

  test('that stands as it is needs nothing, and its records are not made to see that', () => {
    const { context } = withService();
    note(context, unit, context.desired.source(unit));
    let made = 0;
    const rrsetsOf: typeof context.desired.rrsetsOf = (source) => {
      made += 1;
      return context.desired.rrsetsOf(source);
    };
    const counting = { ...context, desired: { ...context.desired, rrsetsOf } };
    expect([planUnit(counting, unit, room), made]).toEqual([{ kind: 'none' }, 0]);
  });

  test('that was changed and changed back needs nothing, and is known as it is now', () => {
    const { context, putHeadless } = withService();
    const before = context.desired.source(unit);
    note(context, unit, before);
    const records = context.ledger.totalRecords();
    putHeadless('ns/db', []);
    putHeadless('ns/db', addresses);
    const after = context.desired.source(unit);
    expect(after).not.toBe(before);
    expect(planUnit(context, unit, room)).toEqual({ kind: 'none' });
    expect(context.ledger.source(unit)).toBe(after);
    expect(context.ledger.totalRecords()).toBe(records);
  });

  test('that has one address more has that alone written', () => {
    const { context, putHeadless } = withService();
    note(context, unit, context.desired.source(unit));
    putHeadless('ns/db', [...addresses, '10.1.0.200']);
    const label = '10-1-0-200.db.ns.svc';
    expect(planUnit(context, unit, room)).toMatchObject({
      kind: 'change',
      changes: expect.arrayContaining([
        { kind: 'create', after: expect.objectContaining({ name: `${label}.${zone}` }) },
      ]),
      after: { kind: 'territory', source: context.desired.source(unit) },
    });
  });
});
