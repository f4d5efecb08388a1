import { expect, test } from 'vitest';
import { createClusterIpOwners } from '../../../../src/controller/desired/clusterIpOwners.ts';
import { clusterIpService, headlessService, snapshotOf } from '../../records/snapshots.ts';

const first = '1.0.96.10.in-addr.arpa.';
const second = '2.0.96.10.in-addr.arpa.';

const at = (...clusterIps: readonly string[]) => snapshotOf(clusterIpService({}, [...clusterIps]));

const open = (holds: (name: string) => boolean = () => true) => createClusterIpOwners(holds);

test('a name is that of a cluster IP from the first Service that has it to the last', () => {
  const owners = open();
  expect(owners.put('shop/a', at('10.96.0.1'))).toEqual([first]);
  expect(owners.put('shop/b', at('10.96.0.1'))).toEqual([]);
  expect(owners.put('shop/a', undefined)).toEqual([]);
  expect(owners.has(first)).toBe(true);
  expect(owners.put('shop/b', undefined)).toEqual([first]);
  expect(owners.has(first)).toBe(false);
});

test('what has turned is reported, and what stays is not', () => {
  const owners = open();
  owners.put('shop/a', at('10.96.0.1'));
  expect(owners.put('shop/a', at('10.96.0.1'))).toEqual([]);
  expect(owners.put('shop/a', at('10.96.0.1', '10.96.0.2'))).toEqual([second]);
  expect(owners.put('shop/a', at('10.96.0.2'))).toEqual([first]);
  expect([owners.has(first), owners.has(second)]).toEqual([false, true]);
  expect(owners.put('shop/a', at('10.96.0.1'))).toEqual([second, first]);
});

test('a Service that has lost its address and comes back begins anew', () => {
  const owners = open();
  owners.put('shop/a', at('10.96.0.1'));
  expect(owners.put('shop/a', snapshotOf(headlessService()))).toEqual([first]);
  expect(owners.put('shop/a', snapshotOf(headlessService()))).toEqual([]);
  expect(owners.put('shop/a', undefined)).toEqual([]);
  expect(owners.put('shop/a', at('10.96.0.1'))).toEqual([first]);
  expect(owners.has(first)).toBe(true);
});

test('neither names of other zones count nor what is no address, and an address twice is one', () => {
  const owners = open((name) => name === first);
  expect(owners.put('shop/a', at('10.96.0.2', 'none', '10.96.0.1', '10.96.0.1'))).toEqual([first]);
  expect([owners.has(first), owners.has(second)]).toEqual([true, false]);
  expect(owners.put('shop/a', undefined)).toEqual([first]);
  expect(owners.has(first)).toBe(false);
});
