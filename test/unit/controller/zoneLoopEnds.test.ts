import { beforeEach, describe, expect, test } from 'vitest';
import { formatClaim, parseClaim } from '../../../src/zone/claim.ts';
import { objectUnit } from '../../../src/zone/unit.ts';
import { createTimedWeb, type TimedZone } from '../../support/timedZone.ts';

const zone = 'k8s.example.';
const web = `web.shop.svc.${zone}`;

let world: TimedZone;

beforeEach(() => {
  world = createTimedWeb();
});

const claim = () => world.claims().map(parseClaim);

/** The first update waits until `answer` is called. `sent` holds how many operations each had. */
const holdFirstUpdate = (): { readonly sent: readonly number[]; readonly answer: () => void } => {
  const sent: number[] = [];
  let letGo: () => void = () => undefined;
  world.behave({
    update: async (content) => {
      sent.push(content.operations.length);
      if (sent.length === 1) await new Promise<void>((resolve) => (letGo = resolve));
      return await world.model.client.update(content);
    },
  });
  return { sent, answer: () => letGo() };
};

describe('who is stopped', () => {
  test('at rest ends at once, and says in its claim that it has', async () => {
    const one = await world.running();
    expect(one.end()).toBeUndefined();
    one.stop();
    await world.time.run(0);
    expect(one.end()).toEqual({ kind: 'stopped' });
    expect(claim()).toMatchObject([{ holder: 'me/1', stopped: true }]);
    expect(one.loop.view.isClaimed()).toBe(false);
  });

  test('while a message is under way ends with its answer, and begins no other', async () => {
    const one = await world.running();
    const { sent, answer } = holdFirstUpdate();
    world.store.put('shop/web', '10.96.0.2');
    await world.time.run(0);
    world.store.put('shop/api', '10.96.0.3');
    one.stop();
    await world.time.run(1_000);
    expect([one.end(), claim()[0]?.stopped]).toEqual([undefined, false]);
    answer();
    await world.time.run(0);
    expect([one.end(), claim()[0]?.stopped]).toEqual([{ kind: 'stopped' }, true]);
    expect([world.at(web), world.at(`api.shop.svc.${zone}`), sent.length]).toEqual([
      [`${web} 30 A 10.96.0.2`],
      [],
      2,
    ]);
  });

  test('while many messages are to be sent begins no other', async () => {
    const one = await world.running();
    const { sent, answer } = holdFirstUpdate();
    for (let at = 0; at < 1_200; at += 1) world.store.put(`shop/s${at}`, `10.96.${at >> 8}.${at & 255}`);
    await world.time.run(0);
    one.stop();
    answer();
    await world.time.run(0);
    expect([one.end(), sent.length, sent.at(-1)]).toEqual([{ kind: 'stopped' }, 2, 2]);
    expect(sent[0]).toBeLessThan(2_400);
  });

  test('waits two seconds for a server that does not answer, and leaves the claim as it is', async () => {
    const one = await world.running();
    world.behave({ update: () => new Promise(() => undefined) });
    world.store.put('shop/web', '10.96.0.2');
    await world.time.run(10_000);
    one.stop();
    await world.time.run(1_999);
    expect(one.end()).toBeUndefined();
    await world.time.run(1);
    expect([one.end(), claim()[0]?.stopped]).toEqual([{ kind: 'stopped' }, false]);
  });

  test('waits two seconds for the answer to its last words', async () => {
    const one = await world.running();
    world.behave({ update: () => new Promise(() => undefined) });
    one.stop();
    await world.time.run(1_999);
    expect(one.end()).toBeUndefined();
    await world.time.run(1);
    expect(one.end()).toEqual({ kind: 'stopped' });
  });

  test('before it has begun does nothing', async () => {
    const one = world.start();
    one.stop();
    await world.time.run(100);
    expect([one.end(), world.model.updates]).toEqual([{ kind: 'stopped' }, []]);
  });
});

describe('a run that ends when all is written', () => {
  const once = { once: () => true };

  test('ends once that is read back, with its claim given up', async () => {
    const one = world.start({ deps: once });
    await world.time.run(500);
    expect([one.end(), world.at(web).length]).toEqual([undefined, 1]);
    await world.time.run(2_500);
    expect(one.end()).toEqual({ kind: 'converged', refused: [], heldBack: [] });
    expect([one.told('steady').length, claim()[0]?.stopped]).toEqual([1, true]);
  });

  test('says what the server refuses, and what is held back', async () => {
    await world.running().then(({ stop }) => stop());
    world.store.remove('shop/web');
    world.store.putHeadless('shop/one', ['10.1.0.1']);
    world.behave({
      update: async (content) =>
        content.operations.some(({ name }) => name.includes('one.shop'))
          ? { kind: 'refused' }
          : await world.model.client.update(content),
    });
    const brake = { share: 0.1, records: 1, allowMassDelete: false };
    const one = world.start({ deps: once, options: { brake } });
    await world.time.run(3_000);
    expect(one.end()).toEqual({
      kind: 'converged',
      refused: [objectUnit('shop/one')],
      heldBack: [objectUnit('shop/web')],
    });
  });

  test('does not end when a wait for the server is over between two looks at the clock', async () => {
    await world.running().then(({ stop }) => stop());
    world.store.put('shop/web', '10.96.0.2');
    world.behave({
      update: async (content) =>
        content.operations.some(({ name }) => name === web)
          ? { kind: 'unreachable', reason: 'away' }
          : await world.model.client.update(content),
    });
    // Timers go off a little early, as Node's do, and half a millisecond passes from one look to the next.
    const { time } = world;
    let instantMs = -1;
    let looks = 0;
    const nowMs = (): number => {
      looks = time.nowMs() === instantMs ? looks + 1 : 0;
      instantMs = time.nowMs();
      return instantMs + looks / 2;
    };
    const after: typeof time.after = (delayMs, action) => time.after(Math.max(0.1, delayMs - 0.4), action);
    const one = world.start({ deps: { ...once, nowMs, after } });
    await time.run(60_000);
    expect([one.end(), one.told('steady'), world.at(web)]).toEqual([
      undefined,
      [],
      [`${web} 30 A 10.96.0.1`],
    ]);
    world.behave({});
    await time.run(10_000);
    expect([one.end()?.kind, world.at(web)]).toEqual(['converged', [`${web} 30 A 10.96.0.2`]]);
  });

  test('does not end while the server is away', async () => {
    world.behave({ update: async () => ({ kind: 'unreachable', reason: 'away' }) });
    const one = world.start({ deps: once });
    await world.time.run(60_000);
    expect(one.end()).toBeUndefined();
    world.behave({});
    await world.time.run(5_000);
    expect(one.end()?.kind).toBe('converged');
  });
});

describe('a claim of another owner', () => {
  const theirs = { owner: 'you', epoch: 9, territory: 'svc,dns-version', holder: 'you/1', stopped: false };

  /** The zone as somebody shows it who stands between us and the server. */
  const forge = (): void =>
    world.behave({
      transfer: async (_from, sink) => {
        sink.begin('full');
        const rdata = formatClaim(theirs);
        sink.record('add', { name: `_k8s-bind.${zone}`, type: 'TXT', ttlSeconds: 60, rdata });
        return { kind: 'complete', mode: 'full', serial: 99 };
      },
    });

  test('in a signed reading ends the loop, and is not touched', async () => {
    const one = await world.running();
    forge();
    one.loop.parts.schedule.doubt('full');
    one.loop.wake();
    await world.time.run(100);
    expect(one.end()).toEqual({ kind: 'foreign-owner', claim: theirs });
  });

  test('in an unsigned one ends nobody before the server has confirmed it', async () => {
    const one = await world.running({ deps: { client: { ...world.client, areReadsSigned: false } } });
    forge();
    one.loop.parts.schedule.doubt('full');
    one.loop.wake();
    await world.time.run(100);
    expect(one.end()).toBeUndefined();
    world.behave({});
    await world.time.run(5_000);
    expect([one.end(), one.loop.view.isClaimed()]).toEqual([undefined, true]);
  });
});
