import { beforeEach, describe, expect, test } from 'vitest';
import {
  desiredSource,
  digestOfSource,
  longestRrset,
  note,
  rrsetsOfSource,
  sameSource,
  type WrittenSource,
} from '../../../../src/controller/write/writtenSource.ts';
import type { ZoneContext } from '../../../../src/controller/zoneContext.ts';
import { digestOf } from '../../../../src/dns/recordDigest.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { type TestContext, testContext } from '../../../support/testContext.ts';

const name = 'db.ns.svc.k8s.example.';
const unit = objectUnit('ns/db');

let world: TestContext;
let context: ZoneContext;
let source: WrittenSource;

/** What the unit should hold now. */
const now = (): WrittenSource => {
  const found = desiredSource(context, unit);
  if (found === undefined) throw new Error(`Cannot test "${unit}": found no source, needed one`);
  return found;
};

beforeEach(() => {
  world = testContext();
  ({ context } = world);
  world.putHeadless('ns/db', ['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  source = now();
});

/** Records of each RRset of the unit. */
const counts = (of: WrittenSource): Record<string, number> =>
  Object.fromEntries(
    rrsetsOfSource(context, of).map((rrset) => [`${rrset.name} ${rrset.type}`, rrset.rdatas.length]),
  );

/** The unit is cut to this. */
const cutTo = (...allowance: readonly (readonly [string, number])[]): WrittenSource => {
  context.serverLimits.set(unit, new Map(allowance));
  return now();
};

describe('of a unit that the server takes a part of', () => {
  test('an RRset is cut, another is gone, and the rest is whole', () => {
    const all = counts(source);
    expect(all).toMatchObject({ [`${name} A`]: 3, [`10-0-0-1.${name} A`]: 1, [`10-0-0-2.${name} A`]: 1 });
    const { [`10-0-0-1.${name} A`]: _refused, ...rest } = all;
    const cut = cutTo([`${name} A`, 2], [`10-0-0-1.${name} A`, 0]);
    expect(counts(cut)).toEqual({ ...rest, [`${name} A`]: 2 });
    expect(digestOfSource(context, cut)).toEqual(digestOf(rrsetsOfSource(context, cut)));
  });

  test('the records that are there are counted', () => {
    const whole = source.kind === 'computed' ? source.digest.count : 0;
    note(context, unit, cutTo([`${name} A`, 2], [`10-0-0-1.${name} A`, 0]));
    expect([context.ledger.records(unit), context.ledger.totalRecords()]).toEqual([whole - 2, whole - 2]);
  });

  test('nothing is noted where nothing is left', () => {
    const none = Object.keys(counts(source)).map((key) => [key, 0] as const);
    note(context, unit, source);
    note(context, unit, cutTo(...none));
    expect([context.ledger.source(unit), context.ledger.totalRecords()]).toEqual([undefined, 0]);
  });
});

test('a Service is counted by what is known of it, and its records are not made for that', () => {
  let made = 0;
  const desired = {
    ...context.desired,
    rrsetsOf: (of: Parameters<typeof context.desired.rrsetsOf>[0]) => {
      made += 1;
      return context.desired.rrsetsOf(of);
    },
  };
  note({ ...context, desired }, unit, source);
  const records = Object.values(counts(source)).reduce((sum, count) => sum + count, 0);
  expect([made, context.ledger.records(unit), context.ledger.source(unit)]).toEqual([0, records, source]);
});

describe('two sources surely have the same records', () => {
  test('where they are one, or there is none', () => {
    expect(sameSource(undefined, undefined)).toBe(true);
    expect([sameSource(source, undefined), sameSource(undefined, source)]).toEqual([false, false]);
    const listed = { kind: 'listed', rrsets: [] } as const;
    expect([sameSource(listed, listed), sameSource(listed, { ...listed })]).toEqual([true, false]);
    expect([sameSource(listed, source), sameSource(source, listed)]).toEqual([false, false]);
  });

  test('where they are made of one snapshot, and not of a later one', () => {
    expect(sameSource(source, { ...source })).toBe(true);
    world.putHeadless('ns/db', ['10.0.0.1']);
    expect(sameSource(source, now())).toBe(false);
  });

  test('where both are cut to the same, and neither alone nor otherwise', () => {
    const cut = cutTo([`${name} A`, 2]);
    expect(sameSource(cut, now())).toBe(true);
    expect([sameSource(cut, source), sameSource(source, cut)]).toEqual([false, false]);
    expect(sameSource(cut, cutTo([`${name} A`, 1]))).toBe(false);
    const before = cutTo([`${name} A`, 2]);
    world.putHeadless('ns/db', ['10.0.0.1', '10.0.0.2']);
    expect(sameSource(before, now())).toBe(false);
  });
});

test('the longest RRset of a unit is told by its records, and is none of a unit that is gone', () => {
  expect(longestRrset(context, unit)).toBe(3);
  expect(longestRrset(context, objectUnit('ns/gone'))).toBe(0);
});
