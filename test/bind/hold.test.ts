import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serviceRef } from '../../src/model/objectRef.ts';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { type Named, startNamed } from '../support/named.ts';
import { createTestStore, type TestStore } from '../support/testStore.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon, type ZoneDaemonOptions } from '../support/zoneDaemon.ts';

const forEver = { holdMs: Number.POSITIVE_INFINITY };
const records: Partial<RecordOptions> = {
  sources: ['service', 'ingress'],
  addresses: 'external',
  allow: [{ scope: {}, patterns: ['*.apps.{zone}'] }],
};

/** A Service of type LoadBalancer with what its controller has put into the status. */
const putBalancer = (store: TestStore, name: string, ips: readonly string[], type = 'LoadBalancer'): void =>
  store.putObject('services', {
    metadata: { namespace: 'default', name, creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { type, clusterIP: '10.96.0.9', ports: [{ name: 'http', port: 80 }] },
    status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
  });

const putIngress = (store: TestStore, name: string, ips: readonly string[], ingressClassName = 'a'): void =>
  store.putObject('ingresses', {
    metadata: { namespace: 'shop', name, creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { ingressClassName, rules: [{ host: `${name}.apps.k8s.example` }] },
    status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
  });

describe('records of an object that lost its address', () => {
  let named: Named;
  const zones = ['stay', 'go', 'type', 'again', 'end', 'off'];
  beforeAll(async () => {
    named = await startNamed({ zones: zones.map((name) => ({ name: `${name}.example` })) });
  });
  afterAll(() => named[Symbol.asyncDispose]());

  const address = async (name: string): Promise<string> => (await named.dig('+short', name, 'A')).trim();
  const start = (zone: string, given: ZoneDaemonOptions = {}) =>
    startZoneDaemon(named, { zone: `${zone}.example.`, records, options: forEver, ...given });
  /** Records of the zone that are neither its own nor another writer's. */
  const ours = async (zone: string): Promise<readonly string[]> =>
    (await named.axfrText(`${zone}.example`))
      .split('\n')
      .filter((line) => line !== '' && !/ IN (SOA|NS) |^(hand|ns|_k8s-bind)\./.test(line));

  test('stay while the status is empty, for all of its names, and nothing is sent', async () => {
    await using daemon = start('stay');
    putBalancer(daemon.store, 'web', ['192.0.2.1']);
    putBalancer(daemon.store, 'api', ['192.0.2.2']);
    await named.nsupdate('update add hand.stay.example. 60 A 192.0.2.99');
    await daemon.settled();
    const before = await ours('stay');
    const sent = daemon.updates.length;
    const owned = daemon.loop.view.ownedRecords();

    putBalancer(daemon.store, 'web', []);
    await daemon.settled();
    expect(await ours('stay')).toEqual(before);
    expect(daemon.updates.length).toBe(sent);
    expect(daemon.of('holding').map(({ origin, waitsFor }) => [origin, waitsFor])[0]).toEqual([
      serviceRef('default/web'),
      'an address in status.loadBalancer',
    ]);
    expect(new Set(daemon.of('holding').map(({ unit }) => unit))).toEqual(
      new Set(['default/web', 'web.stay.example.', '_http._tcp.web.stay.example.']),
    );

    // The neighbour goes on, and the next full look at the zone changes nothing either.
    putBalancer(daemon.store, 'api', ['192.0.2.3']);
    await waitFor('the neighbour', () => address('api.stay.example'), {
      until: (text) => text === '192.0.2.3',
    });
    await daemon.look();
    expect(await address('web.stay.example')).toBe('192.0.2.1');
    expect(await address('web.default.svc.stay.example')).toBe('192.0.2.1');
    expect(daemon.loop.view.ownedRecords()).toBe(owned);
    expect(await address('hand.stay.example')).toBe('192.0.2.99');

    putBalancer(daemon.store, 'web', ['192.0.2.4']);
    await waitFor('the new address', () => address('web.stay.example'), {
      until: (text) => text === '192.0.2.4',
    });
    await daemon.settled();
    expect(daemon.of('hold-ended')).toHaveLength(3);
    expect(daemon.loop.view.holds().size).toBe(0);
  });

  test('go at once with the object, and with its type', async () => {
    await using daemon = start('go');
    putBalancer(daemon.store, 'web', ['192.0.2.1']);
    putBalancer(daemon.store, 'api', ['192.0.2.2']);
    putBalancer(daemon.store, 'other', ['192.0.2.3']);
    await daemon.settled();
    putBalancer(daemon.store, 'web', []);
    putBalancer(daemon.store, 'api', []);
    await daemon.settled();
    expect(await address('web.go.example')).toBe('192.0.2.1');

    daemon.store.remove('default/web');
    putBalancer(daemon.store, 'api', [], 'ClusterIP');
    await daemon.settled();
    expect((await ours('go')).filter((line) => !/^(other|\S+\.other|dns-version)/.test(line))).toEqual([]);
    expect(await address('other.go.example')).toBe('192.0.2.3');
    expect(daemon.loop.view.ownedRecords()).toBe(
      (await ours('go')).filter((line) => !line.includes('_k8s-bind')).length,
    );
  });

  test('stay over a restart in the middle of it, and are the memory of it', async () => {
    const store = createTestStore();
    const first = start('again', { store });
    putBalancer(store, 'web', ['192.0.2.1']);
    putIngress(store, 'shop', ['192.0.2.5']);
    await first.settled();
    putBalancer(store, 'web', []);
    await first.settled();
    const before = await ours('again');
    await first.stop();

    await using second = start('again', { store });
    await second.settled();
    expect(await ours('again')).toEqual(before);
    expect(second.updates.filter(({ operations }) => operations.some(({ kind }) => kind !== 'add'))).toEqual(
      second.updates.slice(0, 1),
    );
    expect(second.of('holding').map(({ unit }) => unit)).toContain('web.again.example.');
  });

  test('go when the time of the hold is over, and only then', async () => {
    await using daemon = start('end', { options: { holdMs: 1_500 } });
    putBalancer(daemon.store, 'web', ['192.0.2.1']);
    putBalancer(daemon.store, 'api', ['192.0.2.2']);
    await daemon.settled();
    putBalancer(daemon.store, 'web', []);
    await daemon.settled();
    expect(await address('web.end.example')).toBe('192.0.2.1');
    await waitFor('the hold is over', () => daemon.of('hold-ended').length > 0);
    await waitFor('the name is gone', () => address('web.end.example'), { until: (text) => text === '' });
    await daemon.settled();
    expect((await ours('end')).some((line) => line.startsWith('web.'))).toBe(false);
    expect(await address('api.end.example')).toBe('192.0.2.2');
    expect(daemon.of('held-back')).toEqual([]);
  });

  test('stay theirs while a younger object asks for the name, and go to an older one', async () => {
    await using daemon = start('type');
    const putOf = (name: string, year: number, ips: readonly string[]): void =>
      daemon.store.putObject('ingresses', {
        metadata: { namespace: name, name, creationTimestamp: `${year}-01-01T00:00:00Z` },
        spec: { rules: [{ host: 'shop.apps.type.example' }] },
        status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
      });
    putOf('first', 2024, ['192.0.2.1']);
    await daemon.settled();
    putOf('first', 2024, []);
    putOf('younger', 2025, ['192.0.2.66']);
    await daemon.settled();
    expect(await address('shop.apps.type.example')).toBe('192.0.2.1');
    putOf('older', 2023, ['192.0.2.3']);
    await waitFor('the older has it', () => address('shop.apps.type.example'), {
      until: (text) => text === '192.0.2.3',
    });
  });

  test('go at once without a hold', async () => {
    await using daemon = start('off', { options: { holdMs: 0 } });
    putBalancer(daemon.store, 'web', ['192.0.2.1']);
    await daemon.settled();
    putBalancer(daemon.store, 'web', []);
    await waitFor('the name is gone', () => address('web.off.example'), { until: (text) => text === '' });
    expect(daemon.of('holding')).toEqual([]);
  });
});

describe('names of a route', () => {
  let named: Named;
  beforeAll(async () => {
    named = await startNamed({ zones: [{ name: 'k8s.example' }] });
  });
  afterAll(() => named[Symbol.asyncDispose]());

  const accepted = (status: string): object => ({ conditions: [{ type: 'Accepted', status }] });
  const listener = (name: string, hostname: string): object => ({
    name,
    hostname,
    port: 80,
    protocol: 'HTTP',
  });
  const metadata = (name: string): object => ({
    namespace: 'default',
    name,
    creationTimestamp: '2026-01-01T00:00:00Z',
  });

  /** What the controller says of the Gateway's listeners, of the ListenerSet, and of its listener. */
  type Said = {
    readonly first?: object;
    readonly second?: object;
    readonly set?: object;
    readonly entry?: object;
  };

  const put = (store: TestStore, { first = {}, second = {}, set = {}, entry = {} }: Said): void => {
    const listeners = [listener('first', 'a.apps.k8s.example'), listener('second', 'b.apps.k8s.example')];
    const allowedListeners = { namespaces: { from: 'Same' } };
    store.putObject('gateways', {
      metadata: metadata('web'),
      spec: { gatewayClassName: 'one', listeners, allowedListeners },
      status: {
        addresses: [{ value: '192.0.2.1' }],
        listeners: [
          { name: 'first', ...first },
          { name: 'second', ...second },
        ],
      },
    });
    store.putObject('listenersets', {
      metadata: metadata('more'),
      spec: { parentRef: { name: 'web' }, listeners: [listener('entry', 'c.apps.k8s.example')] },
      status: { ...set, listeners: [{ name: 'entry', ...entry }] },
    });
  };
  const putRoute = (store: TestStore, name: string, parentRef: object): void =>
    store.putObject('httproutes', {
      metadata: metadata(name),
      spec: { parentRefs: [parentRef] },
      status: { parents: [{ parentRef, ...accepted('True') }] },
    });

  test('stay while a listener, a ListenerSet or its entry is not accepted, and go with the listener', async () => {
    const of = { ...records, sources: ['gateway'] } satisfies Partial<RecordOptions>;
    await using daemon = startZoneDaemon(named, { records: of, options: forEver });
    const { store } = daemon;
    const names = ['a', 'b', 'c'].map((name) => `${name}.apps.k8s.example`);
    const published = async (): Promise<string> =>
      (await Promise.all(names.map(async (name) => (await named.dig('+short', name, 'A')).trim()))).join(' ');
    const yes = accepted('True');
    const all = { first: yes, second: yes, set: yes, entry: yes };
    put(store, { ...all, set: accepted('False'), entry: {} });
    putRoute(store, 'direct', { name: 'web' });
    putRoute(store, 'by-set', { name: 'more', kind: 'ListenerSet' });
    await daemon.settled();
    expect(await published()).toBe('192.0.2.1 192.0.2.1 ');
    put(store, all);
    await daemon.settled();
    expect(await published()).toBe('192.0.2.1 192.0.2.1 192.0.2.1');
    const sent = daemon.updates.length;

    const losses: readonly Said[] = [
      { second: accepted('False') },
      { second: { conditions: [{ type: 'Conflicted', status: 'True' }] } },
      { set: {} },
      { set: accepted('Unknown') },
      { entry: {} },
      { entry: accepted('False') },
    ];
    for (const loss of losses) {
      put(store, { ...all, ...loss });
      await daemon.settled();
      expect(daemon.loop.view.holds().size).toBe(1);
      put(store, all);
      await daemon.settled();
      expect(daemon.loop.view.holds().size).toBe(0);
    }
    expect(await published()).toBe('192.0.2.1 192.0.2.1 192.0.2.1');
    expect(daemon.updates.length).toBe(sent);

    store.removeObject('listenersets', 'default/more');
    await waitFor('its name is gone', published, { until: (text) => text === '192.0.2.1 192.0.2.1 ' });
  });
});

describe('wildcards of routes', () => {
  let named: Named;
  beforeAll(async () => {
    named = await startNamed({ zones: [{ name: 'k8s.example' }] });
  });
  afterAll(() => named[Symbol.asyncDispose]());

  const listener = { name: 'all', port: 80, protocol: 'HTTP' };
  const wildRecords: Partial<RecordOptions> = {
    sources: ['gateway', 'ingress'],
    allow: [{ scope: {}, patterns: ['**.apps.{zone}', '*.one.apps.{zone}', '*.two.apps.{zone}'] }],
  };
  const putGateway = (store: TestStore, status: string): void =>
    store.putObject('gateways', {
      metadata: { namespace: 'default', name: 'web', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { gatewayClassName: 'one', listeners: [listener] },
      status: {
        addresses: [{ value: '192.0.2.1' }],
        listeners: [{ name: 'all', conditions: [{ type: 'Accepted', status }] }],
      },
    });
  /** The route `one` has the host `*.one.apps.k8s.example`. */
  const putRoute = (store: TestStore, name: string, status: string): void =>
    store.putObject('httproutes', {
      metadata: { namespace: 'default', name, creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { parentRefs: [{ name: 'web' }], hostnames: [`*.${name}.apps.k8s.example`] },
      status: { parents: [{ parentRef: { name: 'web' }, conditions: [{ type: 'Accepted', status }] }] },
    });
  const start = (store: TestStore) =>
    startZoneDaemon(named, { store, records: wildRecords, options: forEver });
  const startWithBoth = (store: TestStore) => {
    putGateway(store, 'True');
    putRoute(store, 'one', 'True');
    putRoute(store, 'two', 'True');
    return start(store);
  };
  const ours = async (): Promise<readonly string[]> =>
    (await named.axfrText('k8s.example'))
      .split('\n')
      .filter((line) => /^\S*apps\.(_k8s-bind\.)?k8s\.example\. /.test(line));

  test('stay while another stands, over a restart too, where nothing else exists below them', async () => {
    const store = createTestStore();
    const first = startWithBoth(store);
    await first.settled();
    const before = await ours();
    const sent = first.updates.length;
    for (const lose of [() => putRoute(store, 'one', 'False'), () => putGateway(store, 'False')]) {
      lose();
      await first.settled();
      expect(await ours()).toEqual(before);
    }
    putGateway(store, 'True');
    await first.settled();
    expect(await ours()).toEqual(before);
    expect(first.updates.length).toBe(sent);
    expect([...first.loop.view.holds().keys()]).toEqual(['*.one.apps.k8s.example.']);
    await first.stop();

    await using second = start(store);
    await second.settled();
    expect(await ours()).toEqual(before);
    expect([...second.loop.view.holds().keys()]).toEqual(['*.one.apps.k8s.example.']);
    for (const name of ['one', 'two']) store.removeObject('httproutes', `default/${name}`);
    await second.settled();
    expect(await ours()).toEqual([]);
  });

  test('stay with their copies while another stands, over a restart too, and go with the route', async () => {
    const store = createTestStore();
    const first = startWithBoth(store);
    // Names below the wildcard, so that copies stand below them.
    putIngress(store, 'shop.one', ['192.0.2.7']);
    await named.nsupdate('update add hand.one.apps.k8s.example. 60 A 192.0.2.99');
    await first.look();
    await first.settled();
    const before = await ours();
    const names = before.map((line) => line.slice(0, line.indexOf(' ')));
    expect(names).toContain('*.one.apps.k8s.example.');
    expect(names).toContain('*.shop.one.apps.k8s.example.');
    expect(names).toContain('*.hand.one.apps.k8s.example.');

    const sent = first.updates.length;
    putRoute(store, 'one', 'False');
    await first.settled();
    expect(await ours()).toEqual(before);
    expect(first.updates.length).toBe(sent);
    expect([...first.loop.view.holds().keys()].sort()).toEqual([
      '*.hand.one.apps.k8s.example.',
      '*.one.apps.k8s.example.',
      '*.shop.one.apps.k8s.example.',
    ]);
    await first.stop();

    await using second = start(store);
    await second.settled();
    expect(await ours()).toEqual(before);
    expect(second.loop.view.holds().size).toBe(3);

    // All of them wait, and the other one has what it publishes again first.
    putGateway(store, 'False');
    await second.settled();
    expect(await ours()).toEqual(before);
    putGateway(store, 'True');
    await second.settled();
    expect(await ours()).toEqual(before);
    expect(second.loop.view.holds().size).toBe(3);

    store.removeObject('httproutes', 'default/one');
    await second.settled();
    const after = before.filter((line) => !/^\*\.((shop|hand)\.)?one\.apps\./.test(line));
    expect(after.some((line) => line.startsWith('shop.one.'))).toBe(true);
    expect(after.some((line) => line.startsWith('hand.one.'))).toBe(true);
    expect(after.some((line) => line.startsWith('*.two.'))).toBe(true);
    expect(await ours()).toEqual(after);
    expect(second.loop.view.holds().size).toBe(0);
  });
});

describe('names of an Ingress', () => {
  let named: Named;
  beforeAll(async () => {
    named = await startNamed({ zones: [{ name: 'k8s.example' }] });
  });
  afterAll(() => named[Symbol.asyncDispose]());
  const address = async (name: string): Promise<string> => (await named.dig('+short', name, 'A')).trim();

  test('stay while its status is empty, and go with its class', async () => {
    await using daemon = startZoneDaemon(named, { records, options: forEver });
    putIngress(daemon.store, 'shop', ['192.0.2.1']);
    putIngress(daemon.store, 'blog', ['192.0.2.2']);
    await daemon.settled();
    expect(await address('shop.apps.k8s.example')).toBe('192.0.2.1');
    putIngress(daemon.store, 'shop', []);
    putIngress(daemon.store, 'blog', []);
    await daemon.settled();
    expect(await address('shop.apps.k8s.example')).toBe('192.0.2.1');

    putIngress(daemon.store, 'shop', [], 'b');
    await waitFor('the name is gone', () => address('shop.apps.k8s.example'), {
      until: (text) => text === '',
    });
    expect(await address('blog.apps.k8s.example')).toBe('192.0.2.2');
    daemon.store.removeObject('ingresses', 'shop/blog');
    await waitFor('the name is gone', () => address('blog.apps.k8s.example'), {
      until: (text) => text === '',
    });
    await daemon.settled();
    expect(daemon.loop.view.ownedRecords()).toBe(1);
  });
});
