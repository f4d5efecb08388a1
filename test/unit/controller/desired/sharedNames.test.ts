import { expect, test } from 'vitest';
import { createSharedNames } from '../../../../src/controller/desired/sharedNames.ts';
import type { RecordType, Rrset } from '../../../../src/dns/rrset.ts';

const name = '10-1-0-1.shop.pod.k8s.example.';
const other = '10-1-0-2.shop.pod.k8s.example.';

const rrset = (owner: string, rdatas: readonly string[], ttlSeconds = 30, type: RecordType = 'A'): Rrset => ({
  name: owner,
  type,
  ttlSeconds,
  rdatas,
});

test('a name holds what all have there, and goes with the last of them', () => {
  const shared = createSharedNames();
  expect(shared.put('shop/a', [rrset(name, ['10.1.0.9', '10.1.0.1'])])).toEqual([name]);
  expect(shared.put('shop/b', [rrset(name, ['10.1.0.1', '10.1.0.5'])])).toEqual([name]);
  expect(shared.rrsetsAt(name)).toEqual([rrset(name, ['10.1.0.1', '10.1.0.5', '10.1.0.9'])]);
  expect(shared.put('shop/a', [])).toEqual([name]);
  expect(shared.rrsetsAt(name)).toEqual([rrset(name, ['10.1.0.1', '10.1.0.5'])]);
  expect(shared.put('shop/b', [])).toEqual([name]);
  expect(shared.rrsetsAt(name)).toEqual([]);
});

test('where one goes to another name both are reported, and the one it has left is empty', () => {
  const shared = createSharedNames();
  shared.put('shop/a', [rrset(name, ['10.1.0.1'])]);
  expect(shared.put('shop/a', [rrset(other, ['10.1.0.2'])])).toEqual([name, other]);
  expect([shared.rrsetsAt(name), shared.rrsetsAt(other)]).toEqual([[], [rrset(other, ['10.1.0.2'])]]);
});

test('who has nothing, and had nothing, is about no name', () => {
  const shared = createSharedNames();
  expect(shared.put('shop/a', [])).toEqual([]);
  shared.put('shop/a', [rrset(name, ['10.1.0.1'])]);
  shared.put('shop/a', []);
  expect(shared.put('shop/a', [])).toEqual([]);
});

test('an RRset has the smallest TTL of all, and those of a name stand in the order of their types', () => {
  const shared = createSharedNames();
  shared.put('shop/a', [rrset(name, ['fd00::1'], 60, 'AAAA'), rrset(name, ['10.1.0.1'], 60)]);
  shared.put('shop/b', [rrset(name, ['10.1.0.1'], 20)]);
  shared.put('shop/c', [rrset(name, ['10.1.0.1'], 40)]);
  expect(shared.rrsetsAt(name)).toEqual([
    rrset(name, ['10.1.0.1'], 20),
    rrset(name, ['fd00::1'], 60, 'AAAA'),
  ]);
});
