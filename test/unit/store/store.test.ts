import { describe, expect, it } from 'vitest';
import type { EndpointSlice } from '../../../src/model/endpointSlice.ts';
import type { Service } from '../../../src/model/service.ts';
import { createInterner } from '../../../src/store/project/interner.ts';
import { project } from '../../../src/store/project/project.ts';
import { leastNeeds } from '../../../src/store/project/projection.ts';
import type { ResourceName, ResourceObjects } from '../../../src/store/resources.ts';
import { createStore, type StoreOptions } from '../../../src/store/store.ts';
import { serviceSnapshot } from '../../support/serviceSnapshot.ts';

const objectOf = <R extends ResourceName>(resource: R, json: object): ResourceObjects[R] => {
  const needs = { ...leastNeeds, imports: true };
  const { object } = project(resource, json, { needs, interner: createInterner() });
  if (object === undefined) throw new Error('this test needs a good object');
  return object;
};

const service = (name: string, clusterIP = '10.0.0.1', namespace = 'shop') =>
  objectOf('services', { metadata: { namespace, name }, spec: { clusterIP } });

const slice = (name: string, serviceName: string, address = '10.1.0.1') =>
  objectOf('endpointslices', {
    metadata: { namespace: 'shop', name, labels: { 'kubernetes.io/service-name': serviceName } },
    endpoints: [{ addresses: [address] }],
  });

const endpoints = (name: string, address: string) =>
  objectOf('endpoints', {
    metadata: { namespace: 'shop', name },
    subsets: [{ addresses: [{ ip: address }] }],
  });

const node = (name: string, ready = 'True') =>
  objectOf('nodes', { metadata: { name }, status: { conditions: [{ type: 'Ready', status: ready }] } });

const setup = (options: StoreOptions = {}) => {
  const dirty: string[] = [];
  const store = createStore(options);
  store.subscribe({
    onDirty: (key) => dirty.push(key),
    onSynced: () => dirty.push('synced'),
  });
  /** What was marked since the last call. */
  const marks = () => dirty.splice(0);
  return { store, marks };
};

const addresses = (slices: readonly EndpointSlice[] | undefined) =>
  slices?.flatMap((slice) => slice.endpoints.map(({ address }) => address));

describe('the store', () => {
  it('has no snapshot of a Service that does not exist, even when its slices do (corner 4)', () => {
    const { store, marks } = setup();
    store.open('endpointslices').upsert('shop/web-1', slice('web-1', 'web'));
    expect(marks()).toEqual(['shop/web']);
    expect(serviceSnapshot(store, 'shop/web')).toBeUndefined();
    expect(store.keys()).toEqual([]);
  });

  it('tells of each object that a list brings before it has one of them', () => {
    const { store, marks } = setup();
    let coming = 0;
    store.subscribe({ onComing: () => (coming += 1) });
    const feed = store.open('services');
    const listed = feed.shared('shop/web', service('web'));
    feed.shared('shop/mail', service('mail'));
    expect([coming, marks(), store.counts().services]).toEqual([2, [], 0]);
    feed.replace(new Map([['shop/web', listed]]));
    feed.upsert('shop/blog', service('blog'));
    expect([coming, marks()]).toEqual([2, ['shop/web', 'shop/blog']]);
  });

  it('keeps the slices of a ServiceImport and of a Service of one name apart, also when one slice is of both', () => {
    const { store, marks } = setup({ sources: ['service', 'import'] });
    const importKey = 'ServiceImport/shop/web';
    const spec = { type: 'Headless' };
    const metadata = { namespace: 'shop', name: 'web' };
    store.open('services').upsert('shop/web', service('web'));
    store.open('serviceimports').upsert('shop/web', objectOf('serviceimports', { metadata, spec }));
    const slices = store.open('endpointslices');
    slices.upsert('shop/web-1', slice('web-1', 'web', '10.1.0.1'));
    marks();
    const imported = { 'multicluster.kubernetes.io/service-name': 'web' };
    const sliceOf = (name: string, labels: object, address: string) =>
      objectOf('endpointslices', {
        metadata: { namespace: 'shop', name, labels },
        endpoints: [{ addresses: [address] }],
      });
    const both = { ...imported, 'kubernetes.io/service-name': 'derived' };
    slices.upsert('shop/web-2', sliceOf('web-2', imported, '10.2.0.1'));
    expect(marks()).toEqual([importKey]);
    slices.upsert('shop/web-3', sliceOf('web-3', both, '10.3.0.1'));
    expect(marks()).toEqual(['shop/derived', importKey]);
    expect(addresses(serviceSnapshot(store, 'shop/web')?.slices)).toEqual(['10.1.0.1']);
    const found = store.snapshot(importKey);
    expect(found).toMatchObject({ kind: 'import' });
    expect(found && 'slices' in found ? addresses(found.slices) : []).toEqual(['10.2.0.1', '10.3.0.1']);
  });

  it('joins a Service with the slices that came before it, sorted by name', () => {
    const { store } = setup();
    const slices = store.open('endpointslices');
    slices.upsert('shop/web-b', slice('web-b', 'web', '10.1.0.2'));
    slices.upsert('shop/web-a', slice('web-a', 'web', '10.1.0.1'));
    store.open('services').upsert('shop/web', service('web'));
    expect(addresses(serviceSnapshot(store, 'shop/web')?.slices)).toEqual(['10.1.0.1', '10.1.0.2']);
    expect(store.keys()).toEqual(['shop/web']);
  });

  it('counts the addresses of endpoints of Services that are there, as they are now', () => {
    const { store } = setup();
    const services = store.open('services');
    const slices = store.open('endpointslices');
    slices.upsert('shop/web-1', slice('web-1', 'web'));
    expect(store.endpoints()).toBe(0);
    services.upsert('shop/web', service('web'));
    expect(store.endpoints()).toBe(1);
    slices.upsert('shop/web-2', slice('web-2', 'web', '10.1.0.2'));
    expect(store.endpoints()).toBe(2);
    slices.delete('shop/web-1');
    expect(store.endpoints()).toBe(1);
  });

  it('returns the same snapshot while nothing of it changed, and another when something did', () => {
    const { store, marks } = setup();
    const services = store.open('services');
    const slices = store.open('endpointslices');
    services.upsert('shop/web', service('web'));
    slices.upsert('shop/web-1', slice('web-1', 'web'));
    const first = serviceSnapshot(store, 'shop/web');
    marks();
    services.upsert('shop/web', service('web'));
    slices.upsert('shop/web-1', slice('web-1', 'web'));
    slices.upsert('shop/api-1', slice('api-1', 'api'));
    expect(marks()).toEqual(['shop/api']);
    expect(serviceSnapshot(store, 'shop/web')).toBe(first);
    slices.upsert('shop/web-1', slice('web-1', 'web', '10.1.0.9'));
    expect(marks()).toEqual(['shop/web']);
    expect(serviceSnapshot(store, 'shop/web')).not.toBe(first);
  });

  it('does not take the time of a change for a change, and has that of each real one', () => {
    const { store, marks } = setup();
    const slices = store.open('endpointslices');
    const ofOld = store.open('endpoints');
    store.open('services').upsert('shop/web', service('web'));
    store.open('services').upsert('shop/old', service('old'));
    const at = (changedMs: number, address?: string) => ({ ...slice('web-1', 'web', address), changedMs });
    const oldAt = (changedMs: number, address: string) =>
      endpoints('old', address).map((subset) => ({ ...subset, changedMs }));
    slices.upsert('shop/web-1', slice('web-1', 'web'));
    ofOld.upsert('shop/old', oldAt(1, '10.1.0.1'));
    const first = serviceSnapshot(store, 'shop/web');
    marks();
    slices.upsert('shop/web-1', at(1));
    slices.replace(new Map([['shop/web-1', at(2)]]));
    ofOld.upsert('shop/old', oldAt(2, '10.1.0.1'));
    expect(slices.shared('shop/web-1', at(3))).toBe(first?.slices[0]);
    expect(marks()).toEqual([]);
    expect(serviceSnapshot(store, 'shop/web')).toBe(first);
    slices.upsert('shop/web-1', at(4, '10.1.0.9'));
    ofOld.upsert('shop/old', oldAt(5, '10.1.0.9'));
    expect(marks()).toEqual(['shop/web', 'shop/old']);
    expect(serviceSnapshot(store, 'shop/web')?.slices.map(({ changedMs }) => changedMs)).toEqual([4]);
    expect(serviceSnapshot(store, 'shop/old')?.slices.map(({ changedMs }) => changedMs)).toEqual([5]);
  });

  it('takes a relist as the differences it makes: deletes only what is really gone', () => {
    const { store, marks } = setup();
    const services = store.open('services');
    services.replace(
      new Map([
        ['shop/a', service('a')],
        ['shop/b', service('b')],
        ['shop/c', service('c')],
      ]),
    );
    marks();
    services.replace(
      new Map([
        ['shop/a', service('a')],
        ['shop/b', service('b', '10.0.0.2')],
        ['shop/d', service('d')],
      ]),
    );
    expect(marks().sort()).toEqual(['shop/b', 'shop/c', 'shop/d']);
    expect([...store.keys()].sort()).toEqual(['shop/a', 'shop/b', 'shop/d']);
    expect(serviceSnapshot(store, 'shop/c')).toBeUndefined();
  });

  it('replaces only the namespace a feed is for', () => {
    const { store } = setup();
    const shop = store.open('services', 'shop');
    const shopping = store.open('services', 'shopping');
    shop.replace(new Map([['shop/a', service('a')]]));
    shopping.replace(new Map([['shopping/b', service('b', '10.0.0.1', 'shopping')]]));
    shop.replace(new Map());
    expect(store.keys()).toEqual(['shopping/b']);
  });

  it('moves a slice whose label names another Service now, and marks both', () => {
    const { store, marks } = setup();
    const services = store.open('services');
    const slices = store.open('endpointslices');
    services.upsert('shop/a', service('a'));
    services.upsert('shop/b', service('b'));
    slices.upsert('shop/x', slice('x', 'a'));
    marks();
    slices.upsert('shop/x', slice('x', 'b'));
    expect(marks()).toEqual(['shop/a', 'shop/b']);
    expect(serviceSnapshot(store, 'shop/a')?.slices).toEqual([]);
    expect(addresses(serviceSnapshot(store, 'shop/b')?.slices)).toEqual(['10.1.0.1']);
  });

  it('lets slices win over Endpoints of the same Service, and takes Endpoints where there are no slices (corner 11)', () => {
    const { store } = setup();
    store.open('services').upsert('shop/web', service('web'));
    const old = store.open('endpoints');
    old.upsert('shop/web', endpoints('web', '10.2.0.1'));
    expect(addresses(serviceSnapshot(store, 'shop/web')?.slices)).toEqual(['10.2.0.1']);
    const slices = store.open('endpointslices');
    slices.upsert('shop/web-1', slice('web-1', 'web'));
    expect(addresses(serviceSnapshot(store, 'shop/web')?.slices)).toEqual(['10.1.0.1']);
    slices.close();
    expect(addresses(serviceSnapshot(store, 'shop/web')?.slices)).toEqual(['10.2.0.1']);
  });

  it('marks Services that read nodes and the Node itself when one changes in what the model has of it, no others', () => {
    const readsNodes = ({ name }: Service): boolean => name === 'web';
    const { store, marks } = setup({ sources: ['service', 'node', 'ingress'], readsNodes });
    for (const name of ['web', 'api', 'db']) store.open('services').upsert(`shop/${name}`, service(name));
    const metadata = { namespace: 'shop', name: 'web' };
    store.open('ingresses').upsert('shop/web', objectOf('ingresses', { metadata, spec: {} }));
    const api = serviceSnapshot(store, 'shop/api');
    const nodes = store.open('nodes');
    nodes.upsert('/n2', node('n2'));
    nodes.upsert('/n1', node('n1'));
    const first = serviceSnapshot(store, 'shop/web');
    expect(first?.nodes.map(({ ref }) => ref.name)).toEqual(['n1', 'n2']);
    marks();
    nodes.upsert('/n1', node('n1'));
    expect(marks()).toEqual([]);
    expect(serviceSnapshot(store, 'shop/web')).toBe(first);
    nodes.upsert('/n1', node('n1', 'False'));
    expect(marks()).toEqual(['shop/web', 'Node/n1']);
    expect(serviceSnapshot(store, 'shop/web')).not.toBe(first);
    expect(serviceSnapshot(store, 'shop/api')).toBe(api);
    expect(api?.nodes).toEqual([]);
  });

  it('treats a Service in a namespace that is not selected as if it did not exist', () => {
    const { store, marks } = setup({ selectsNamespace: (labels) => labels['dns'] === 'yes' });
    store.open('services').upsert('shop/web', service('web'));
    expect(serviceSnapshot(store, 'shop/web')).toBeUndefined();
    const namespaces = store.open('namespaces');
    marks();
    namespaces.upsert('/shop', { name: 'shop', labels: { dns: 'yes' } });
    expect(marks()).toEqual(['shop/web']);
    expect(serviceSnapshot(store, 'shop/web')?.namespaceLabels).toEqual({ dns: 'yes' });
    namespaces.upsert('/shop', { name: 'shop', labels: { dns: 'no' } });
    expect(marks()).toEqual(['shop/web']);
    expect(serviceSnapshot(store, 'shop/web')).toBeUndefined();
    expect(store.keys()).toEqual([]);
  });

  it('is synced when every open feed is, says so once, and stays so', () => {
    const { store, marks } = setup();
    expect(store.synced()).toBe(false);
    const services = store.open('services');
    const slices = store.open('endpointslices');
    services.synced();
    expect(store.synced()).toBe(false);
    slices.synced();
    expect(store.synced()).toBe(true);
    slices.synced();
    store.open('nodes');
    expect(store.synced()).toBe(true);
    expect(marks()).toEqual(['synced']);
  });

  it('calls every subscriber for as long as it wants to hear, and keeps no other waiting', () => {
    const { store, marks } = setup();
    const heard: string[] = [];
    const services = store.open('services');
    services.upsert('shop/before', service('before'));
    const listener = { onDirty: (key: string) => heard.push(key) };
    const first = store.subscribe(listener);
    const second = store.subscribe(listener);
    services.upsert('shop/both', service('both'));
    expect(heard).toEqual(['shop/both', 'shop/both']);
    first();
    services.upsert('shop/one', service('one'));
    second();
    second();
    services.upsert('shop/none', service('none'));
    expect(heard).toEqual(['shop/both', 'shop/both', 'shop/one']);
    expect(marks()).toEqual(['shop/before', 'shop/both', 'shop/one', 'shop/none']);
  });
});
