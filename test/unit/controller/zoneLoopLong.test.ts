import { beforeEach, describe, expect, test } from 'vitest';
import type { ZoneEvent } from '../../../src/controller/zoneEvent.ts';
import type { UpdateContent } from '../../../src/dns/updateMessage.ts';
import type { UpdateOutcome } from '../../../src/server/updateOutcome.ts';
import { objectUnit } from '../../../src/zone/unit.ts';
import { createTimedZone, type TimedLoop, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';

let world: TimedZone;
/** What was sent, in order. */
let sent: UpdateContent[];

/** Each message takes so long, and is answered with this where it is not taken. */
const answer = (
  ms: number,
  instead: (content: UpdateContent) => UpdateOutcome | undefined = () => undefined,
) =>
  world.behave({
    update: async (content) => {
      sent.push(content);
      await new Promise<void>((resolve) => void world.time.after(ms, resolve));
      return instead(content) ?? (await world.model.client.update(content));
    },
  });

beforeEach(() => {
  world = createTimedZone();
  sent = [];
  answer(0);
});

type Written = Extract<ZoneEvent, { kind: 'written' }>;
const writtenBy = ({ events }: TimedLoop): readonly Written[] =>
  events.flatMap((event) => (event.kind === 'written' ? [event] : []));

const running = async (given: Parameters<TimedZone['running']>[0] = {}): Promise<TimedLoop> => {
  world.store.sync();
  const one = await world.running(given);
  sent = [];
  return one;
};

const putMany = (count: number): void => {
  for (let at = 0; at < count; at += 1) world.store.put(`shop/s${at}`, `10.96.${at >> 8}.${at & 255}`);
};

const large = (key: string, network: number): void =>
  world.store.putHeadless(
    key,
    Array.from({ length: 2_000 }, (_, at) => `10.${network + (at >> 8)}.${at & 255}.1`),
  );

const labelsIn = ({ operations }: UpdateContent): readonly string[] => [
  ...new Set(operations.map(({ name }) => name.split('.').at(-6) ?? '')),
];

describe('more than one message has', () => {
  test('is told message by message, with the time that each took and that each waited', async () => {
    const one = await running();
    answer(100);
    const before = writtenBy(one).length;
    putMany(1_000);
    await world.time.run(3_000);
    const written = writtenBy(one).slice(before);
    expect(sent.length).toBeGreaterThan(2);
    expect(written.map(({ durationMs }) => durationMs)).toEqual(sent.map(() => 100));
    expect(written.map(({ latenciesMs }) => [...new Set(latenciesMs)])).toEqual(
      sent.map((_, at) => [100 * (at + 1)]),
    );
    expect(written.flatMap(({ units }) => units)).toHaveLength(1_000);
    expect(written.at(-1)?.remaining).toBe(0);
  });

  test('ends with the first that has no way to the server; all of it is there once it has', async () => {
    const one = await running();
    answer(0, () => ({ kind: 'unreachable', reason: 'away' }));
    putMany(1_000);
    await world.time.run(50);
    expect([sent.length, one.loop.view.pending(), world.text().length]).toEqual([1, 1_000, 1]);
    answer(0);
    await world.time.run(3_000);
    expect([one.loop.view.pending(), world.text().length]).toEqual([0, 2_001]);
    expect(new Set(writtenBy(one).flatMap(({ units }) => units)).size).toBe(1_001);
  });
});

describe('of many Services in one message', () => {
  const isOf = (label: string) => (content: UpdateContent) =>
    content.operations.some(({ name }) => name.includes(label));

  test.each(['.s0.', '.s5.', '.s15.'])('the one that is refused, %s, is found by halving', async (label) => {
    const one = await running();
    answer(0, (content) =>
      isOf(`tcp${label}`)(content) || isOf(label)(content) ? { kind: 'refused' } : undefined,
    );
    world.addByHand('unrelated 60 TXT x');
    putMany(16);
    await world.time.run(1_000);
    expect(world.text().filter((line) => line.includes('.shop.svc.'))).toHaveLength(2 * 16 - 1);
    // Each half, and each time an empty message to see whether the zone takes any.
    expect(sent.length).toBeLessThan(20);
    expect([one.told('update-failed'), one.told('rrsets-refused').length]).toEqual([[], 1]);
  });

  test('one that is rejected whole waits, is not tried in parts, and is sent alone in five seconds', async () => {
    const one = await running();
    answer(0, (content) => (isOf('s0.shop')(content) ? { kind: 'rejected', rcode: 'FORMERR' } : undefined));
    putMany(1);
    await world.time.run(500);
    const unit = objectUnit('shop/s0');
    expect([sent.length, one.loop.view.quarantine().get(unit)?.outcome.kind]).toEqual([2, 'rejected']);
    world.store.put('shop/other', '10.97.0.1');
    await world.time.run(4_000);
    expect(sent.slice(2).filter(isOf('s0.shop'))).toEqual([]);
    expect(world.at(`other.shop.svc.${zone}`)).toHaveLength(1);
    await world.time.run(1_000);
    expect(sent.filter(isOf('s0.shop'))).toHaveLength(2);
    answer(0);
    await world.time.run(10_000);
    expect(world.at(`s0.shop.svc.${zone}`)).toHaveLength(1);
    expect([one.loop.view.quarantine().size, writtenBy(one).at(-1)?.latenciesMs]).toEqual([0, [0]]);
  });

  test('a half without an answer is not known: the zone is read before the other half is sent', async () => {
    const one = await running();
    const order: string[] = [];
    world.behave({
      update: async (content) => {
        order.push('update');
        if (order.length === 1) return { kind: 'refused' };
        if (order.length === 3) return { kind: 'unknown', reason: 'lost' };
        return await world.model.client.update(content);
      },
      transfer: async (from, sink) => {
        order.push('read');
        return await world.model.client.transfer(from, sink);
      },
    });
    putMany(8);
    await world.time.run(1_000);
    expect(order.slice(0, 5)).toEqual(['update', 'update', 'update', 'read', 'update']);
    expect([world.text().length, one.loop.view.pending()]).toEqual([17, 0]);
  });
});

describe('while the parts of a long one are under way', () => {
  test('another long one waits for its end, and what is small goes between', async () => {
    await running();
    answer(100);
    large('shop/large', 1);
    large('shop/wide', 20);
    await world.time.run(50);
    world.store.put('shop/small', '10.96.0.1');
    await world.time.run(10_000);
    const labels = sent.map((content) =>
      labelsIn(content)
        .filter((label) => label !== '_tcp')
        .join(),
    );
    expect(labels.filter((label, at) => label !== labels[at - 1] && label !== 'small')).toEqual([
      'large',
      'large',
      'wide',
    ]);
    expect(labels.slice(0, 3)).toEqual(['large', 'small', 'large']);
    expect([world.at(`large.shop.svc.${zone}`).length, world.at(`wide.shop.svc.${zone}`).length]).toEqual([
      2_000, 2_000,
    ]);
  });

  test('a large share of the zone that vanishes is held back all the same', async () => {
    putMany(20);
    const brake = { share: 0.3, records: 10, allowMassDelete: false };
    const one = await running({ options: { brake } });
    answer(100);
    large('shop/large', 1);
    await world.time.run(50);
    for (let at = 0; at < 20; at += 1) world.store.remove(`shop/s${at}`);
    await world.time.run(120);
    expect(one.told('held-back')).toMatchObject([{ removals: 40, owned: 41 }]);
    expect(world.at(`s0.shop.svc.${zone}`)).toHaveLength(1);
  });
});
