import { describe, expect, test } from 'vitest';
import { isHistoryLost } from '../../../../src/controller/read/isHistoryLost.ts';
import type { HeldName } from '../../../../src/zone/heldName.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';
import { mirrorOf } from '../../../support/transferOf.ts';

const zone = 'k8s.example.';
const unit = objectUnit('ns/web');
const name = `www.${zone}`;

describe('a unit that the server took', () => {
  /** `web.ns.svc A 10.0.0.1` was taken. */
  const isLost = (there: string, { isChanged = false, isOmitted = false } = {}): boolean => {
    const { context } = testContext();
    const { ledger, quarantine, standing } = context;
    const rrset = { name: `web.ns.svc.${zone}`, type: 'A', ttlSeconds: 30, rdatas: ['10.0.0.1'] } as const;
    ledger.setSource(unit, { kind: 'listed', rrsets: [rrset] }, 1);
    ledger.doubt(unit);
    if (isOmitted) quarantine.tolerate(unit);
    return isHistoryLost(context, mirrorOf(standing.layout(), there), new Map(isChanged ? [[unit, []]] : []));
  };

  test.each([
    ['is there: it may have been there before', 'web.ns.svc A 10.0.0.1', {}, false],
    ['is not there, and no change of it was told: it is another history', '', {}, true],
    ['is there with other records', 'web.ns.svc A 10.0.0.2', {}, true],
    ['is among the changes', '', { isChanged: true }, false],
    ['is one of which the server leaves records out', '', { isOmitted: true }, false],
  ])('%s', (_what, there, given, lost) => {
    expect(isLost(there, given)).toBe(lost);
  });
});

describe('a name that the server took', () => {
  const held: HeldName = {
    records: [{ type: 'A', ttlSeconds: 30, rdata: '10.0.0.1' }],
    others: [],
    marker: [],
  };
  const isLost = (there: string, taken: HeldName | undefined): boolean => {
    const { context } = testContext();
    if (taken !== undefined) context.ledger.acknowledge(name, taken, 1);
    context.ledger.doubt(nameUnit(name));
    return isHistoryLost(context, mirrorOf(context.standing.layout(), there), new Map());
  };

  test.each([
    ['is there as it was taken', 'www A 10.0.0.1', held, false],
    ['is not there: it is another history', '', held, true],
    ['is there otherwise', 'www A 10.0.0.2', held, true],
    ['was not written by us', 'www A 10.0.0.2', undefined, false],
  ])('%s', (_what, there, taken, lost) => {
    expect(isLost(there, taken)).toBe(lost);
  });
});

test('of several that were taken one that is lost is enough, and none where nothing was', () => {
  const { context } = testContext();
  const mirror = mirrorOf(context.standing.layout(), 'web.ns.svc A 10.0.0.1');
  expect(isHistoryLost(context, mirror, new Map())).toBe(false);
  context.ledger.doubt(objectUnit('ns/other'));
  expect(isHistoryLost(context, mirror, new Map())).toBe(false);
  context.ledger.doubt(unit);
  expect(isHistoryLost(context, mirror, new Map())).toBe(true);
});
