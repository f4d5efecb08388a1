import { beforeEach, expect, test } from 'vitest';
import { createTimedZone, type TimedLoop, type TimedZone } from '../../support/timedZone.ts';

const wildcardAddress = '192.0.2.10';

let world: TimedZone;

beforeEach(() => {
  world = createTimedZone();
});

const put = (name: string, host: string, ip: string): void =>
  world.store.putObject('ingresses', {
    metadata: { namespace: 'shop', name, creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { rules: [{ host: `${host}.k8s.example` }] },
    status: { loadBalancer: { ingress: [{ ip }] } },
  });

const running = async (): Promise<TimedLoop> => {
  world.store.sync();
  const records = {
    sources: ['ingress'] as const,
    allow: [{ scope: {}, patterns: ['**.{zone}', '*.apps.{zone}'] }],
  };
  const one = world.start({ records });
  await world.time.run(3_000);
  return one;
};

/** Names that answer as the wildcard does. */
const likeWildcard = (): readonly string[] =>
  world
    .text()
    .flatMap((line) => (line.endsWith(` A ${wildcardAddress}`) ? [line.slice(0, line.indexOf('.k8s'))] : []));

const notice = async (one: TimedLoop): Promise<void> => {
  one.loop.zoneChanged();
  await world.time.run(3_000);
};

test('what another writer has below a wildcard takes no names from it, before the start or later', async () => {
  put('wild', '*.apps', wildcardAddress);
  world.addByHand('x.deep.apps A 192.0.2.99');
  const one = await running();
  expect(likeWildcard()).toEqual(['*.apps', '*.deep.apps', '*.x.deep.apps', 'deep.apps']);
  world.addByHand('y.flat.apps A 192.0.2.99');
  world.removeByHand('x.deep.apps.k8s.example.', 'A');
  await notice(one);
  expect(likeWildcard()).toEqual(['*.apps', '*.flat.apps', '*.y.flat.apps', 'flat.apps']);
});

test('what stands below a wildcard that comes later is looked at then', async () => {
  world.addByHand('x.deep.apps A 192.0.2.99');
  const one = await running();
  expect(likeWildcard()).toEqual([]);
  put('wild', '*.apps', wildcardAddress);
  await world.time.run(3_000);
  expect(likeWildcard()).toEqual(['*.apps', '*.deep.apps', '*.x.deep.apps', 'deep.apps']);
  expect(one.loop.view.conflicts().size).toBe(0);
});

test('nothing stands for a wildcard below what another writer delegates, and does again afterwards', async () => {
  put('wild', '*.apps', wildcardAddress);
  put('deep', 'a.sub.apps', '192.0.2.11');
  const one = await running();
  const all = ['*.a.sub.apps', '*.apps', '*.sub.apps', 'sub.apps'];
  expect(likeWildcard()).toEqual(all);
  world.addByHand('sub.apps NS ns.else.');
  await notice(one);
  expect(likeWildcard()).toEqual(['*.apps']);
  world.removeByHand('sub.apps.k8s.example.', 'NS');
  await notice(one);
  expect(likeWildcard()).toEqual(all);
});
