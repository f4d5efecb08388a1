import { describe, expect, test } from 'vitest';
import { createHoldables } from '../../../../src/controller/desired/holdables.ts';
import { type ObjectRef, originRef } from '../../../../src/model/objectRef.ts';

const key = 'shop/web';
const origin = originRef(key);
const address = 'an address in status.loadBalancer';

/** What is missing of an object that publishes by its type, or `undefined` where nothing is. */
const holdable = (waitsFor: string | undefined, as = 'LoadBalancer', territory = false) => ({
  as,
  waitsFor,
  territory,
});

const contender = (name: string, createdMs: number): { origin: ObjectRef; createdMs: number } => ({
  origin: originRef(name),
  createdMs,
});

describe('an object that waits', () => {
  test('keeps names outside, and what is below svc only where it waits for that too', () => {
    const holdables = createHoldables();
    expect(holdables.anyWaits()).toBe(false);
    holdables.put(key, holdable(address), 5);
    expect([holdables.atName(origin, undefined), holdables.inTerritory(origin)]).toEqual([
      address,
      undefined,
    ]);
    expect(holdables.anyWaits()).toBe(true);
    holdables.put(key, holdable(address, 'LoadBalancer', true), 5);
    expect(holdables.inTerritory(origin)).toBe(address);
    expect(holdables.atName(originRef('shop/other'), undefined)).toBeUndefined();
  });

  test('waits no more once it has what it waited for, or is gone, or is never held', () => {
    const holdables = createHoldables();
    for (const next of [holdable(undefined), undefined]) {
      holdables.put(key, holdable(address), 5);
      holdables.put(key, next, 5);
      expect([holdables.atName(origin, undefined), holdables.anyWaits()]).toEqual([undefined, false]);
    }
  });

  test('keeps a name from those who come after it, and not from one who comes before', () => {
    const holdables = createHoldables();
    holdables.put(key, holdable(address), 5);
    expect(holdables.atName(origin, contender('shop/younger', 6))).toBe(address);
    expect(holdables.atName(origin, contender('shop/older', 4))).toBeUndefined();
    expect(holdables.atName(originRef('shop/other'), contender('shop/older', 4))).toBeUndefined();
  });
});

describe('what an object published by another type is of something else', () => {
  test.each([
    { before: 'it published', first: holdable(undefined, 'ClusterIP') },
    { before: 'it waited', first: holdable('a ready endpoint', 'ClusterIP') },
  ])('and is not kept when it has nothing after $before', ({ first }) => {
    const holdables = createHoldables();
    holdables.put(key, first, 5);
    holdables.put(key, holdable(address), 5);
    expect(holdables.atName(origin, undefined)).toBeUndefined();
    // It still waits, for nothing that may stay: a further change does not bring that back.
    holdables.put(key, holdable(address), 5);
    expect(holdables.atName(origin, undefined)).toBeUndefined();
  });

  test('until it has published by the new one, or was gone', () => {
    const holdables = createHoldables();
    for (const between of [holdable(undefined), undefined]) {
      holdables.put(key, holdable(undefined, 'ClusterIP'), 5);
      holdables.put(key, holdable(address), 5);
      holdables.put(key, between, 5);
      holdables.put(key, holdable(address), 5);
      expect(holdables.atName(origin, undefined)).toBe(address);
      holdables.put(key, undefined, 5);
    }
  });

  test('and what it publishes by the same type is kept', () => {
    const holdables = createHoldables();
    holdables.put(key, holdable(undefined), 5);
    holdables.put(key, holdable(address), 5);
    expect(holdables.atName(origin, undefined)).toBe(address);
  });

  test('also where it was never held in between: by what it published before does not count then', () => {
    const holdables = createHoldables();
    holdables.put(key, holdable(undefined, 'ClusterIP'), 5);
    holdables.put(key, undefined, 5);
    holdables.put(key, holdable(address), 5);
    expect(holdables.atName(origin, undefined)).toBe(address);
  });
});
