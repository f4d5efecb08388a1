import { describe, expect, test } from 'vitest';
import { endpointsChangedMs } from '../../../src/controller/endpointsChangedMs.ts';
import { createStanding } from '../../../src/controller/standing.ts';
import { unitsOfObject } from '../../../src/controller/unitsOfObject.ts';
import { objectRefKey, serviceRef } from '../../../src/model/objectRef.ts';
import { emptyMirror } from '../../../src/zone/mirror.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';

describe('the time of a change of endpoints', () => {
  const slice = (name: string, changedMs?: number) => ({ name, changedMs });
  const of = (...slices: readonly object[]) =>
    ({ service: {}, slices }) as unknown as Parameters<typeof endpointsChangedMs>[0];
  const now = 100_000;
  const [a, b] = [slice('a', 99_000), slice('b', 98_000)];

  test('is the first of those that a Service has now and had not before', () => {
    expect(endpointsChangedMs(of(), of(a, b), now)).toBe(98_000);
    expect(endpointsChangedMs(of(b), of(a, b), now)).toBe(99_000);
    expect(endpointsChangedMs(of(slice('a', 90_000), b), of(a, b), now)).toBe(99_000);
  });

  test('is not told of a Service that has just come or is gone, or has the same endpoints', () => {
    expect(endpointsChangedMs(undefined, of(a), now)).toBeUndefined();
    expect(endpointsChangedMs(of(a), undefined, now)).toBeUndefined();
    expect(endpointsChangedMs(of(a), of(a), now)).toBeUndefined();
    expect(endpointsChangedMs(of(a), of(), now)).toBeUndefined();
    expect(endpointsChangedMs(of(), of(slice('a')), now)).toBeUndefined();
  });

  test('is not told of an object that is no Service, before or now', () => {
    const node = { kind: 'node', slices: [] } as unknown as ReturnType<typeof of>;
    const service = of(a);
    expect(endpointsChangedMs(node, service, now)).toBeUndefined();
    expect(endpointsChangedMs(service, node, now)).toBeUndefined();
    expect(endpointsChangedMs(node, { ...node } as typeof node, now)).toBeUndefined();
  });

  test('is that of another change, however long ago', () => {
    expect(endpointsChangedMs(of(slice('a', 1_000)), of(slice('a', 2_000)), now)).toBe(2_000);
    expect(endpointsChangedMs(of(slice('b', 1_000)), of(slice('a', 2_000)), now)).toBe(2_000);
  });

  test('is not that of an earlier change, long after it', () => {
    const at = (changedMs: number) =>
      endpointsChangedMs(of(slice('a', changedMs)), of(slice('a', changedMs)), now);
    expect(at(90_000)).toBe(90_000);
    expect(at(89_999)).toBeUndefined();
  });
});

test('an object is pending as itself, a ServiceImport as the Service of its name too', () => {
  expect(unitsOfObject(objectRefKey(serviceRef('ns/web')))).toHaveLength(1);
  const ref = { kind: 'ServiceImport', namespace: 'ns', name: 'web' };
  expect(unitsOfObject(objectRefKey(ref))).toEqual([
    ...unitsOfObject(objectRefKey(ref)).slice(0, 1),
    ...unitsOfObject(objectRefKey(serviceRef('ns/web'))),
  ]);
});

test('a zone that is divided otherwise is neither read nor ours any more, and the epoch is remembered', () => {
  const layout = forwardLayout('z.', { podNames: false });
  const other = forwardLayout('z.', { podNames: true });
  const standing = createStanding(layout);
  const claim = { owner: 'me', epoch: 4, territory: 'svc', holder: 'here/1', stopped: false };
  const held = { claim, name: '_k8s-bind.z.', rdata: '"claim"', joined: false };
  standing.hold(held);
  const mirror = emptyMirror(layout);
  standing.see(mirror);
  standing.hold(held);
  expect([standing.mirror()?.claim, standing.claim(), standing.heldEpoch()]).toEqual([['"claim"'], held, 4]);
  standing.leave('"stopped"');
  expect([mirror.claim, standing.claim()]).toEqual([['"stopped"'], undefined]);
  standing.hold(held);
  standing.lose();
  expect([standing.claim(), standing.mirror()]).toEqual([undefined, mirror]);
  standing.hold(held);
  standing.divide(other);
  expect([standing.layout(), standing.configured]).toEqual([other, layout]);
  expect([standing.mirror(), standing.claim(), standing.heldEpoch()]).toEqual([undefined, undefined, 4]);
  standing.leave('"nothing is read"');
  standing.see(mirror);
  standing.unsee();
  expect(standing.mirror()).toBeUndefined();
});
