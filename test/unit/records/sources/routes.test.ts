import { describe, expect, test } from 'vitest';
import type { Gateway, Listener, ListenerSet } from '../../../../src/model/gateway.ts';
import type { RouteSnapshot } from '../../../../src/model/originSnapshot.ts';
import type { ParentRef } from '../../../../src/model/route.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { intersectHosts } from '../../../../src/records/sources/gateway/intersectHosts.ts';
import { sourceRecords } from '../../../../src/records/sources/sourceRecords.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService } from '../snapshots.ts';

const options: RecordOptions = {
  ...defaultRecordOptions('lan.'),
  sources: ['gateway'],
  allow: [{ scope: {}, patterns: ['**'] }],
};

const object = (kind: string, name: string, namespace = 'infra') => ({
  ref: { kind, namespace, name },
  uid: '',
  createdMs: 0,
  labels: {},
  annotations: {},
});

const listener = (members: Partial<Listener> = {}): Listener => ({
  name: 'web',
  port: 80,
  protocol: 'HTTP',
  hostname: '',
  allowedRoutes: { from: 'All' },
  kinds: [],
  state: 'unknown',
  ...members,
});

const gateway = (members: Partial<Gateway> = {}): Gateway => ({
  ...object('Gateway', 'edge'),
  className: 'any',
  listeners: [listener()],
  allowedListeners: { from: 'All' },
  isRefused: false,
  addresses: [{ type: 'IPAddress', value: '192.0.2.1' }],
  ...members,
});

const set = (name: string, members: Partial<ListenerSet> = {}): ListenerSet => ({
  ...object('ListenerSet', name, 'team'),
  gateway: 'infra/edge',
  listeners: [listener({ state: 'in' })],
  isAccepted: true,
  ...members,
});

const toGateway: ParentRef = { kind: 'Gateway', namespace: 'infra', name: 'edge', sectionName: '', port: 0 };
const toSet: ParentRef = { ...toGateway, kind: 'ListenerSet', namespace: 'team', name: 'own' };

type World = Partial<Omit<RouteSnapshot, 'object'>> & {
  readonly parentRefs?: readonly ParentRef[];
  readonly acceptedBy?: readonly ParentRef[];
};

const recordsOfRoute = ({ parentRefs = [toGateway], acceptedBy = parentRefs, ...world }: World) =>
  sourceRecords(
    {
      kind: 'route',
      namespaceLabels: {},
      gateways: [gateway()],
      listenerSets: [],
      listenerSetLabels: [],
      services: [],
      ...world,
      object: {
        ...object('HTTPRoute', 'app', 'team'),
        kind: 'HTTPRoute',
        hostnames: ['app.lan'],
        parentRefs,
        acceptedBy,
      },
    },
    options,
  );

/** Addresses at `app.lan.`, and what is waited for. */
const stateOf = (world: World) => {
  const { names, holdable, requested } = recordsOfRoute(world);
  return {
    has: names.flatMap(({ rrsets }) => rrsets.flatMap(({ rdatas }) => rdatas)),
    waitsFor: holdable?.waitsFor,
    requested,
  };
};

const served = { has: ['192.0.2.1'], waitsFor: undefined, requested: ['app.lan.'] };
const waiting = (waitsFor: string) => ({ has: [], waitsFor, requested: ['app.lan.'] });

describe('a route has the addresses of its Gateway', () => {
  test('once the Gateway has accepted it', () => {
    expect(stateOf({})).toEqual(served);
    expect(stateOf({ acceptedBy: [] })).toEqual(waiting('condition Accepted of Gateway infra/edge'));
  });

  test('unless the Gateway is refused', () => {
    const world = { gateways: [gateway({ isRefused: true })] };
    expect(stateOf(world)).toEqual(waiting('an address of Gateway infra/edge'));
  });

  test('where a listener has the port and the name that its parent asks for', () => {
    expect(stateOf({ parentRefs: [{ ...toGateway, port: 80, sectionName: 'web' }] })).toEqual(served);
    for (const wrong of [{ port: 81 }, { sectionName: 'other' }])
      expect(stateOf({ parentRefs: [{ ...toGateway, ...wrong }] }).has).toEqual([]);
  });
});

describe('a route has the addresses of a Gateway by a ListenerSet', () => {
  const inSet = (sets: readonly ListenerSet[], world: World = {}) =>
    stateOf({
      parentRefs: [toSet],
      listenerSets: sets,
      listenerSetLabels: sets.map(() => ({})),
      ...world,
    });

  test('that is the one it names', () => {
    expect(inSet([set('own')])).toEqual(served);
    const namesakes = [
      { ...set('own'), ref: { kind: 'ListenerSet', namespace: 'other', name: 'own' } },
      set('other'),
    ];
    expect(inSet(namesakes)).toEqual({ has: [], waitsFor: undefined, requested: [] });
  });

  test('and not by a Gateway of that name', () => {
    const gateways = [gateway({ ref: { kind: 'Gateway', namespace: 'team', name: 'own' } })];
    expect(inSet([], { gateways }).requested).toEqual([]);
    const sets = [set('edge', { ref: { kind: 'ListenerSet', namespace: 'infra', name: 'edge' } })];
    expect(stateOf({ listenerSets: sets, listenerSetLabels: [{}], gateways: [] }).requested).toEqual([]);
  });

  test('once the set and its listener are accepted, which a listener of a Gateway need not be', () => {
    expect(inSet([set('own', { isAccepted: false })])).toEqual(
      waiting('condition Accepted of ListenerSet team/own'),
    );
    expect(inSet([set('own', { listeners: [listener()] })])).toEqual(
      waiting('condition Accepted of listener web of ListenerSet team/own'),
    );
  });

  test('of a namespace that the Gateway selects by its labels', () => {
    const gateways = [
      gateway({
        allowedListeners: { from: 'Selector', selector: [{ kind: 'in', key: 'team', values: ['a'] }] },
      }),
    ];
    const own = [set('own')];
    expect(inSet(own, { gateways, listenerSetLabels: [{ team: 'a' }] })).toEqual(served);
    expect(inSet(own, { gateways, listenerSetLabels: [{ team: 'b' }] }).has).toEqual([]);
  });
});

describe('a host name of a Gateway', () => {
  const service = clusterIpService({
    type: 'LoadBalancer',
    name: 'lb',
    namespace: 'infra',
    loadBalancer: [{ ip: '192.0.2.7' }],
  });
  const namesakes = [
    { ...service, namespace: 'other', loadBalancer: [{ ip: '192.0.2.8' }] },
    { ...service, name: 'other', loadBalancer: [{ ip: '192.0.2.9' }] },
  ];
  const hasAt = (value: string) =>
    stateOf({
      gateways: [gateway({ addresses: [{ type: 'Hostname', value }] })],
      services: [...namesakes, service],
    }).has;

  test('that means a Service stands for its addresses', () => {
    expect(hasAt('LB.infra.SVC.cluster.local')).toEqual(['192.0.2.7']);
  });

  test('that means none is an alias', () => {
    expect(hasAt('lb.infra.example')).toEqual(['lb.infra.example.']);
    expect(hasAt('lb.nowhere.svc.cluster.local')).toEqual(['lb.nowhere.svc.cluster.local.']);
  });

  test('that is none is told, and of several one is published', () => {
    const addresses = ['b.example', 'a_b', 'a.example'].map((value) => {
      return { type: 'Hostname' as const, value };
    });
    const { names, problems } = recordsOfRoute({ gateways: [gateway({ addresses })] });
    expect(names.flatMap(({ rrsets }) => rrsets)).toMatchObject([{ type: 'CNAME', rdatas: ['a.example.'] }]);
    expect(problems.map(({ message }) => message)).toEqual([
      'Cannot publish hostname "a_b" in the status of Gateway infra/edge for HTTPRoute team/app: label "a_b" is not a host label, needed lower-case letters, digits and hyphens with a letter or digit at both ends',
      'Cannot publish hostname "b.example." in the status of Gateway infra/edge for HTTPRoute team/app: "a.example." is published already, and a name has at most one CNAME',
    ]);
  });
});

test.each([
  ['', 'app.lan', 'app.lan'],
  ['', '', undefined],
  ['*.lan', ' App.LAN. ', 'app.lan'],
  ['*.lan', '*.team.lan', '*.team.lan'],
  ['*.lan', 'lan', undefined],
  ['*.lan', '.lan', undefined],
  ['a.lan', 'b.lan', undefined],
])('listener "%s" and route "%s" have "%s" in common', (one, other, expected) => {
  expect(intersectHosts(one, other)).toBe(expected);
  expect(intersectHosts(other, one)).toBe(expected);
});
