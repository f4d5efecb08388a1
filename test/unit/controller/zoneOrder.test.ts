import { beforeEach, expect, test } from 'vitest';
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
  readonly loop: ZoneLoop;
}

const createLoop = (): Loop => {
  const loop: Loop = {
    told: [],
    pending: new Set(),
    refused: new Set(),
    taking: true,
    loop: {
      serviceChanged: (key: string) => {
        loop.told.push(key);
        loop.pending.add(key);
      },
      isPending: (unit: string) => loop.pending.has(unit),
      isRefused: (unit: string) => loop.refused.has(unit),
      isTaking: () => loop.taking,
      wake: () => undefined,
      view: { isSettled: () => true },
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
let reverse: Loop;
let losing: ReadonlyMap<string, readonly string[]>;
let targets: readonly string[];
let order: ZoneOrder;

beforeEach(() => {
  forward = createLoop();
  reverse = createLoop();
  losing = new Map();
  targets = [];
  const desired = {
    losing: (key: string) => losing.get(key) ?? [],
    targets: () => targets,
  } as unknown as ReverseZone;
  order = createZoneOrder({
    forward: () => [forward.loop],
    reverse: () => [{ loop: reverse.loop, desired }],
    synced: () => true,
    snapshot: (key) => (key.startsWith('Node/') ? node : undefined),
  });
});

test('a Service that loses no PTR is written forward first, and its PTRs may come after that', () => {
  order.serviceChanged('a/web');
  expect([forward.told, reverse.told]).toEqual([['a/web'], []]);
  order.passed();
  expect(order.mayAdd('a/web')).toBe(false);
  forward.pending.clear();
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
  forward.pending.clear();
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
  forward.pending.clear();
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
