import { expect, test } from 'vitest';
import {
  compareObjects,
  objectRefPath,
  objectRefText,
  parseObjectRef,
  serviceKeyOf,
  serviceRef,
} from '../../../src/model/objectRef.ts';

const web = { kind: 'Service', namespace: 'default', name: 'web' };
const node = { kind: 'Node', namespace: '', name: 'worker-1.example' };

test('an object is written for people with its kind in front, of the whole cluster without a namespace', () => {
  expect(objectRefText(web)).toBe('Service default/web');
  expect(objectRefText(node)).toBe('Node worker-1.example');
});

test.each([
  [web, 'Service/default/web'],
  [node, 'Node/worker-1.example'],
])('an object is the same after it was written as a path and read again: %j', (ref, path) => {
  expect(objectRefPath(ref)).toBe(path);
  expect(parseObjectRef(path)).toEqual(ref);
});

test.each([
  '',
  'Service',
  'Service/',
  '/default/web',
  'Service//web',
  'Service/a/b/c',
  'a b/c',
  'Service/ /x',
])('no path of an object: "%s"', (text) => {
  expect(parseObjectRef(text)).toBeUndefined();
});

test('a Service is known by its key, an object of another kind has none', () => {
  expect(serviceRef('default/web')).toEqual(web);
  expect(serviceKeyOf(web)).toBe('default/web');
  expect(serviceKeyOf({ ...web, kind: 'Ingress' })).toBeUndefined();
});

test('objects are in the order of kind, namespace and name', () => {
  const ingress = { ...web, kind: 'Ingress' };
  const shop = { ...web, namespace: 'shop', name: 'api' };
  expect([shop, web, node, ingress].sort(compareObjects)).toEqual([ingress, node, web, shop]);
});
