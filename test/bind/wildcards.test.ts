import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordOptions } from '../../src/records/recordOptions.ts';
import { type Named, startNamed } from '../support/named.ts';
import { createTestStore, type TestStore } from '../support/testStore.ts';
import { waitFor } from '../support/waitFor.ts';
import { startZoneDaemon, type ZoneDaemon, type ZoneDaemonOptions } from '../support/zoneDaemon.ts';

const zones = [
  'plain',
  'routes',
  'proofs',
  'cuts',
  'stars',
  'again',
  'hold',
  'brake',
  'apex',
  'lower',
  'upper',
];
let named: Named;
beforeAll(async () => {
  named = await startNamed({
    zones: [...zones.map((name) => ({ name: `${name}.example` })), { name: 'sub.lower.example' }],
  });
});
afterAll(() => named[Symbol.asyncDispose]());

const records: Partial<RecordOptions> = {
  sources: ['service', 'gateway', 'ingress'],
  allow: [{ scope: {}, patterns: ['**.{zone}', '*.x.{zone}', '*.{zone}'] }],
};

const start = (zone: string, given: ZoneDaemonOptions = {}): ZoneDaemon =>
  startZoneDaemon(named, { zone: `${zone}.example.`, records, ...given });

const created = '2026-01-01T00:00:00Z';

const putGateway = (store: TestStore, name: string, address: string): void =>
  store.putObject('gateways', {
    metadata: { namespace: 'infra', name },
    spec: {
      gatewayClassName: 'c',
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } },
      ],
    },
    status: { addresses: [{ type: 'IPAddress', value: address }] },
  });

const putRoute = (store: TestStore, name: string, hostname: string): void => {
  const parentRef = { name, namespace: 'infra' };
  store.putObject('httproutes', {
    metadata: { namespace: 'shop', name, creationTimestamp: created },
    spec: { parentRefs: [parentRef], hostnames: [hostname] },
    status: {
      parents: [
        {
          parentRef,
          controllerName: 'example.net/c',
          conditions: [{ type: 'Accepted', status: 'True' }],
        },
      ],
    },
  });
};

const putIngress = (store: TestStore, name: string, hosts: readonly string[], ips: readonly string[]): void =>
  store.putObject('ingresses', {
    metadata: { namespace: name, name, creationTimestamp: created },
    spec: { rules: hosts.map((host) => ({ host })) },
    status: { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } },
  });

/** What BIND answers for an address at each name below the zone; a status instead where it has none. */
const answers = async (zone: string, ...labels: readonly string[]): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const label of labels) {
    const text = await named.dig('+noall', '+answer', '+comments', `${label}.${zone}.example`, 'A');
    const addresses = [...text.matchAll(/^\S+\s+\d+\s+IN\s+A\s+(\S+)$/gm)].map(([, address]) => address);
    const status = /status: (\w+)/.exec(text)?.[1] ?? '';
    found[label] = addresses.length > 0 ? addresses.join(' ') : status === 'NOERROR' ? 'none' : status;
  }
  return found;
};

const isClaimOrMark = (line: string): boolean => line.includes('_k8s-bind');

/** Lines of the zone that are ours: all but those of the zone itself, claim, marks and `theirs`. */
const ours = async (zone: string, theirs: readonly string[] = []): Promise<readonly string[]> =>
  (await named.axfrText(`${zone}.example`))
    .split('\n')
    .filter((line) => line !== '' && !/ IN (SOA|NS)|^ns\./.test(line) && !isClaimOrMark(line))
    .filter((line) => !theirs.some((name) => line.startsWith(`${name}.${zone}.example.`)));

/** The same of another writer, byte for byte. */
const linesOf = async (zone: string, theirs: readonly string[]): Promise<readonly string[]> =>
  (await named.axfrText(`${zone}.example`))
    .split('\n')
    .filter((line) => theirs.some((name) => line.startsWith(`${name}.${zone}.example.`)));

/** Every record of ours is counted, and every name of ours has its mark, and no other. */
const expectTruth = async (daemon: ZoneDaemon, zone: string, theirs: readonly string[] = []) => {
  const lines = await ours(zone, theirs);
  expect(daemon.loop.view.ownedRecords()).toBe(lines.length);
  const names = new Set(
    lines.map((line) => line.split(/\s/)[0] ?? '').filter((name) => !/(svc|dns-version)\./.test(name)),
  );
  const marks = (await named.axfrText(`${zone}.example`))
    .split('\n')
    .filter((line) => line.includes('._k8s-bind.'))
    .map((line) => (line.split(/\s/)[0] ?? '').replace('_k8s-bind.', ''));
  expect(marks.sort()).toEqual([...names].sort());
};

describe('a wildcard and names below it (SOURCES.md, case 21)', () => {
  const asked = ['x', 'a.x', 'b.a.x', 'z.x', 'q.z.x', 'y.z.x', 'p.y.z.x', 'o.p.y.z.x'];

  test('BIND alone answers for none of the names beside and below one that exists', async () => {
    await named.nsupdate(`update add x.plain.example. 60 A 192.0.2.1
update add *.x.plain.example. 60 A 192.0.2.10
update add y.z.x.plain.example. 60 A 192.0.2.20`);
    expect(await answers('plain', ...asked)).toEqual({
      x: '192.0.2.1',
      'a.x': '192.0.2.10',
      'b.a.x': '192.0.2.10',
      'z.x': 'none',
      'q.z.x': 'NXDOMAIN',
      'y.z.x': '192.0.2.20',
      'p.y.z.x': 'NXDOMAIN',
      'o.p.y.z.x': 'NXDOMAIN',
    });
  });

  test('with ours each name is answered as the routes ask, with y.z.x and without, and others stay as they are', async () => {
    const theirs = ['hand', 'h.x', '_mark.k.x', 'below.y.z.x'];
    await named.nsupdate(`update add hand.routes.example. 77 A 192.0.2.99
update add h.x.routes.example. 77 TXT "theirs"
update add _mark.k.x.routes.example. 77 TXT "theirs too"
update add below.y.z.x.routes.example. 77 A 192.0.2.98`);
    const before = await linesOf('routes', theirs);
    expect(before).toHaveLength(4);
    await using daemon = start('routes');
    for (const [name, address] of [
      ['one', '192.0.2.1'],
      ['all', '192.0.2.10'],
      ['deep', '192.0.2.20'],
    ] as const)
      putGateway(daemon.store, name, address);
    putRoute(daemon.store, 'one', 'x.routes.example');
    putRoute(daemon.store, 'all', '*.x.routes.example');
    putRoute(daemon.store, 'deep', 'y.z.x.routes.example');
    await daemon.settled();

    const others = { 'h.x': 'none', 'i.h.x': '192.0.2.10', 'k.x': '192.0.2.10', 'i.k.x': '192.0.2.10' };
    expect(await answers('routes', ...asked, ...Object.keys(others))).toEqual({
      x: '192.0.2.1',
      'a.x': '192.0.2.10',
      'b.a.x': '192.0.2.10',
      'z.x': '192.0.2.10',
      'q.z.x': '192.0.2.10',
      'y.z.x': '192.0.2.20',
      'p.y.z.x': '192.0.2.10',
      'o.p.y.z.x': '192.0.2.10',
      ...others,
    });
    expect(await answers('routes', 'below.y.z.x', 'q.below.y.z.x')).toEqual({
      'below.y.z.x': '192.0.2.98',
      'q.below.y.z.x': '192.0.2.10',
    });
    await expectTruth(daemon, 'routes', theirs);
    expect(await linesOf('routes', theirs)).toEqual(before);

    // What another writer has below keeps y.z.x and z.x alive: they are the wildcard's then.
    daemon.store.removeObject('httproutes', 'shop/deep');
    await daemon.settled();
    expect(await answers('routes', ...asked, ...Object.keys(others))).toMatchObject({
      'z.x': '192.0.2.10',
      'y.z.x': '192.0.2.10',
      'p.y.z.x': '192.0.2.10',
      'o.p.y.z.x': '192.0.2.10',
      ...others,
    });
    await named.nsupdate('update delete below.y.z.x.routes.example. A');
    await daemon.look();
    await daemon.settled();
    expect(await answers('routes', ...asked)).toEqual({
      x: '192.0.2.1',
      'a.x': '192.0.2.10',
      'b.a.x': '192.0.2.10',
      'z.x': '192.0.2.10',
      'q.z.x': '192.0.2.10',
      'y.z.x': '192.0.2.10',
      'p.y.z.x': '192.0.2.10',
      'o.p.y.z.x': '192.0.2.10',
    });
    // By *.x alone, and by what the other names of others need.
    const left = (await ours('routes', theirs)).map((line) => line.split(/\s/)[0]);
    expect(left.filter((name) => name?.includes('z.x'))).toEqual([]);
    expect(left).toContain('*.h.x.routes.example.');
    await expectTruth(daemon, 'routes', theirs);
    expect(await linesOf('routes', theirs)).toEqual(before.filter((line) => !line.startsWith('below.')));

    daemon.store.removeObject('httproutes', 'shop/all');
    await daemon.settled();
    expect((await ours('routes', theirs)).map((line) => line.split(/\s/)[0])).toEqual([
      'dns-version.routes.example.',
      'x.routes.example.',
    ]);
    await expectTruth(daemon, 'routes', theirs);
  });

  test('the copies of a name that goes, go with it in one message: no name is without an answer in between', async () => {
    await using daemon = start('again');
    putGateway(daemon.store, 'all', '192.0.2.10');
    putGateway(daemon.store, 'deep', '192.0.2.20');
    putRoute(daemon.store, 'all', '*.x.again.example');
    putRoute(daemon.store, 'deep', 'y.z.x.again.example');
    await daemon.settled();
    const sent = daemon.updates.length;
    daemon.store.removeObject('httproutes', 'shop/deep');
    await daemon.settled();
    expect(daemon.updates.length).toBe(sent + 1);
    expect(await answers('again', 'z.x', 'y.z.x', 'p.y.z.x')).toEqual({
      'z.x': '192.0.2.10',
      'y.z.x': '192.0.2.10',
      'p.y.z.x': '192.0.2.10',
    });
    expect((await ours('again')).map((line) => line.split(/\s/)[0])).toEqual([
      'dns-version.again.example.',
      '*.x.again.example.',
    ]);
  });

  test('what changed while nobody looked is right after a start', async () => {
    const store = createTestStore();
    putGateway(store, 'all', '192.0.2.10');
    putGateway(store, 'deep', '192.0.2.20');
    putRoute(store, 'all', '*.x.again.example');
    putRoute(store, 'deep', 'y.z.x.again.example');
    const first = start('again', { store });
    await first.settled();
    await first.stop();
    store.removeObject('httproutes', 'shop/deep');
    await named.nsupdate('update add f.g.x.again.example. 60 TXT "theirs"');

    await using second = start('again', { store });
    await second.settled();
    expect(await answers('again', 'y.z.x', 'z.x', 'g.x', 'e.f.g.x')).toEqual({
      'y.z.x': '192.0.2.10',
      'z.x': '192.0.2.10',
      'g.x': '192.0.2.10',
      'e.f.g.x': '192.0.2.10',
    });
    expect((await ours('again', ['f.g.x'])).filter((line) => line.includes('z.x'))).toEqual([]);
    await expectTruth(second, 'again', ['f.g.x']);
  });
});

describe('what other writers do below a wildcard', () => {
  test('a challenge for a certificate takes no name from it, and leaves nothing behind', async () => {
    await using daemon = start('proofs');
    putIngress(daemon.store, 'all', ['*.x.proofs.example'], ['192.0.2.10']);
    await daemon.settled();
    const clean = await ours('proofs');
    await named.nsupdate('update add _acme-challenge.www.x.proofs.example. 60 TXT "token"');
    await waitFor('the name is answered', () => answers('proofs', 'www.x'), {
      until: (found) => found['www.x'] === '192.0.2.10',
    });
    await daemon.settled();
    expect(await answers('proofs', 'a.www.x')).toEqual({ 'a.www.x': '192.0.2.10' });
    await expectTruth(daemon, 'proofs', ['_acme-challenge.www.x']);
    // No address stands at or below a name with an underscore: BIND would refuse it.
    expect((await ours('proofs')).filter((line) => / A .*/.test(line) && line.includes('_acme'))).toEqual([]);

    await named.nsupdate('update delete _acme-challenge.www.x.proofs.example. TXT');
    await daemon.look();
    await daemon.settled();
    expect(await ours('proofs')).toEqual(clean);
    expect(await answers('proofs', 'www.x')).toEqual({ 'www.x': '192.0.2.10' });
    expect(daemon.of('quarantined')).toEqual([]);
    expect(daemon.of('drift')).toEqual([]);
  });

  test('at and below a delegation nothing of it is written, and all of it when that has gone', async () => {
    const theirs = ['d.x'];
    await using daemon = start('cuts');
    putIngress(daemon.store, 'all', ['*.x.cuts.example'], ['192.0.2.10']);
    putIngress(daemon.store, 'web', ['web.d.x.cuts.example'], ['192.0.2.20']);
    await daemon.settled();
    expect(await answers('cuts', 'd.x', 'a.d.x', 'a.web.d.x')).toEqual({
      'd.x': '192.0.2.10',
      'a.d.x': '192.0.2.10',
      'a.web.d.x': '192.0.2.10',
    });
    daemon.store.removeObject('ingresses', 'web/web');
    await daemon.settled();
    await named.nsupdate('update add d.x.cuts.example. 60 NS ns.elsewhere.example.');
    putIngress(daemon.store, 'web', ['web.d.x.cuts.example'], ['192.0.2.20']);
    await daemon.look();
    await daemon.settled();
    expect((await ours('cuts', theirs)).map((line) => line.split(/\s/)[0])).toEqual([
      'dns-version.cuts.example.',
      '*.x.cuts.example.',
    ]);
    // What was asked for itself is reported, and nothing besides.
    expect([...daemon.loop.view.conflicts().keys()]).toEqual(['web.d.x.cuts.example.']);

    await named.nsupdate('update delete d.x.cuts.example. NS');
    await daemon.look();
    await daemon.settled();
    expect(await answers('cuts', 'd.x', 'a.d.x', 'web.d.x', 'a.web.d.x')).toEqual({
      'd.x': '192.0.2.10',
      'a.d.x': '192.0.2.10',
      'web.d.x': '192.0.2.20',
      'a.web.d.x': '192.0.2.10',
    });
    expect(daemon.loop.view.conflicts().size).toBe(0);
    await expectTruth(daemon, 'cuts');
  });

  test('their wildcards stay and answer as before, below one of ours and in its place', async () => {
    const theirs = ['*.h.x', 'a.h.x'];
    await named.nsupdate(`update add *.h.x.stars.example. 60 A 192.0.2.99
update add a.h.x.stars.example. 60 A 192.0.2.98`);
    const before = await linesOf('stars', theirs);
    await using daemon = start('stars');
    putIngress(daemon.store, 'all', ['*.x.stars.example'], ['192.0.2.10']);
    await daemon.settled();
    expect(await answers('stars', 'h.x', 'b.h.x', 'a.h.x', 'b.a.h.x', 'c.x')).toEqual({
      'h.x': '192.0.2.10',
      'b.h.x': '192.0.2.99',
      'a.h.x': '192.0.2.98',
      'b.a.h.x': 'NXDOMAIN',
      'c.x': '192.0.2.10',
    });
    expect(await linesOf('stars', theirs)).toEqual(before);
    await expectTruth(daemon, 'stars', theirs);

    await named.nsupdate('update delete *.h.x.stars.example. A');
    await daemon.look();
    await daemon.settled();
    expect(await answers('stars', 'b.h.x', 'b.a.h.x')).toEqual({
      'b.h.x': '192.0.2.10',
      'b.a.h.x': '192.0.2.10',
    });
    await expectTruth(daemon, 'stars', ['a.h.x']);
  });
});

describe('a wildcard whose object has no address for a while', () => {
  test('keeps its copies, and a name below it that goes is answered by it', async () => {
    await using daemon = start('hold', { options: { holdMs: Number.POSITIVE_INFINITY } });
    putIngress(daemon.store, 'all', ['*.x.hold.example'], ['192.0.2.10']);
    putIngress(daemon.store, 'web', ['web.x.hold.example'], ['192.0.2.20']);
    putIngress(daemon.store, 'api', ['v1.api.x.hold.example'], ['192.0.2.30']);
    await daemon.settled();
    const before = await ours('hold');
    const sent = daemon.updates.length;
    putIngress(daemon.store, 'all', ['*.x.hold.example'], []);
    await daemon.settled();
    expect(await ours('hold')).toEqual(before);
    expect(daemon.updates.length).toBe(sent);

    daemon.store.removeObject('ingresses', 'web/web');
    await daemon.settled();
    expect(await answers('hold', 'web.x', 'a.web.x', 'api.x', 'b.v1.api.x')).toEqual({
      'web.x': '192.0.2.10',
      'a.web.x': '192.0.2.10',
      'api.x': '192.0.2.10',
      'b.v1.api.x': '192.0.2.10',
    });

    putIngress(daemon.store, 'all', ['*.x.hold.example'], ['192.0.2.11']);
    await daemon.settled();
    expect(await answers('hold', 'web.x', 'api.x', 'b.v1.api.x', 'v1.api.x')).toEqual({
      'web.x': '192.0.2.11',
      'api.x': '192.0.2.11',
      'b.v1.api.x': '192.0.2.11',
      'v1.api.x': '192.0.2.30',
    });
    await expectTruth(daemon, 'hold');
  });

  test('answers below a name that another object keeps while it has no address', async () => {
    await using daemon = start('hold', { options: { holdMs: Number.POSITIVE_INFINITY } });
    putIngress(daemon.store, 'all', ['*.x.hold.example'], ['192.0.2.10']);
    putIngress(daemon.store, 'web', ['web.x.hold.example'], ['192.0.2.20']);
    await daemon.settled();
    putIngress(daemon.store, 'web', ['web.x.hold.example'], []);
    await daemon.settled();
    expect(await answers('hold', 'web.x', 'a.web.x')).toEqual({
      'web.x': '192.0.2.20',
      'a.web.x': '192.0.2.10',
    });
    daemon.store.removeObject('ingresses', 'web/web');
    await daemon.settled();
    expect(await answers('hold', 'web.x', 'a.web.x')).toEqual({
      'web.x': '192.0.2.10',
      'a.web.x': '192.0.2.10',
    });
    await expectTruth(daemon, 'hold');
  });
});

test('names that the brake keeps have their copies as long, and these are no deletions of their own', async () => {
  await using daemon = start('brake', {
    options: { brake: { share: 0.3, records: 20, allowMassDelete: false } },
  });
  const names = Array.from({ length: 30 }, (_, at) => `n${at}`);
  putIngress(daemon.store, 'all', ['*.x.brake.example'], ['192.0.2.10']);
  for (const name of names) putIngress(daemon.store, name, [`${name}.x.brake.example`], ['192.0.2.20']);
  await daemon.settled();
  await expectTruth(daemon, 'brake');
  for (const name of names) daemon.store.removeObject('ingresses', `${name}/${name}`);
  await daemon.settled();
  expect([...daemon.loop.view.heldBack().keys()].sort()).toEqual(
    names.map((name) => `${name}.x.brake.example.`).sort(),
  );
  expect(await answers('brake', 'n7.x', 'a.n7.x')).toEqual({ 'n7.x': '192.0.2.20', 'a.n7.x': '192.0.2.10' });
  await expectTruth(daemon, 'brake');

  daemon.loop.allowDeletions();
  await daemon.settled();
  expect(await answers('brake', 'n7.x', 'a.n7.x')).toEqual({ 'n7.x': '192.0.2.10', 'a.n7.x': '192.0.2.10' });
  expect(await ours('brake')).toHaveLength(2);
  await expectTruth(daemon, 'brake');
});

test('a wildcard of the zone itself answers for no Service that does not exist', async () => {
  await using daemon = start('apex');
  daemon.store.put('default/web', '10.96.0.1');
  putIngress(daemon.store, 'all', ['*.apex.example'], ['192.0.2.10']);
  await daemon.settled();
  expect(
    await answers(
      'apex',
      'a',
      'a.b',
      'web.default.svc',
      'api.default.svc',
      'a.web.default.svc',
      'web.other.svc',
      'svc',
      'a.dns-version',
    ),
  ).toEqual({
    a: '192.0.2.10',
    'a.b': '192.0.2.10',
    'web.default.svc': '10.96.0.1',
    'api.default.svc': 'NXDOMAIN',
    'a.web.default.svc': 'NXDOMAIN',
    'web.other.svc': 'NXDOMAIN',
    svc: 'none',
    'a.dns-version': 'NXDOMAIN',
  });
  await expectTruth(daemon, 'apex');
});

test('a subtree that is delegated from above its name has no copies, and has them again when that has gone', async () => {
  const zone = 'k8s.sub.upper.example.';
  await using daemon = startZoneDaemon(named, { zone, largerZone: 'upper.example.', records });
  putIngress(daemon.store, 'all', [`*.x.${zone}`], ['192.0.2.10']);
  putIngress(daemon.store, 'web', [`web.x.${zone}`], ['192.0.2.20']);
  await daemon.settled();
  const copy = /^\*\.web\.x\.k8s\.sub\.upper\.example\./m;
  expect(await named.axfrText('upper.example')).toMatch(copy);
  await named.nsupdate('update add sub.upper.example. 60 NS ns.elsewhere.example.');
  await daemon.look();
  await daemon.settled();
  expect(await named.axfrText('upper.example')).not.toMatch(copy);
  await named.nsupdate('update delete sub.upper.example. NS');
  await daemon.look();
  await daemon.settled();
  expect(await named.axfrText('upper.example')).toMatch(copy);
});

test('a wildcard ends where another zone begins, and is not written into that', async () => {
  const both = (zone: string, other: string): ZoneDaemonOptions => ({
    zone: `${zone}.example.`,
    records: { ...records, otherZones: [`${other}.example.`] },
  });
  const store = createTestStore();
  await using upper = start('lower', { ...both('lower', 'sub.lower'), store });
  await using lower = start('sub.lower', { ...both('sub.lower', 'lower'), store });
  putIngress(store, 'all', ['*.lower.example'], ['192.0.2.10']);
  putIngress(store, 'web', ['web.sub.lower.example', 'a.deep.lower.example'], ['192.0.2.20']);
  await upper.settled();
  await lower.settled();
  expect(await answers('lower', 'q', 'deep', 'q.a.deep', 'q.sub', 'q.web.sub')).toEqual({
    q: '192.0.2.10',
    deep: '192.0.2.10',
    'q.a.deep': '192.0.2.10',
    'q.sub': 'NXDOMAIN',
    'q.web.sub': 'NXDOMAIN',
  });
  await expectTruth(upper, 'lower');
});
