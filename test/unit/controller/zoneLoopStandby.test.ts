import { beforeEach, describe, expect, test } from 'vitest';
import { parseClaim } from '../../../src/zone/claim.ts';
import { createTimedWeb, type TimedLoop, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';
const web = `web.shop.svc.${zone}`;

let world: TimedZone;

beforeEach(() => {
  world = createTimedWeb();
});

const holders = (): readonly (string | undefined)[] =>
  world.claims().map((rdata) => parseClaim(rdata)?.holder);

/** Two processes of one owner, of which the second has the claim, and the first has seen that. */
const two = async (
  given: Parameters<TimedZone['start']>[0] = {},
  firstMs = 3_000,
): Promise<readonly [TimedLoop, TimedLoop]> => {
  const first = world.start(given);
  await world.time.run(firstMs);
  const second = world.start({ options: { holder: 'me/2' } });
  await world.time.run(3_000);
  first.loop.zoneChanged();
  await world.time.run(1_000);
  return [first, second];
};

describe('who stands by', () => {
  test('says so once, and by whom the zone is written; and writes nothing while that goes on', async () => {
    const [first] = await two();
    expect(first.told('standing-by')).toMatchObject([{ by: { holder: 'me/2' } }]);
    expect([first.loop.view.writtenBy(), first.loop.view.isClaimed()]).toEqual(['me/2', false]);
    world.store.put('shop/web', '10.96.0.2');
    world.store.put('shop/api', '10.96.0.3');
    await world.time.run(600_000);
    expect([holders(), first.told('standing-by').length]).toEqual([['me/2'], 1]);
    expect(world.at(web)).toEqual([`${web} 30 A 10.96.0.2`]);
  });

  test('claims the zone when it has been out of step for a minute, and writes what is missing', async () => {
    const [first, second] = await two();
    world.behave({ update: async () => ({ kind: 'unreachable', reason: 'away' }) });
    second.stop();
    await world.time.run(5_000);
    world.behave({});
    world.store.put('shop/web', '10.96.0.2');
    await world.time.run(59_000);
    expect([holders(), world.at(web)]).toEqual([['me/2'], [`${web} 30 A 10.96.0.1`]]);
    await world.time.run(2_000);
    expect([holders(), world.at(web)]).toEqual([['me/1'], [`${web} 30 A 10.96.0.2`]]);
    expect([first.loop.view.writtenBy(), first.loop.view.isClaimed()]).toEqual([undefined, true]);
    expect(first.told('claimed').at(-1)).toMatchObject({ previous: { holder: 'me/2' } });
  });

  test('claims at once what the other gives up', async () => {
    const [first, second] = await two();
    second.stop();
    await world.time.run(0);
    expect(holders()).toEqual(['me/2']);
    first.loop.zoneChanged();
    await world.time.run(1_000);
    expect(holders()).toEqual(['me/1']);
  });

  test('tries again what was refused of it when nobody writes that, and leaves it where somebody does', async () => {
    const refusing = async (content: Parameters<typeof world.client.update>[0]) =>
      content.operations.some(({ name }) => name === web)
        ? ({ kind: 'refused' } as const)
        : await world.model.client.update(content);
    world.behave({ update: refusing });
    // Until it has been refused several times, and waits for long.
    const [first, second] = await two({}, 20_000);
    expect([first.loop.view.writtenBy(), world.at(web)]).toEqual(['me/2', []]);
    expect(first.told('quarantined')).toHaveLength(3);
    // The one that writes is gone, and the server takes all again.
    world.behave({ update: async () => ({ kind: 'unreachable', reason: 'away' }) });
    second.stop();
    await world.time.run(2_000);
    world.behave({});
    expect([second.end()?.kind, holders()]).toEqual(['stopped', ['me/2']]);
    await world.time.run(45_000);
    expect([holders(), world.at(web)]).toEqual([['me/2'], []]);
    await world.time.run(45_000);
    expect([holders(), world.at(web)]).toEqual([['me/1'], [`${web} 30 A 10.96.0.1`]]);
    const third = world.start({ options: { holder: 'me/3' } });
    await world.time.run(3_600_000);
    expect([holders(), third.told('claimed').length]).toEqual([['me/3'], 1]);
  });

  test('has not written all by that, however well the zone is', async () => {
    const takesClaims = async (content: Parameters<typeof world.client.update>[0]) =>
      content.operations.every(({ name }) => name.startsWith('_k8s-bind.'))
        ? await world.model.client.update(content)
        : ({ kind: 'unreachable', reason: 'away' } as const);
    world.behave({ update: takesClaims });
    const first = world.start();
    await world.time.run(3_000);
    world.behave({});
    const second = world.start({ options: { holder: 'me/2' } });
    await world.time.run(0);
    first.loop.zoneChanged();
    await world.time.run(30_000);
    // The server has made one change of all since the first reading, before any claim (RFC 1995 §5).
    expect(first.end()).toBeUndefined();
    expect([first.loop.view.isClaimed(), second.loop.view.isSettled()]).toEqual([false, true]);
    expect([first.told('steady'), first.loop.view.isSettled()]).toEqual([[], false]);
  });

  test('does so as a run by hand never: that goes on under the claim that stands', async () => {
    const [first] = await two({ options: { oneShot: true } });
    expect([first.end(), first.told('standing-by'), first.loop.view.isClaimed()]).toEqual([
      undefined,
      [],
      true,
    ]);
    expect(holders()).toEqual(['me/2']);
  });

  test('is nobody who is told to exit', async () => {
    const [first] = await two({ options: { onFence: 'exit' } });
    expect(first.end()).toMatchObject({ kind: 'fenced', by: { holder: 'me/2' } });
  });
});
