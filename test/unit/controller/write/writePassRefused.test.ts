import { beforeEach, describe, expect, test } from 'vitest';
import type { UpdateOutcome } from '../../../../src/server/updateOutcome.ts';
import { objectUnit, type UnitKey } from '../../../../src/zone/unit.ts';
import { createPassWorld, oneEach, type PassWorld } from './passWorld.ts';

const rejected = { kind: 'rejected', rcode: 'FORMERR' } as const;
const [a, b] = ['ns/a', 'ns/b'].map(objectUnit) as [UnitKey, UnitKey];

let world: PassWorld;

beforeEach(() => {
  world = createPassWorld();
});

const waiting = (): readonly UnitKey[] => [...world.context.queue.units()];
const inQuarantine = (): readonly UnitKey[] => [...world.context.quarantine.units().keys()];

/** The Service `ns/a` is answered with this, and everything else is taken. */
const refuse = (outcome: UpdateOutcome): void =>
  world.answer((services) => (services === 'a' ? outcome : { kind: 'applied' }));

describe('a unit that is refused although it stands alone', () => {
  test('ends the pass: what is prepared waits for the next', async () => {
    world = createPassWorld(oneEach);
    world.put('a', 'b');
    refuse(rejected);
    await world.pass();
    expect([world.sent, waiting(), world.context.queue.pending()]).toEqual([['a', ''], [b], 1]);
    expect(inQuarantine()).toEqual([a]);
    await world.pass();
    expect([world.sent.at(-1), world.context.queue.pending()]).toEqual(['b', 0]);
  });

  test('ends the long one between whose parts it went, which is read and begun anew', async () => {
    world.putLong('b');
    world.context.queue.setApart([b]);
    world.put('a');
    refuse(rejected);
    await world.pass();
    expect([world.sent, world.context.schedule.readDue()]).toEqual([['b', 'a', ''], 'incremental']);
    expect([waiting(), inQuarantine()]).toEqual([[b], [a]]);
  });

  test('stays cut as it was, since nothing new was learned of it', async () => {
    const { serverLimits } = world.context;
    const allowance = new Map([['a.ns.svc.k8s.example. A', 40]]);
    world.putHeadless('ns/a', ['10.1.0.1', '10.1.0.2']);
    serverLimits.set(a, allowance);
    refuse(rejected);
    await world.pass();
    expect([world.sent, serverLimits.of(a)]).toEqual([['a', ''], allowance]);
    world.answer(() => ({ kind: 'applied' }));
    world.sleep(5_000);
    await world.pass();
    expect([world.sent.at(-1), serverLimits.of(a)]).toEqual(['a', undefined]);
  });

  test('by its conditions for the third time is in quarantine, and the next plan counts anew', async () => {
    const { schedule } = world.context;
    for (let times = 0; times < 2; times += 1) schedule.noteStalePlan();
    world.put('a');
    refuse({ kind: 'prerequisite-failed', rcode: 'NXRRSET' });
    await world.pass();
    expect([inQuarantine(), schedule.noteStalePlan()]).toEqual([[a], 1]);
  });
});
