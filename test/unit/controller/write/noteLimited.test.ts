import { describe, expect, test } from 'vitest';
import { noteLimited } from '../../../../src/controller/write/noteLimited.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { testContext } from '../../../support/testContext.ts';

const unit = objectUnit('ns/web');
const address = 'web.ns.svc.k8s.example. A';
const port = '_http._tcp.web.ns.svc.k8s.example. SRV';

/** What is kept and told of a Service with one cluster IP and one port that is cut to this. */
const noted = (...allowance: readonly (readonly [string, number])[]) => {
  const { context, events, put } = testContext();
  put('ns/web', '10.96.0.1');
  context.serverLimits.set(unit, new Map(allowance));
  noteLimited(context, unit);
  const first = events.length;
  noteLimited(context, unit);
  expect(events.length, 'told once').toBe(first);
  return { kept: [...(context.serverLimits.of(unit) ?? [])], events };
};

describe('what a unit is cut to', () => {
  test.each([
    { is: 'an RRset that is refused', cut: [[port, 0]], kept: [[port, 0]], told: ['rrsets-refused'] },
    { is: 'one that fits whole', cut: [[address, 1]], kept: [], told: [] },
    {
      is: 'one that fits whole beside one that is refused',
      cut: [
        [address, 1],
        [port, 0],
      ],
      kept: [[port, 0]],
      told: ['rrsets-refused'],
    },
    { is: 'one that is not there any more', cut: [['old.k8s.example. A', 5]], kept: [], told: [] },
    { is: 'nothing', cut: [], kept: [], told: [] },
  ] as const)('and is $is is kept and told as long as it is so', ({ cut, kept, told }) => {
    const outcome = noted(...cut);
    expect(outcome.kept).toEqual(kept);
    expect(outcome.events.map(({ kind }) => kind)).toEqual(told);
  });

  test('is told by its least limit, and by what is left out whole', () => {
    const { context, events, putHeadless } = testContext();
    const headless = objectUnit('ns/db');
    const name = 'db.ns.svc.k8s.example.';
    putHeadless('ns/db', ['10.0.0.1', '10.0.0.2', '10.0.0.3']);
    const allowance = new Map([
      [`${name} A`, 2],
      [`10-0-0-1.${name} A`, 0],
      [`10-0-0-2.${name} A`, 1],
    ]);
    context.serverLimits.set(headless, allowance);
    noteLimited(context, headless);
    expect(events).toEqual([
      { kind: 'record-limit', unit: headless, limit: 2 },
      { kind: 'rrsets-refused', unit: headless, rrsets: [`10-0-0-1.${name} A`] },
    ]);
    expect(context.serverLimits.of(headless)?.size).toBe(2);
  });
});
