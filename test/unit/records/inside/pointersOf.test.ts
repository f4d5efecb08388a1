import { expect, test } from 'vitest';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import { choosePointers } from '../../../../src/records/inside/choosePointers.ts';
import { type Pointer, type PointerOptions, pointersOf } from '../../../../src/records/inside/pointersOf.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, endpoint, headlessService, slice, snapshotOf } from '../snapshots.ts';

const options: PointerOptions = {
  records: defaultRecordOptions('k8s.example.'),
  policy: 'all',
  cidrs: ['10.96.0.0/12', '10.244.0.0/16'].flatMap((text) => parseCidr(text) ?? []),
};

test('a pointer knows its address, its Service and whether the endpoint has a hostname of its own', () => {
  const endpoints = [
    endpoint('10.244.0.1', { hostname: 'db-0' }),
    endpoint('10.244.0.2'),
    endpoint('192.168.1.1'),
  ];
  const pointers = pointersOf(snapshotOf(headlessService({ createdMs: 7 }), [slice(endpoints)]), options);
  const shared = {
    ttlSeconds: 5,
    origin: { kind: 'Service', namespace: 'default', name: 'web' },
    createdMs: 7,
    heldBy: 'unknown',
  };
  expect(pointers).toEqual([
    {
      ...shared,
      name: '1.0.244.10.in-addr.arpa.',
      target: 'db-0.web.default.svc.k8s.example.',
      address: '10.244.0.1',
      hasHostname: true,
    },
    {
      ...shared,
      name: '2.0.244.10.in-addr.arpa.',
      target: '10-244-0-2.web.default.svc.k8s.example.',
      address: '10.244.0.2',
      hasHostname: false,
    },
  ]);
});

test('an endpoint in two slices has a hostname when one of them says so, whichever comes first', () => {
  const slices = [
    slice([endpoint('10.244.0.1', { hostname: '10-244-0-1' })]),
    slice([endpoint('10.244.0.1')]),
  ];
  for (const order of [slices, slices.toReversed()])
    expect(pointersOf(snapshotOf(headlessService(), order), options)).toMatchObject([{ hasHostname: true }]);
});

test('cluster IPs have no pointer where the Service publishes its endpoints instead', () => {
  const records = { ...options.records, addresses: 'endpoints' as const };
  const snapshot = snapshotOf(clusterIpService(), [slice([endpoint('10.244.0.1')])]);
  expect(pointersOf(snapshot, { ...options, records }).map(({ address }) => address)).toEqual(['10.244.0.1']);
});

test('who has an address that stands in two slices is its Pod, whichever comes first', () => {
  const slices = [slice([endpoint('10.244.0.1', { ofPod: true })]), slice([endpoint('10.244.0.1')])];
  for (const order of [slices, slices.toReversed()])
    expect(pointersOf(snapshotOf(headlessService(), order), options)).toMatchObject([{ heldBy: 'pod' }]);
  const handmade = [slice([endpoint('10.244.0.1')]), slice([endpoint('10.244.0.1')])];
  expect(pointersOf(snapshotOf(headlessService(), handmade), options)).toMatchObject([{ heldBy: 'unknown' }]);
});

test('a cluster IP is held by its Service, has no hostname, and no pointer while its name is not there', () => {
  const snapshot = snapshotOf(clusterIpService());
  expect(pointersOf(snapshot, options)).toMatchObject([{ heldBy: 'service', hasHostname: false }]);
  const records = { ...options.records, hideEmpty: true };
  expect(pointersOf(snapshot, { ...options, records })).toEqual([]);
});

test('an endpoint whose name would be too long has no pointer', () => {
  const service = headlessService({ name: 'w'.repeat(63), namespace: 'n'.repeat(63) });
  const endpoints = [endpoint('10.244.0.1', { hostname: 'h'.repeat(63) }), endpoint('10.244.0.2')];
  const records = defaultRecordOptions(`${'z'.repeat(60)}.k8s.example.`);
  const pointers = pointersOf(snapshotOf(service, [slice(endpoints)]), { ...options, records });
  expect(pointers.map(({ address }) => address)).toEqual(['10.244.0.2']);
});

test('without a network, and with the policy none, there is no pointer', () => {
  const snapshot = snapshotOf(clusterIpService());
  expect(pointersOf(snapshot, options)).toHaveLength(1);
  expect(pointersOf(snapshot, { ...options, cidrs: [] })).toEqual([]);
  expect(pointersOf(snapshot, { ...options, policy: 'none' })).toEqual([]);
});

const pointer = (target: string, members: Partial<Pointer> = {}): Pointer => ({
  name: '1.0.244.10.in-addr.arpa.',
  target,
  ttlSeconds: 5,
  address: '10.244.0.1',
  origin: { kind: 'Service', namespace: 'default', name: target },
  createdMs: 1,
  heldBy: 'unknown',
  hasHostname: false,
  ...members,
});

const chosen = (...candidates: readonly Pointer[]): readonly string[] =>
  choosePointers(candidates, 'one').map(({ target }) => target);

test('one pointer of several is the one with a hostname, then the one of the older Service, then the first by target', () => {
  expect(chosen(pointer('a.'), pointer('b.', { hasHostname: true }))).toEqual(['b.']);
  expect(chosen(pointer('a.', { createdMs: 9 }), pointer('b.'))).toEqual(['b.']);
  expect(chosen(pointer('a.', { createdMs: 0 }), pointer('b.'))).toEqual(['b.']);
  expect(chosen(pointer('b.'), pointer('a.'))).toEqual(['a.']);
});

test('all pointers are each target once, in order', () => {
  const candidates = [pointer('b.'), pointer('a.'), pointer('b.', { createdMs: 0 })];
  expect(choosePointers(candidates, 'all').map(({ target }) => target)).toEqual(['a.', 'b.']);
});

const from = (namespace: string, members: Partial<Pointer> = {}): Pointer => {
  const origin = { kind: 'Service', namespace, name: 'web' };
  return pointer(`web.${namespace}.`, { origin, ...members });
};

const firstInAnyOrder = (...candidates: readonly Pointer[]): void => {
  const [expected] = candidates;
  for (const order of [candidates, candidates.toReversed()])
    expect(choosePointers(order, 'one')).toEqual([expected]);
};

test('of namespaces the one that had the address first is chosen, by its oldest object, else the first by name', () => {
  const [old, young] = [
    from('x', { createdMs: 1, hasHostname: true, target: 'b.' }),
    from('x', { createdMs: 9 }),
  ];
  firstInAnyOrder(old, young, from('a', { createdMs: 5, hasHostname: true }));
  firstInAnyOrder(from('a', { createdMs: 5 }), from('x', { createdMs: 9, hasHostname: true }));
  firstInAnyOrder(from('a'), from('x', { hasHostname: true }));
});

test('a Service goes before a Pod, and an object before another of the same name by its kind', () => {
  const ofPod = { origin: { kind: 'Pod', namespace: 'a', name: 'web' }, heldBy: 'pod' } as const;
  firstInAnyOrder(from('a', { heldBy: 'pod', createdMs: 9, target: 'b.' }), pointer('a.', ofPod));
});

test('of pointers to one target the preferred one stays, and targets are in their order', () => {
  const preferred = [from('a', { target: 'b.', hasHostname: true }), from('x', { target: 'a.' })];
  const other = from('z', { target: 'b.' });
  expect(choosePointers([other, ...preferred], 'all')).toEqual(preferred.toReversed());
});
