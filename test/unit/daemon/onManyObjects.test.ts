import { beforeEach, expect, test } from 'vitest';
import { onManyObjects } from '../../../src/daemon/onManyObjects.ts';
import type { Node } from '../../../src/model/node.ts';
import type { Service } from '../../../src/model/service.ts';
import type { Feed } from '../../../src/store/feed.ts';
import { createInterner } from '../../../src/store/project/interner.ts';
import { project } from '../../../src/store/project/project.ts';
import { leastNeeds } from '../../../src/store/project/projection.ts';
import type { ResourceName, ResourceObjects } from '../../../src/store/resources.ts';
import { createStore } from '../../../src/store/store.ts';

const objectOf = <R extends ResourceName>(resource: R, json: object): ResourceObjects[R] => {
  const { object } = project(resource, json, { needs: leastNeeds, interner: createInterner() });
  if (object === undefined) throw new Error('this test needs a good object');
  return object;
};
const node = objectOf('nodes', { metadata: { name: 'node-0' } });
const service = objectOf('services', {
  metadata: { namespace: 'shop', name: 'web' },
  spec: { clusterIP: '10.0.0.1' },
});

let nodes: Feed<Node>;
let services: Feed<Service>;
let times: number;
let nowMs: number;
let isThere: boolean;
beforeEach(() => {
  const store = createStore();
  nodes = store.open('nodes');
  services = store.open('services');
  times = 0;
  nowMs = 1_000_000;
  isThere = false;
  onManyObjects({ store, nowMs: () => nowMs }, () => {
    times += 1;
  });
});

/** Objects of a list that is not complete: the feed is asked for each whether it has one that is equal. */
const read = <T>(feed: Feed<T>, object: T, count: number): void => {
  for (let index = 0; index < count; index += 1) feed.shared(`shop/object-${index}`, object);
};

const sync = (): void => {
  nodes.synced();
  services.synced();
};

/** One Service comes and goes, so many times in all, once each so many milliseconds. */
const change = (count: number, everyMs: number): void => {
  for (let index = 0; index < count; index += 1) {
    nowMs += everyMs;
    isThere = !isThere;
    if (isThere) services.upsert('shop/web', service);
    else services.delete('shop/web');
  }
};

test('many objects are said once, while they are read, of all lists together', () => {
  read(nodes, node, 200);
  read(services, service, 49);
  expect(times).toBe(0);
  read(services, service, 1);
  expect(times).toBe(1);
  read(nodes, node, 1_000);
  sync();
  change(1_000, 1);
  expect(times).toBe(1);
});

test('a small cluster that is taken in, and lists that are read again, are not many', () => {
  read(services, service, 249);
  services.replace(new Map(Array.from({ length: 249 }, (_, index) => [`shop/object-${index}`, service])));
  sync();
  read(services, service, 1_000);
  expect(times).toBe(0);
});

test('a hundred changes within a minute are many', () => {
  sync();
  change(99, 590);
  expect(times).toBe(0);
  change(1, 590);
  expect(times).toBe(1);
});

test('one change a second is not', () => {
  sync();
  change(3_600, 1_000);
  expect(times).toBe(0);
});
