import { describe, expect, test } from 'vitest';
import { createForwardZone } from '../../../../src/controller/desired/createForwardZone.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { createTestStore } from '../../../support/testStore.ts';
import { clusterIpService, endpoint, headlessService, slice, snapshotOf } from '../../records/snapshots.ts';
import { ingressKey, openIngressZone, zone } from './ingressZone.ts';

const network = (text: string) => [text].flatMap((one) => parseCidr(one) ?? []);
const unit = objectUnit('default/web');

describe('what an object changes', () => {
  test('is nothing when it is taken in as it was, or is still gone', () => {
    const { desired } = openIngressZone({ sources: ['service'] });
    const web = snapshotOf(clusterIpService());
    expect(desired.put('default/web', web).length).toBeGreaterThan(0);
    expect(desired.put('default/web', web)).toEqual([]);
    expect(desired.put('default/web', undefined)).toEqual([unit, `web.${zone}`]);
    expect(desired.put('default/web', undefined)).toEqual([]);
    expect(desired.put('default/web', web)).toEqual([unit, `web.${zone}`]);
  });

  test('is the same, where it has no place below svc, also when it comes back as it was', () => {
    const store = createTestStore();
    const { desired } = openIngressZone();
    const key = ingressKey('shop');
    store.putObject('ingresses', {
      metadata: { namespace: 'shop', name: 'all' },
      spec: { rules: [{ host: `web.${zone}` }] },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
    });
    const ingress = store.origin(key);
    expect(desired.put(key, ingress)).toEqual([key, `web.${zone}`]);
    expect(desired.put(key, ingress)).toEqual([]);
    desired.put(key, undefined);
    expect(desired.at(`web.${zone}`)).toBeUndefined();
    expect(desired.put(key, ingress)).toEqual([key, `web.${zone}`]);
  });
});

test('the records of a Service that changes alone are made once', () => {
  const { desired } = openIngressZone({ sources: ['service'] });
  desired.put('default/web', snapshotOf(clusterIpService()));
  const rrsets = desired.rrsetsOf(desired.source(unit));
  expect(rrsets).not.toEqual([]);
  expect(desired.rrsetsOf(desired.source(unit))).toBe(rrsets);
  desired.put('default/api', snapshotOf(clusterIpService({ name: 'api' })));
  expect(desired.rrsetsOf(desired.source(unit))).toEqual(rrsets);
  expect(desired.rrsetsOf(undefined)).toEqual([]);
});

test('the name of a pod is a unit of the zone for as long as anybody has the pod', () => {
  const { desired } = openIngressZone({ sources: ['service'], podNames: true });
  const pod = nameUnit(`10-1-0-1.default.pod.${zone}`);
  const pods = snapshotOf(headlessService(), [
    slice([endpoint('10.1.0.1', { ofPod: true, podName: 'web-0' })]),
  ]);
  expect(desired.put('default/web', pods)).toContain(pod);
  expect([...desired.units()]).toContain(pod);
  expect(desired.rrsetsOf(desired.source(pod)).flatMap(({ rdatas }) => rdatas)).toEqual(['10.1.0.1']);
  expect(desired.put('default/web', snapshotOf(headlessService()))).toContain(pod);
  expect([...desired.units()]).not.toContain(pod);
  expect(desired.source(pod)).toBeUndefined();
});

describe('in a zone with networks', () => {
  const [inside, outside] = ['10.96.0.1', '192.0.2.1'];
  const open = (networks: string, excluded?: string) =>
    openIngressZone({
      sources: ['service'],
      networks: network(networks),
      excludeNetworks: excluded === undefined ? [] : network(excluded),
    }).desired;
  const at = (address: string) => () => [
    { name: `web.${zone}`, type: 'A' as const, ttlSeconds: 30, rdatas: [address] },
  ];

  test('what lies outside is counted for as long as it does', () => {
    const desired = open('10.0.0.0/8');
    desired.put('default/web', snapshotOf(clusterIpService({}, [outside])));
    expect([...desired.leftOut()]).toEqual([['default/web', 1]]);
    desired.put('default/web', snapshotOf(clusterIpService({}, [inside])));
    expect([...desired.leftOut()]).toEqual([]);
    desired.put('default/web', snapshotOf(clusterIpService({}, [outside])));
    desired.put('default/web', undefined);
    expect([...desired.leftOut()]).toEqual([]);
  });

  test.each([
    { networks: '10.0.0.0/8', excluded: undefined, keeps: [true, false] },
    { networks: '0.0.0.0/0', excluded: '10.0.0.0/8', keeps: [false, true] },
  ])('$networks without $excluded what may stay is inside: $keeps', ({ networks, excluded, keeps }) => {
    const desired = open(networks, excluded);
    expect([inside, outside].map((address) => desired.mayKeep(at(address)))).toEqual(keeps);
    // Of a Service that has nothing to publish, too, what stands there is asked for only then.
    desired.put('default/web', snapshotOf(headlessService()));
    for (const key of [unit, nameUnit(`web.${zone}`)])
      expect([inside, outside].map((address) => desired.isAskedFor(key, at(address)))).toEqual(keeps);
  });

  test('what a Service publishes is asked for whatever stood there before', () => {
    const desired = open('10.0.0.0/8');
    desired.put('default/web', snapshotOf(clusterIpService({}, [inside])));
    expect(desired.isAskedFor(unit, at(outside))).toBe(true);
  });
});

test('problems end with what caused them', () => {
  const told: string[][] = [];
  const { put, remove } = openIngressZone({}, (_key, problems) =>
    told.push(problems.map(({ kind }) => kind)),
  );
  put('a', ['not_a_name.example']);
  put('a', [`web.${zone}`]);
  put('a', ['not_a_name.example']);
  remove('a');
  expect(told[0]).not.toEqual([]);
  expect(told).toEqual([told[0], [], told[0], []]);
});

test('a zone that knows of no other takes in what its own options ask for', () => {
  const names = [{ rule: 'template' as const, template: '{service}.k8s.example', scope: {} }];
  const options = { ...defaultRecordOptions(zone), names: [] };
  const web = snapshotOf(clusterIpService());
  const namesWith = (...others: readonly string[]) => {
    const desired = createForwardZone({
      options: { ...options, otherZones: others },
      others: others.map((other) => ({ ...defaultRecordOptions(other), otherZones: [zone], names })),
      onProblems: () => undefined,
      onContest: () => undefined,
    });
    desired.put('default/web', web);
    return [...desired.names()];
  };
  expect([namesWith(), namesWith('lan.')]).toEqual([[], [`web.${zone}`]]);
});
