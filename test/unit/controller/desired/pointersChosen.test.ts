import { describe, expect, test } from 'vitest';
import type { ReverseZone } from '../../../../src/controller/desired/reverseZone.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { endpoint, headlessService, machine, slice, snapshotOf } from '../../records/snapshots.ts';
import { openReverseZone, pods, targetsAt, zone } from './reverseWorld.ts';

const first = '1.0.1.10.in-addr.arpa.';

describe('an address with names in several zones', () => {
  const other = 'lan.';
  const both = [`10-1-0-1.web.default.svc.${zone}`, `10-1-0-1.web.default.svc.${other}`];

  test.each([
    { policies: ['all', 'all'], chosen: both },
    { policies: ['one', 'one'], chosen: both.slice(0, 1) },
    { policies: ['one', 'all'], chosen: both },
    { policies: ['none', 'all'], chosen: both.slice(1) },
  ] as const)('has by policies $policies: $chosen', ({ policies: [ofZone, ofOther], chosen }) => {
    const ttl = (seconds: number) => ({
      ttlSeconds: { ...defaultRecordOptions(zone).ttlSeconds, endpoints: seconds },
    });
    const desired = openReverseZone([
      { zone, policy: ofZone, ...ttl(20) },
      { zone: other, policy: ofOther, ...ttl(40) },
    ]);
    desired.put('default/web', pods('10.1.0.1'));
    expect(targetsAt(desired, first)?.toSorted()).toEqual(chosen.toSorted());
    const [rrset] = desired.rrsetsOf(desired.source(nameUnit(first)));
    expect([rrset?.name, rrset?.type]).toEqual([first, 'PTR']);
    expect(rrset?.ttlSeconds).toBe(chosen.length === 2 || ofZone !== 'none' ? 20 : 40);
  });

  test('has one of all zones whose policy says so, beside those of the others', () => {
    const policies = ['one', 'one', 'all'] as const;
    const desired = openReverseZone(policies.map((policy, at) => ({ zone: `z${at}.`, policy })));
    desired.put('default/web', pods('10.1.0.1'));
    expect(targetsAt(desired, first)?.map((target) => target.slice(-3))).toEqual(['z0.', 'z2.']);
  });

  test('with two names in each of two zones, has one of that whose policy says so', () => {
    const desired = openReverseZone([
      { zone, policy: 'one' },
      { zone: other, policy: 'all' },
    ]);
    desired.put('default/web', pods('10.1.0.1'));
    desired.put('default/b', snapshotOf(headlessService({ name: 'b' }), [slice([endpoint('10.1.0.1')])]));
    const targets = targetsAt(desired, first) ?? [];
    expect(targets.filter((target) => target.endsWith(zone))).toHaveLength(1);
    expect(targets.filter((target) => target.endsWith(other))).toHaveLength(2);
  });
});

describe('a PTR that nobody has now is asked for', () => {
  const pointsAt = (target: string, type: 'PTR' | 'TXT' = 'PTR') => [
    { name: first, type, ttlSeconds: 30, rdatas: [target] },
  ];
  const isAskedFor = (desired: ReverseZone, ...given: Parameters<typeof pointsAt>): boolean =>
    desired.isAskedFor(nameUnit(first), () => pointsAt(...given));

  test('when it points at the name of a Pod in a namespace with one, where there are such names', () => {
    const target = `10-1-0-1.default.pod.${zone}`;
    const [named, unnamed] = [openReverseZone([{ zone, podNames: true }]), openReverseZone()];
    for (const desired of [named, unnamed]) desired.put('default/web', pods());
    expect([isAskedFor(named, target), isAskedFor(unnamed, target)]).toEqual([true, false]);
    named.put('default/web', undefined);
    expect(isAskedFor(named, target)).toBe(false);
  });

  test('when it points at the name of a Node that exists', () => {
    const desired = openReverseZone([{ zone, sources: ['node'] }]);
    const node = machine('worker-1', []);
    desired.put('Node/worker-1', { kind: 'node', object: node, namespaceLabels: {} });
    expect(isAskedFor(desired, `worker-1.node.${zone}`)).toBe(true);
    expect(isAskedFor(desired, `worker-2.node.${zone}`)).toBe(false);
    expect(isAskedFor(desired, `worker-1.node.elsewhere.example.`)).toBe(false);
  });

  test('by a PTR alone, and only where its address lies in the networks of the zone', () => {
    const target = `web.default.svc.${zone}`;
    const networks = ['10.2.0.0/16'].flatMap((text) => parseCidr(text) ?? []);
    const [desired, apart] = [openReverseZone(), openReverseZone([{ zone, networks }])];
    for (const one of [desired, apart]) one.put('default/web', pods());
    expect([isAskedFor(desired, target), isAskedFor(desired, target, 'TXT')]).toEqual([true, false]);
    expect(isAskedFor(apart, target)).toBe(false);
    // What is no reverse name of an address lies in no network, and outside of none.
    expect(apart.isAskedFor(nameUnit('x.10.in-addr.arpa.'), () => pointsAt(target))).toBe(true);
  });

  test('and what is desired is, whatever it points at; what is no name is not', () => {
    const desired = openReverseZone();
    desired.put('default/web', pods('10.1.0.1'));
    expect(isAskedFor(desired, 'elsewhere.example.')).toBe(true);
    expect(desired.isAskedFor(objectUnit(first.slice(0, -1)), () => [])).toBe(false);
    expect(desired.source(objectUnit('default/web'))).toBeUndefined();
  });
});

test('a zone of PTRs has no names outside, no wildcards, nothing that waits or is left out', () => {
  const desired = openReverseZone();
  const web = { kind: 'Service', namespace: 'default', name: 'web' };
  const { present } = desired;
  expect([[...desired.names()], desired.at(first), desired.requestersOf(first)]).toEqual([[], undefined, []]);
  expect([desired.anyWaits(), desired.waitsFor(nameUnit(first), web), desired.leftOut().size]).toEqual([
    false,
    undefined,
    0,
  ]);
  expect([present.isNeeded(), present.matters(first), present.isOfWildcard(first, web)]).toEqual([
    false,
    false,
    false,
  ]);
  expect([present.note(first, 'foreign'), [...present.noted()], present.takeUnknown()]).toEqual([[], [], []]);
  expect([desired.mayKeep(() => []), desired.originOf('default/web')]).toEqual([true, web]);
});

describe('an address that a tenant gives any number of hostnames', () => {
  const many = (namespace: string, name: string, count: number) =>
    snapshotOf(headlessService({ namespace, name }), [
      {
        ...slice(Array.from({ length: count }, (_, at) => endpoint('10.1.0.1', { hostname: `h${at}` }))),
        namespace,
        serviceName: name,
      },
    ]);
  const victim = `10-1-0-1.web.default.svc.${zone}`;

  test('has as many PTRs as BIND takes, with those of its neighbours', () => {
    const desired = openReverseZone();
    desired.put('default/web', pods('10.1.0.1'));
    desired.put('evil/one', many('evil', 'one', 9_000));
    const targets = targetsAt(desired, first) ?? [];
    expect([targets.length, targets.includes(victim)]).toEqual([100, true]);
    expect(new Set(targets).size).toBe(100);
    desired.put('evil/one', undefined);
    expect(targetsAt(desired, first)).toEqual([victim]);
  });

  test('has turns of the namespaces: a hundred names of each of two are fifty of each', () => {
    const desired = openReverseZone();
    for (const namespace of ['evil', 'good']) desired.put(`${namespace}/web`, many(namespace, 'web', 100));
    const targets = targetsAt(desired, first) ?? [];
    expect(targets.filter((target) => target.includes('.web.good.svc.'))).toHaveLength(50);
    expect(targets).toHaveLength(100);
  });

  test('ends nothing, however many Services do so', () => {
    const desired = openReverseZone();
    desired.put('default/web', pods('10.1.0.1'));
    for (let at = 0; at < 8; at += 1) desired.put(`evil/e${at}`, many('evil', `e${at}`, 19_000));
    const targets = targetsAt(desired, first) ?? [];
    expect([targets.length, targets.includes(victim)]).toEqual([100, true]);
  });
});
