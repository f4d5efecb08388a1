import { expect, test } from 'vitest';
import { type Cut, startCuttingProxy } from '../support/cuttingProxy.ts';
import { type Named, startNamed } from '../support/named.ts';
import { seeded } from '../support/seed.ts';
import { createTestStore, type TestStore } from '../support/testStore.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon } from '../support/zoneDaemon.ts';

/** The brake has its own test: here random Services come and go by the dozen. */
const options = { brake: { share: 1, records: 0, allowMassDelete: true } };
const hand =
  'update add www.k8s.example. 300 A 192.0.2.1\nupdate add mail.k8s.example. 300 MX 10 mail.example.net.';

/** The zone without what differs from run to run: its serial and the claim. */
const contentOf = async (named: Named): Promise<string> =>
  (await named.axfrText('k8s.example')).replace(/^\S+ \d+ IN SOA .*\n|^_k8s-bind\.\S+ .*\n/gm, '');

/** What the zone holds when the same Services are written by a daemon that nobody disturbs. */
const undisturbed = async (store: TestStore): Promise<string> => {
  await using named = await startNamed();
  await named.nsupdate(hand);
  await using daemon = startZoneDaemon(named, { store, options });
  await daemon.settled();
  return await contentOf(named);
};

const changeSome = (store: TestStore, random: ReturnType<typeof seeded>): void => {
  for (let count = random.below(20) + 1; count > 0; count -= 1) {
    const key = `${random.pick(['default', 'shop'])}/web-${random.below(40)}`;
    const dice = random.below(5);
    if (dice === 0) store.remove(key);
    else if (dice === 1) {
      store.putSpec(key, { type: 'ExternalName', externalName: `e${random.below(9)}.example.net` });
    } else store.put(key, `10.96.${random.below(250)}.${random.below(250) + 1}`);
  }
};

test('connections that are cut in the middle of a message, either way: the zone converges, without conflicts', async () => {
  const random = seeded('cuts');
  await using named = await startNamed();
  await named.nsupdate(hand);
  await using proxy = await startCuttingProxy(named);
  proxy.cutNext = () => {
    if (random.below(4) === 0) return { direction: 'toServer', octets: random.below(10_000) };
    const direction = random.pick<Cut['direction']>(['toServer', 'toClient']);
    return { direction, octets: random.below(random.pick([30, 300, 3_000])) };
  };
  await using daemon = startZoneDaemon(named, { port: proxy.port, options });
  for (let round = 0; round < 40; round += 1) {
    changeSome(daemon.store, random);
    const [cuts, sent] = [proxy.cuts(), daemon.updates.length];
    // After several cuts in a row it waits for up to five seconds before it tries again.
    await waitFor('cut, or sent', () => proxy.cuts() > cuts || daemon.updates.length > sent, {
      intervalMs: 1,
      deadlineMs: 40_000,
    });
  }
  proxy.cutNext = () => undefined;
  await daemon.settled();
  await daemon.look();
  expect(proxy.cuts()).toBeGreaterThan(4);
  expect(await contentOf(named)).toBe(await undisturbed(daemon.store));
  expect(daemon.loop.view.conflicts().size).toBe(0);
  expect(daemon.of('conflict')).toEqual([]);
  expect(daemon.of('drift')).toEqual([]);
});

test('named is killed in the middle of a sync, again and again: the zone converges', async () => {
  const random = seeded('named killed');
  await using named = await startNamed();
  await named.nsupdate(hand);
  await using daemon = startZoneDaemon(named, { options });
  await daemon.settled();
  for (let round = 0; round < 5; round += 1) {
    for (let times = 0; times < 5; times += 1) changeSome(daemon.store, random);
    const sent = daemon.updates.length;
    await waitFor('a message is under way', () => daemon.updates.length > sent, { intervalMs: 1 });
    await named.kill();
    await named.start();
  }
  await daemon.settled();
  await daemon.look();
  expect(await contentOf(named)).toBe(await undisturbed(daemon.store));
  expect(daemon.of('conflict')).toEqual([]);
});

test('our process ends in the middle of a sync, and others go on: the zone converges', async () => {
  const random = seeded('daemon ended');
  await using named = await startNamed();
  await named.nsupdate(hand);
  await using proxy = await startCuttingProxy(named);
  const store = createTestStore();
  for (let round = 0; round < 6; round += 1) {
    for (let times = 0; times < 5; times += 1) changeSome(store, random);
    const octets = random.below(4_000);
    // As killed: what it had under way may have arrived or not, and it never hears of it.
    const direction = random.pick<Cut['direction']>(['toServer', 'toClient']);
    proxy.cutNext = () => ({ direction, octets });
    const cuts = proxy.cuts();
    const dying = startZoneDaemon(named, { store, port: proxy.port, options });
    await waitFor('cut, or done', () => proxy.cuts() > cuts || dying.loop.view.isSettled());
    await dying.stop();
  }
  await using last = startZoneDaemon(named, { store, options });
  await last.settled();
  await last.look();
  expect(await contentOf(named)).toBe(await undisturbed(store));
  expect(last.of('conflict')).toEqual([]);
});
