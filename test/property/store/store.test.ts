import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../../src/model/endpointSlice.ts';
import type { Service } from '../../../src/model/service.ts';
import type { Feed } from '../../../src/store/feed.ts';
import { createStore } from '../../../src/store/store.ts';

const names = fc.constantFrom('a', 'b', 'c');
const service = fc.record({ name: names, clusterIp: fc.constantFrom('10.0.0.1', '10.0.0.2') }).map(
  ({ name, clusterIp }): Service => ({
    kind: 'cluster-ip',
    namespace: 'n',
    name,
    uid: '',
    createdMs: 0,
    type: 'ClusterIP',
    ports: [],
    publishNotReadyAddresses: false,
    localTraffic: false,
    externalIps: [],
    loadBalancer: [],
    labels: {},
    annotations: {},
    clusterIps: [clusterIp],
  }),
);
const slice = fc.record({ name: names, serviceName: names, port: fc.integer({ min: 1, max: 2 }) }).map(
  ({ name, serviceName, port }): EndpointSlice => ({
    namespace: 'n',
    name,
    serviceName,
    ports: [{ name: '', protocol: 'tcp', port }],
    endpoints: [],
  }),
);

type Step<T> =
  | { readonly kind: 'upsert'; readonly object: T }
  | { readonly kind: 'delete'; readonly name: string }
  | { readonly kind: 'replace'; readonly objects: readonly T[] };

const steps = <T extends { readonly name: string }>(object: fc.Arbitrary<T>) =>
  fc.oneof(
    fc.record({ kind: fc.constant('upsert' as const), object }),
    fc.record({ kind: fc.constant('delete' as const), name: names }),
    fc.record({
      kind: fc.constant('replace' as const),
      objects: fc.uniqueArray(object, { selector: ({ name }) => name, maxLength: 3 }),
    }),
  );

const apply = <T extends { readonly name: string }>(feed: Feed<T>, level: Map<string, T>, step: Step<T>) => {
  switch (step.kind) {
    case 'upsert':
      level.set(`n/${step.object.name}`, step.object);
      return feed.upsert(`n/${step.object.name}`, step.object);
    case 'delete':
      level.delete(`n/${step.name}`);
      return feed.delete(`n/${step.name}`);
    case 'replace':
      level.clear();
      for (const object of step.objects) level.set(`n/${object.name}`, object);
      return feed.replace(new Map(level));
  }
};

const anyHistory = fc.array(
  fc.oneof(
    fc.record({ of: fc.constant('services' as const), step: steps(service) }),
    fc.record({ of: fc.constant('slices' as const), step: steps(slice) }),
  ),
  { maxLength: 30 },
);

describe('the store', () => {
  it('depends on the last state of each object alone, and marks each Service whose snapshot changed', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const dirty = new Set<string>();
        const store = createStore();
        store.subscribe({ onDirty: (key) => dirty.add(key) });
        const [services, slices] = [store.open('services'), store.open('endpointslices')];
        const levels = { services: new Map<string, Service>(), slices: new Map<string, EndpointSlice>() };
        const keys = ['n/a', 'n/b', 'n/c'];
        for (const { of, step } of history) {
          const before = keys.map((key) => store.snapshot(key));
          dirty.clear();
          if (of === 'services') apply(services, levels.services, step as Step<Service>);
          else apply(slices, levels.slices, step as Step<EndpointSlice>);
          for (const [index, key] of keys.entries())
            expect(store.snapshot(key) === before[index] || dirty.has(key)).toBe(true);
        }
        const fresh = createStore();
        fresh.open('endpointslices').replace(levels.slices);
        fresh.open('services').replace(levels.services);
        for (const key of keys) expect(store.snapshot(key)).toEqual(fresh.snapshot(key));
        expect([...store.keys()].sort()).toEqual([...levels.services.keys()].sort());
      }),
    );
  });
});
