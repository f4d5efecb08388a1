import { expect, test } from 'vitest';
import { createInterner } from '../../../src/store/project/interner.ts';
import { project } from '../../../src/store/project/project.ts';
import { leastNeeds } from '../../../src/store/project/projection.ts';
import type { ResourceName, ResourceObjects } from '../../../src/store/resources.ts';
import { createStore } from '../../../src/store/store.ts';

const objectOf = <R extends ResourceName>(resource: R, json: object): ResourceObjects[R] => {
  const { object } = project(resource, json, { needs: leastNeeds, interner: createInterner() });
  if (object === undefined) throw new Error('this test needs a good object');
  return object;
};

const service = (name: string, clusterIP: string) =>
  objectOf('services', { metadata: { namespace: 'kube-system', name }, spec: { clusterIP } });

const ingress = (name: string) =>
  objectOf('ingresses', { metadata: { namespace: 'shop', name }, spec: { rules: [{ host: 'a.example' }] } });

/** A store with two Ingresses and a rule for a class that names a Service, and what was marked since. */
const setup = () => {
  const store = createStore({
    sources: ['ingress'],
    ingressServices: ['kube-system/traefik'],
    selectsNamespace: () => true,
  });
  const namespaces = store.open('namespaces');
  for (const name of ['shop', 'kube-system'])
    namespaces.upsert(`/${name}`, objectOf('namespaces', { metadata: { name } }));
  const ingresses = store.open('ingresses');
  for (const name of ['one', 'two']) ingresses.upsert(`shop/${name}`, ingress(name));
  const marks = new Set<string>();
  store.subscribe({ onDirty: (key) => void marks.add(key) });
  const taken = (): readonly string[] => {
    const keys = [...marks].sort();
    marks.clear();
    return keys;
  };
  return { store, services: store.open('services'), taken };
};

const servicesOf = (snapshot: object | undefined): readonly unknown[] =>
  snapshot !== undefined && 'services' in snapshot ? (snapshot.services as readonly unknown[]) : [];

test('a Service that a rule names marks every Ingress when it comes, changes and goes, and another none', () => {
  const { store, services, taken } = setup();
  const both = ['Ingress/shop/one', 'Ingress/shop/two'];
  const before = store.snapshot('Ingress/shop/one');
  expect(servicesOf(before)).toEqual([]);

  services.upsert('kube-system/traefik', service('traefik', '10.0.0.1'));
  expect(taken()).toEqual([...both, 'kube-system/traefik']);
  const first = store.snapshot('Ingress/shop/one');
  expect(servicesOf(first)).toMatchObject([{ name: 'traefik', clusterIps: ['10.0.0.1'] }]);

  services.upsert('kube-system/dns', service('dns', '10.0.0.10'));
  expect(taken()).toEqual(['kube-system/dns']);
  expect(store.snapshot('Ingress/shop/one')).toBe(first);

  services.upsert('kube-system/traefik', service('traefik', '10.0.0.2'));
  expect(taken()).toEqual([...both, 'kube-system/traefik']);
  expect(servicesOf(store.snapshot('Ingress/shop/two'))).toMatchObject([{ clusterIps: ['10.0.0.2'] }]);

  services.delete('kube-system/traefik');
  expect(taken()).toEqual([...both, 'kube-system/traefik']);
  expect(servicesOf(store.snapshot('Ingress/shop/one'))).toEqual([]);
});
