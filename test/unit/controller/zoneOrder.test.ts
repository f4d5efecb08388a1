import { beforeEach, describe, expect, test } from 'vitest';
import type { ReverseZone } from '../../../src/controller/desired/reverseZone.ts';
import type { ZoneLoop } from '../../../src/controller/zoneLoop.ts';
import { createZoneOrder, type ZoneOrder } from '../../../src/controller/zoneOrder.ts';
import type { OriginSnapshot } from '../../../src/model/originSnapshot.ts';

/** A loop whose state a test sets, with the Services it was told of. */
interface Loop {
  readonly told: string[];
  readonly pending: Set<string>;
  readonly refused: Set<string>;
  taking: boolean;
  settled: boolean;
  wakes: number;
  readonly loop: ZoneLoop;
}

const createLoop = (): Loop => {
  const loop: Loop = {
    told: [],
    pending: new Set(),
    refused: new Set(),
    taking: true,
    settled: true,
    wakes: 0,
    loop: {
      serviceChanged: (key: string) => {
        loop.told.push(key);
        loop.pending.add(key);
      },
      putOff: (key: string) => void loop.pending.delete(key),
      isPending: (unit: string) => loop.pending.has(unit),
      isRefused: (unit: string) => loop.refused.has(unit),
      isTaking: () => loop.taking,
      wake: () => void (loop.wakes += 1),
      view: { isSettled: () => loop.settled },
    } as unknown as ZoneLoop,
  };
  return loop;
};

const ref = { kind: 'Node', namespace: '', name: 'a' };
const node: OriginSnapshot = {
  kind: 'node',
  object: { ref, uid: '', createdMs: 0, labels: {}, annotations: {}, ready: true, addresses: [] },
  namespaceLabels: {},
};

let forward: Loop;
/** Another forward zone. */
let second: Loop;
let reverse: Loop;
let isSynced: boolean;
let hasReverse: boolean;
let losing: ReadonlyMap<string, readonly string[]>;
let targets: readonly string[];
let order: ZoneOrder;

beforeEach(() => {
  forward = createLoop();
  second = createLoop();
  isSynced = true;
  hasReverse = true;
  reverse = createLoop();
  losing = new Map();
  targets = [];
  const desired = {
    losing: (key: string) => losing.get(key) ?? [],
    targets: () => targets,
  } as unknown as ReverseZone;
  order = createZoneOrder({
    forward: () => [forward.loop, second.loop],
    reverse: () => (hasReverse ? [{ loop: reverse.loop, desired }] : []),
    synced: () => isSynced,
    snapshot: (key) => (key.startsWith('Node/') ? node : undefined),
  });
});

const clearForward = (): void => {
  forward.pending.clear();
  second.pending.clear();
};

test('a Service that loses no PTR is written forward first, and its PTRs may come after that', () => {
  order.serviceChanged('a/web');
  expect([forward.told, reverse.told]).toEqual([['a/web'], []]);
  order.passed();
  expect(order.mayAdd('a/web')).toBe(false);
  clearForward();
  order.passed();
  expect(order.mayAdd('a/web')).toBe(true);
  expect(reverse.told).toEqual(['a/web']);
});

test('a Service that loses a PTR is written forward when the PTR is gone', () => {
  losing = new Map([['a/web', ['1.0.96.10.in-addr.arpa.']]]);
  order.serviceChanged('a/web');
  expect([forward.told, reverse.told]).toEqual([[], ['a/web']]);
  reverse.pending.clear();
  reverse.pending.add('1.0.96.10.in-addr.arpa.');
  order.passed();
  expect(forward.told).toEqual([]);
  reverse.pending.clear();
  order.passed();
  expect(forward.told).toEqual(['a/web']);
});

test('a change that loses a PTR takes back an earlier one that a forward zone has not taken in yet', () => {
  order.serviceChanged('a/web');
  order.serviceChanged('b/other');
  losing = new Map([['a/web', ['1.0.96.10.in-addr.arpa.']]]);
  order.serviceChanged('a/web');
  expect([[...forward.pending], [...second.pending]]).toEqual([['b/other'], ['b/other']]);
  order.passed();
  expect([[...forward.pending], order.mayAdd('a/web')]).toEqual([['b/other'], false]);
  reverse.pending.clear();
  order.passed();
  expect([[...forward.pending], [...second.pending]]).toEqual([
    ['b/other', 'a/web'],
    ['b/other', 'a/web'],
  ]);
});

test('what the reverse zone has to write for other Services holds nobody up', () => {
  losing = new Map([['a/web', ['1.0.96.10.in-addr.arpa.']]]);
  order.serviceChanged('a/web');
  reverse.pending.clear();
  reverse.pending.add('9.0.96.10.in-addr.arpa.').add('b/other');
  order.passed();
  expect(forward.told).toEqual(['a/web']);
});

test('two changes in a row: the PTRs of both are waited for', () => {
  losing = new Map([['a/web', ['1.0.96.10.in-addr.arpa.']]]);
  order.serviceChanged('a/web');
  losing = new Map([['a/web', ['2.0.96.10.in-addr.arpa.']]]);
  order.serviceChanged('a/web');
  losing = new Map();
  order.serviceChanged('a/web');
  for (const left of ['2.0.96.10.in-addr.arpa.', '1.0.96.10.in-addr.arpa.']) {
    reverse.pending.clear();
    reverse.pending.add(left);
    order.passed();
    expect(forward.told).toEqual([]);
  }
  reverse.pending.clear();
  order.passed();
  expect(forward.told).toEqual(['a/web']);
});

test('a reverse zone whose server takes no updates is not waited for', () => {
  losing = new Map([['a/web', ['1.0.96.10.in-addr.arpa.']]]);
  order.serviceChanged('a/web');
  reverse.taking = false;
  order.passed();
  order.serviceChanged('a/db');
  expect(forward.told).toEqual(['a/web', 'a/db']);
});

test('a Service that is refused gets no PTRs until it is taken, and nobody waits for it', () => {
  order.serviceChanged('a/web');
  order.serviceChanged('b/other');
  forward.refused.add('a/web');
  clearForward();
  order.passed();
  expect([order.mayAdd('a/web'), order.mayAdd('b/other')]).toEqual([false, true]);
  expect([order.started(), order.isIdle()]).toEqual([true, true]);
  expect(reverse.told).toEqual(['b/other']);

  forward.refused.clear();
  order.passed();
  expect(order.mayAdd('a/web')).toBe(true);
  expect(reverse.told).toEqual(['b/other', 'a/web']);
});

test('PTRs of a Node wait for the name that they point at, which is a unit of its own', () => {
  targets = ['a.node.k8s.example.'];
  order.serviceChanged('Node/a');
  clearForward();
  forward.pending.add('a.node.k8s.example.').add('b.node.k8s.example.');
  order.passed();
  expect([order.mayAdd('Node/a'), order.isIdle()]).toEqual([false, false]);
  forward.pending.delete('a.node.k8s.example.');
  forward.refused.add('a.node.k8s.example.');
  order.passed();
  expect([order.mayAdd('Node/a'), order.isIdle()]).toEqual([false, true]);
  expect(reverse.told).toEqual([]);

  forward.refused.clear();
  order.passed();
  expect(order.mayAdd('Node/a')).toBe(true);
  expect(reverse.told).toEqual(['Node/a']);
});

test('a Service with names in two zones has its PTRs when both have written them', () => {
  order.serviceChanged('a/web');
  expect(second.told).toEqual(['a/web']);
  forward.pending.clear();
  order.passed();
  expect(reverse.told).toEqual([]);
  second.pending.clear();
  order.passed();
  expect(reverse.told).toEqual(['a/web']);
});

test('what PTRs of a Service point at is no unit of its own, and nobody waits for that', () => {
  targets = ['a.node.k8s.example.'];
  order.serviceChanged('a/web');
  clearForward();
  forward.pending.add('a.node.k8s.example.');
  order.passed();
  expect(reverse.told).toEqual(['a/web']);
});

test('a Service that has lost its PTRs is told of once', () => {
  losing = new Map([['a/web', ['1.0.96.10.in-addr.arpa.']]]);
  order.serviceChanged('a/web');
  reverse.pending.clear();
  order.passed();
  clearForward();
  order.passed();
  order.passed();
  expect([forward.told, second.told]).toEqual([['a/web'], ['a/web']]);
});

test('without a reverse zone a Service is changed at once, and nothing is waited for', () => {
  hasReverse = false;
  order.serviceChanged('a/web');
  expect([forward.told, second.told, order.mayAdd('a/web')]).toEqual([['a/web'], ['a/web'], true]);
});

describe('the reverse zones begin', () => {
  const starts = (): boolean => {
    order.passed();
    return order.started();
  };

  test('when the objects are known and all forward zones are written, and are woken once', () => {
    expect([order.started(), order.isIdle()]).toEqual([false, false]);
    expect([starts(), order.isIdle(), reverse.wakes]).toEqual([true, true, 1]);
    expect([starts(), reverse.wakes]).toEqual([true, 1]);
  });

  test('not before the objects are known', () => {
    isSynced = false;
    expect([starts(), reverse.wakes]).toEqual([false, 0]);
    isSynced = true;
    expect(starts()).toBe(true);
  });

  test('not before the last of the forward zones is written', () => {
    second.settled = false;
    expect(starts()).toBe(false);
    second.settled = true;
    expect(starts()).toBe(true);
  });

  test('not while a Service is under way, though another one is refused', () => {
    order.serviceChanged('a/web');
    order.serviceChanged('b/other');
    forward.refused.add('a/web');
    expect([starts(), order.isIdle()]).toEqual([false, false]);
    clearForward();
    expect([starts(), order.isIdle()]).toEqual([true, true]);
    order.serviceChanged('b/other');
    expect(order.isIdle()).toBe(false);
  });
});
