import { describe, expect, test } from 'vitest';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { clusterIpService, snapshotOf } from '../../records/snapshots.ts';
import { ingressRef, openIngressZone, zone } from './ingressZone.ts';

const host = `a.apps.${zone}`;
const address = 'an address in status.loadBalancer';

describe('what stands at a name that its object asks for', () => {
  test('may stay while the object waits for an address, and not when it has one, or is gone', () => {
    const { desired, put, remove } = openIngressZone();
    const waitsFor = () => desired.waitsFor(nameUnit(host), ingressRef('b'));
    put('b', [host], []);
    expect([waitsFor(), desired.anyWaits()]).toEqual([address, true]);
    put('b', [host]);
    expect([waitsFor(), desired.anyWaits()]).toEqual([undefined, false]);
    put('b', [host], []);
    remove('b');
    expect([waitsFor(), desired.anyWaits()]).toEqual([undefined, false]);
  });

  test('may stay while a younger one has an address, and gives way to an older one', () => {
    const { desired, put, remove } = openIngressZone();
    put('b', [host], []);
    put('c', [host]);
    expect(desired.waitsFor(nameUnit(host), ingressRef('b'))).toBe(address);
    expect(desired.waitsFor(nameUnit(host), ingressRef('c'))).toBeUndefined();
    remove('c');
    put('a', [host]);
    expect(desired.waitsFor(nameUnit(host), ingressRef('b'))).toBeUndefined();
  });
});

test('what its object asks for no more goes to the next one, however young, and stays until there is one', () => {
  const { desired, put } = openIngressZone();
  const waitsFor = () => desired.waitsFor(nameUnit(host), ingressRef('b'));
  put('b', [host]);
  put('b', [`other.apps.${zone}`], []);
  expect(waitsFor()).toBe(address);
  put('c', [host]);
  expect(waitsFor()).toBeUndefined();
  put('b', [host, `other.apps.${zone}`], []);
  expect(waitsFor()).toBe(address);
});

describe('a copy of a wildcard that waits', () => {
  const copy = `*.${host}`;
  const waits = (unit: string, { wildcard = true, asks = [`*.apps.${zone}`], exists = false } = {}) => {
    const { desired, put } = openIngressZone();
    if (wildcard) put('a', [`*.other.${zone}`]);
    put('b', asks, []);
    if (exists) put('c', [host]);
    return desired.waitsFor(nameUnit(unit), ingressRef('b'));
  };

  test('may stay below a name that exists, and not where that is gone', () => {
    expect(waits(copy, { exists: true })).toBe(address);
    expect(waits(copy)).toBeUndefined();
  });

  test('may stay where it is asked for itself, whether there is anything above or not', () => {
    expect(waits(copy, { asks: [`*.apps.${zone}`, copy] })).toBe(address);
  });

  test('may stay in a zone that has no other wildcard: nothing tells then which names exist', () => {
    expect(waits(copy, { wildcard: false })).toBe(address);
  });

  test('may stay at a name itself', () => {
    expect(waits(`y.${host}`)).toBe(address);
  });
});

describe('what a Service has below svc', () => {
  const loadBalancer = (ips: readonly string[]) =>
    snapshotOf(
      clusterIpService({ type: 'LoadBalancer', loadBalancer: ips.map((ip) => ({ ip, hostname: '' })) }),
    );
  const service = { kind: 'Service', namespace: 'default', name: 'web' };

  test('may stay while it waits for addresses that are published there, and has none', () => {
    const { desired } = openIngressZone({ sources: ['service'], addresses: 'external' });
    desired.put('default/web', loadBalancer([]));
    expect(desired.waitsFor(objectUnit('default/web'), service)).toBe(address);
    desired.put('default/web', loadBalancer(['192.0.2.1']));
    expect(desired.waitsFor(objectUnit('default/web'), service)).toBeUndefined();
  });

  test('is what it is while it waits for others', () => {
    const { desired } = openIngressZone({ sources: ['service'] });
    desired.put('default/web', loadBalancer([]));
    expect(desired.waitsFor(objectUnit('default/web'), service)).toBeUndefined();
  });
});
