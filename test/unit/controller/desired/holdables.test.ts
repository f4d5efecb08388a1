import { describe, expect, test } from 'vitest';
import { createHoldables } from '../../../../src/controller/desired/holdables.ts';
import { originRef } from '../../../../src/model/objectRef.ts';

const key = 'shop/web';
const origin = originRef(key);
const address = 'an address in status.loadBalancer';

/** What is missing of an object that publishes by its type, or `undefined` where nothing is. */
const holdable = (waitsFor: string | undefined, as = 'LoadBalancer', territory = false) => ({
  as,
  waitsFor,
  territory,
  createdMs: 5,
  requested: ['web.k8s.example.', 'other.k8s.example.'],
});

const contender = (name: string, createdMs: number, base = 'web.k8s.example.') => ({
  origin: originRef(name),
  createdMs,
  base,
});

describe('an object that waits', () => {
  test('keeps names outside, and what is below svc only where it waits for that too', () => {
    const holdables = createHoldables();
    expect(holdables.anyWaits()).toBe(false);
    holdables.put(key, holdable(address));
    expect([holdables.atName(origin, undefined), holdables.inTerritory(origin)]).toEqual([
      address,
      undefined,
    ]);
    expect(holdables.anyWaits()).toBe(true);
    holdables.put(key, holdable(address, 'LoadBalancer', true));
    expect(holdables.inTerritory(origin)).toBe(address);
    expect(holdables.atName(originRef('shop/other'), undefined)).toBeUndefined();
  });

  test('waits no more once it has what it waited for, or is gone, or is never held', () => {
    const holdables = createHoldables();
    for (const next of [holdable(undefined), undefined]) {
      holdables.put(key, holdable(address));
      holdables.put(key, next);
      expect([holdables.atName(origin, undefined), holdables.anyWaits()]).toEqual([undefined, false]);
    }
  });

  test('keeps a name from those who come after it, and not from one who comes before', () => {
    const holdables = createHoldables();
    holdables.put(key, holdable(address));
    expect(holdables.atName(origin, contender('shop/younger', 6))).toBe(address);
    expect(holdables.atName(origin, contender('shop/older', 4))).toBeUndefined();
    expect(holdables.atName(originRef('shop/other'), contender('shop/older', 4))).toBeUndefined();
  });

  test('keeps a name that it asks for no more until somebody else has something for it', () => {
    const holdables = createHoldables();
    holdables.put(key, holdable(address));
    expect(holdables.atName(origin, contender('shop/younger', 6, 'gone.k8s.example.'))).toBeUndefined();
    expect(holdables.atName(origin, contender('shop/younger', 6, 'other.k8s.example.'))).toBe(address);
    expect(holdables.atName(origin, undefined)).toBe(address);
  });
});

describe('what an object published by another type is of something else', () => {
  test.each([
    { before: 'it published', first: holdable(undefined, 'ClusterIP') },
    { before: 'it waited', first: holdable('a ready endpoint', 'ClusterIP') },
  ])('and is not kept when it has nothing after $before', ({ first }) => {
    const holdables = createHoldables();
    holdables.put(key, first);
    holdables.put(key, holdable(address));
    expect(holdables.atName(origin, undefined)).toBeUndefined();
    // It still waits, for nothing that may stay: a further change does not bring that back.
    holdables.put(key, holdable(address));
    expect(holdables.atName(origin, undefined)).toBeUndefined();
  });

  test('until it has published by the new one, or was gone', () => {
    const holdables = createHoldables();
    for (const between of [holdable(undefined), undefined]) {
      holdables.put(key, holdable(undefined, 'ClusterIP'));
      holdables.put(key, holdable(address));
      holdables.put(key, between);
      holdables.put(key, holdable(address));
      expect(holdables.atName(origin, undefined)).toBe(address);
      holdables.put(key, undefined);
    }
  });

  test('and what it publishes by the same type is kept', () => {
    const holdables = createHoldables();
    holdables.put(key, holdable(undefined));
    holdables.put(key, holdable(address));
    expect(holdables.atName(origin, undefined)).toBe(address);
  });

  test('also where it was never held in between: by what it published before does not count then', () => {
    const holdables = createHoldables();
    holdables.put(key, holdable(undefined, 'ClusterIP'));
    holdables.put(key, undefined);
    holdables.put(key, holdable(address));
    expect(holdables.atName(origin, undefined)).toBe(address);
  });
});
