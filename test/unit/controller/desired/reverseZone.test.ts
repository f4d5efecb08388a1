import { expect, test } from 'vitest';
import { createReverseZone, type ReverseZone } from '../../../../src/controller/desired/reverseZone.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import type { PointerPolicy } from '../../../../src/records/inside/pointersOf.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { nameUnit } from '../../../../src/zone/unit.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { createTestStore } from '../../../support/testStore.ts';

const cidrs = ['10.0.0.0/8'].flatMap((text) => parseCidr(text) ?? []);
const forward = (zone: string, sources: RecordOptions['sources'], policy: PointerPolicy) => ({
  records: { ...defaultRecordOptions(zone), sources },
  policy,
  cidrs,
});

/** The reverse zone of a cluster's own names and of those of a cluster set, and the store that feeds it. */
const setup = (policyOfImports: PointerPolicy) => {
  const store = createTestStore();
  const zone = createReverseZone({
    pointers: [
      forward('cluster.example.', ['service'], 'all'),
      forward('clusterset.example.', ['import'], policyOfImports),
    ],
    holds: () => true,
    mayAdd: () => true,
  });
  store.subscribe({ onDirty: (key) => void zone.put(key, store.origin(key)) });
  const putImport = (name: string, ips: readonly string[]): void =>
    store.putObject('serviceimports', {
      metadata: { namespace: 'shop', name },
      spec: { type: 'ClusterSetIP', ips },
    });
  return { store, zone, putImport };
};

const pointersAt = (zone: ReverseZone, name: string): readonly string[] =>
  zone.rrsetsOf(zone.source(nameUnit(name))).flatMap(({ rdatas }) => rdatas);

const name = '1.0.1.10.in-addr.arpa.';

test.each(['all', 'one'] as const)(
  'an address has the PTR of an import only while a Service has none there (policy %s)',
  (policy) => {
    const { store, zone, putImport } = setup(policy);
    const own = 'web.shop.svc.cluster.example.';
    const imported = 'web.shop.svc.clusterset.example.';
    putImport('web', ['10.1.0.1', '10.1.0.2']);
    expect(pointersAt(zone, name)).toEqual([imported]);

    store.put('shop/web', '10.1.0.1');
    expect(pointersAt(zone, name)).toEqual([own]);
    expect(pointersAt(zone, '2.0.1.10.in-addr.arpa.')).toEqual([imported]);

    store.remove('shop/web');
    expect(pointersAt(zone, name)).toEqual([imported]);
    store.putReadiness('shop/pods', ['10.1.0.1'], []);
    expect(pointersAt(zone, name)).toEqual(['10-1-0-1.pods.shop.svc.cluster.example.']);
    store.remove('shop/pods');
    store.removeObject('serviceimports', 'shop/web');
    expect(pointersAt(zone, name)).toEqual([]);
  },
);

test('a PTR to the name of an import that exists is asked for, and one to an import that is gone is not', () => {
  const { store, zone, putImport } = setup('all');
  putImport('web', []);
  const asked = (target: string): boolean =>
    zone.isAskedFor(nameUnit(name), () => [{ name, type: 'PTR', ttlSeconds: 30, rdatas: [target] }]);
  expect(asked('web.shop.svc.clusterset.example.')).toBe(true);
  expect(asked('web.shop.svc.cluster.example.')).toBe(false);
  store.removeObject('serviceimports', 'shop/web');
  expect(asked('web.shop.svc.clusterset.example.')).toBe(false);
});
