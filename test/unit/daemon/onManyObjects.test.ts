import { beforeEach, expect, test } from 'vitest';
import { onManyObjects } from '../../../src/daemon/onManyObjects.ts';
import type { Node } from '../../../src/model/node.ts';
import type { Feed } from '../../../src/store/feed.ts';
import { createInterner } from '../../../src/store/project/interner.ts';
import { project } from '../../../src/store/project/project.ts';
import { leastNeeds } from '../../../src/store/project/projection.ts';
import { createStore } from '../../../src/store/store.ts';

const { object: node } = project(
  'nodes',
  { metadata: { name: 'node-0' } },
  { needs: leastNeeds, interner: createInterner() },
);
if (node === undefined) throw new Error('this test needs a node');

let nodes: Feed<Node>;
let moreNodes: Feed<Node>;
let times: number;
beforeEach(() => {
  const store = createStore();
  nodes = store.open('nodes');
  moreNodes = store.open('nodes');
  times = 0;
  onManyObjects(store, () => {
    times += 1;
  });
});

/** Objects of a list that is not complete: the feed is asked for each whether it has one that is equal. */
const read = (feed: Feed<Node>, count: number): void => {
  for (let index = 0; index < count; index += 1) feed.shared(`/node-${index}`, node);
};

test('many objects are said once, while they are read, of all lists together', () => {
  read(nodes, 200);
  read(moreNodes, 49);
  expect(times).toBe(0);
  read(moreNodes, 1);
  expect(times).toBe(1);
  read(nodes, 1_000);
  expect(times).toBe(1);
});

test('what is read again after the first lists does not count', () => {
  read(nodes, 249);
  nodes.synced();
  moreNodes.synced();
  read(nodes, 1_000);
  expect(times).toBe(0);
});
