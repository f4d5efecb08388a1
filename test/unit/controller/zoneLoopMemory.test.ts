import { beforeEach, describe, expect, test } from 'vitest';
import type { ZoneMemory } from '../../../src/controller/zoneContext.ts';
import { parseClaim } from '../../../src/zone/claim.ts';
import { emptyMirror, type Mirror } from '../../../src/zone/mirror.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';
import { createTimedWeb, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';

let world: TimedZone;

beforeEach(() => {
  world = createTimedWeb();
});

describe('what is remembered of the zone', () => {
  const createMemory = () => {
    const written: Mirror[] = [];
    const memory: ZoneMemory = {
      read: async () => undefined,
      write: async (mirror) => void written.push(mirror),
    };
    return { written, deps: { memory } };
  };

  test('is what was read, with the claim as it was before it said that its holder has stopped', async () => {
    const { written, deps } = createMemory();
    const one = await world.running({ deps });
    const serial = one.loop.view.serial();
    one.stop();
    await world.time.run(0);
    expect(written).toHaveLength(1);
    expect(written[0]?.serial).toBe(serial);
    expect(written[0]?.claim.map(parseClaim)).toMatchObject([{ holder: 'me/1', stopped: false }]);
  });

  test('is nothing where the zone was not read, or its content is in doubt', async () => {
    const { written, deps } = createMemory();
    world.behave({ transfer: async () => ({ kind: 'unreachable', reason: 'away' }) });
    const unread = await world.running({ deps });
    unread.stop();
    await world.time.run(0);
    world.behave({});
    const doubting = await world.running({ deps });
    doubting.loop.parts.schedule.doubt('full');
    doubting.stop();
    await world.time.run(0);
    expect([unread.end(), doubting.end(), written]).toEqual([{ kind: 'stopped' }, { kind: 'stopped' }, []]);
  });

  test('is what there is where only its changes are to be read', async () => {
    const { written, deps } = createMemory();
    const one = await world.running({ deps });
    one.loop.parts.schedule.doubt('incremental');
    one.stop();
    await world.time.run(0);
    expect(written).toHaveLength(1);
  });

  test('is kept by nobody who ends since the zone is not its own', async () => {
    world.addByHand('a.b.svc A 192.0.2.1');
    const { written, deps } = createMemory();
    const one = await world.running({ deps });
    expect([one.end()?.kind, written, world.claims()]).toEqual(['occupied', [], []]);
    expect(one.loop.doing()).toBe('wait');
  });
});

/** From which serials the zone is read from now on; undefined where as a whole. */
const noteTransfers = (): readonly (number | undefined)[] => {
  const froms: (number | undefined)[] = [];
  world.behave({
    transfer: (from, sink) => {
      froms.push(from);
      return world.model.client.transfer(from, sink);
    },
  });
  return froms;
};

describe('a start with what is remembered of the zone', () => {
  const remembering = (mirror: Mirror) => {
    const mirrors = [mirror];
    return { deps: { memory: { read: async () => mirrors.shift(), write: async () => undefined } } };
  };

  test('only its changes are read, and the whole a while later', async () => {
    const kept: Mirror[] = [];
    const write = async (mirror: Mirror) => void kept.push({ ...mirror });
    (await world.running({ deps: { memory: { read: async () => undefined, write } } })).stop();
    await world.time.run(0);
    const [mirror] = kept;
    if (mirror === undefined) throw new Error('a mirror was expected');
    const { serial } = mirror;
    const froms = noteTransfers();
    const one = world.start(remembering(mirror));
    await world.time.run(0);
    expect([froms, one.loop.view.isSettled()]).toEqual([[serial], true]);
    await world.time.run(10_000);
    expect(froms.filter((from) => from === undefined)).toHaveLength(1);
  });

  test('without a claim in it, the whole is read at once', async () => {
    (await world.running()).stop();
    await world.time.run(0);
    const answer = await world.model.client.soa();
    const serial = answer.kind === 'soa' ? answer.serial : 0;
    const froms = noteTransfers();
    const one = world.start(
      remembering({ ...emptyMirror(forwardLayout(zone, { podNames: false })), serial }),
    );
    await world.time.run(0);
    expect([froms, one.loop.view.isSettled()]).toEqual([[serial, undefined], true]);
  });
});
