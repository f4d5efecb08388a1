import { describe, expect, test } from 'vitest';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../../src/model/endpointSlice.ts';
import type { IngressSnapshot, NodeSnapshot } from '../../../../src/model/originSnapshot.ts';
import type { PointerPolicy } from '../../../../src/records/inside/pointersOf.ts';
import type { RecordOptions } from '../../../../src/records/recordOptions.ts';
import { sourcePointers } from '../../../../src/records/sourcePointers.ts';
import { sourceRecords } from '../../../../src/records/sources/sourceRecords.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { endpoint, machine } from '../snapshots.ts';

const options: RecordOptions = {
  ...defaultRecordOptions('lan.'),
  sources: ['ingress', 'node', 'import'],
  externalDnsAnnotations: true,
  allow: [{ scope: {}, patterns: ['**'] }],
};

const ref = (kind: string, name: string) => ({ kind, namespace: 'shop', name });

const ingressSnapshot = (
  loadBalancer: IngressSnapshot['object']['loadBalancer'],
  annotations: Readonly<Record<string, string>> = {},
): IngressSnapshot => ({
  kind: 'ingress',
  namespaceLabels: {},
  defaultClass: '',
  services: [],
  object: {
    ref: ref('Ingress', 'all'),
    uid: '',
    createdMs: 0,
    labels: {},
    annotations,
    hosts: ['www.lan'],
    tlsHosts: [],
    className: 'any',
    loadBalancer,
  },
});

const published = (snapshot: IngressSnapshot) => {
  const { names, problems } = sourceRecords(snapshot, options);
  return {
    at: names.map(({ name, rrsets }) => [name, ...rrsets.flatMap(({ rdatas }) => rdatas)].join(' ')),
    told: problems.map(({ message }) => message),
  };
};

describe('what a load balancer says', () => {
  test('is an alias where it is a host name, and no record where that cannot be one', () => {
    expect(published(ingressSnapshot([{ hostname: 'LB.example' }])).at).toEqual(['www.lan. lb.example.']);
    const { at, told } = published(ingressSnapshot([{ hostname: 'a_b' }]));
    expect(at).toEqual([]);
    expect(told).toEqual([
      'Cannot publish hostname "a_b" in the status of Ingress shop/all: label "a_b" is not a host label, needed lower-case letters, digits and hyphens with a letter or digit at both ends',
    ]);
  });

  test('is passed over where external-dns is told of a target', () => {
    const found = (target: string) =>
      published(
        ingressSnapshot([{ ip: '192.0.2.1' }], { 'external-dns.alpha.kubernetes.io/target': target }),
      );
    expect(found(' 192.0.2.7 , 192.0.2.8 ').at).toEqual(['www.lan. 192.0.2.7 192.0.2.8']);
    expect(found(' other.example ').at).toEqual(['www.lan. other.example.']);
    expect(found('  ').at).toEqual(['www.lan. 192.0.2.1']);
    const broken = found('192.0.2.7,a_b');
    expect(broken.at).toEqual([]);
    expect(broken.told).toHaveLength(1);
    expect(found('b.example,a.example').told).toEqual([
      'Cannot publish hostname "b.example." in annotation external-dns.alpha.kubernetes.io/target of Ingress shop/all: "a.example." is published already, and a name has at most one CNAME',
    ]);
  });
});

test('annotations of external-dns say nothing where they are not heeded', () => {
  const annotations = {
    'external-dns.alpha.kubernetes.io/target': '192.0.2.7',
    'external-dns.alpha.kubernetes.io/hostname': 'a.lan',
  };
  const snapshot = ingressSnapshot([{ ip: '192.0.2.1' }], annotations);
  const { names } = sourceRecords(snapshot, { ...options, externalDnsAnnotations: false });
  expect(names.map(({ name, rrsets }) => [name, rrsets[0]?.rdatas])).toEqual([['www.lan.', ['192.0.2.1']]]);
});

test('an annotation asks for names between commas, each once, whatever stands around them', () => {
  const annotations = { 'k8s-bind.io/hostname': ' a.lan ,, b.lan,a.lan, a_b' };
  expect(published(ingressSnapshot([{ ip: '192.0.2.1' }], annotations))).toEqual({
    at: ['a.lan. 192.0.2.1', 'b.lan. 192.0.2.1', 'www.lan. 192.0.2.1'],
    told: [
      'Cannot publish "a_b" for annotation k8s-bind.io/hostname of Ingress shop/all: label "a_b" is not a host label, needed lower-case letters, digits and hyphens with a letter or digit at both ends',
    ],
  });
});

const node = (labels: Readonly<Record<string, string>> = {}): NodeSnapshot => ({
  kind: 'node',
  namespaceLabels: {},
  object: {
    ...machine('n1', [
      { type: 'InternalIP', address: '10.0.0.9' },
      { type: 'InternalIP', address: '10.0.0.1' },
    ]),
    labels,
  },
});

describe('a Node', () => {
  test('is restricted by labels, and by no namespaces, since it is in none', () => {
    const isSelected = (scope: RecordOptions['scope'], labels = {}) =>
      sourceRecords(node(labels), { ...options, scope }).selected;
    const selector = [{ kind: 'in', key: 'rack', values: ['a'] }] as const;
    expect(isSelected({})).toBe(true);
    expect(isSelected({ namespaces: ['shop'] })).toBe(true);
    expect(isSelected({ namespaces: ['shop'], selector }, { rack: 'a' })).toBe(true);
    expect(isSelected({ selector }, { rack: 'b' })).toBe(false);
  });

  test('has pointers in order, by its own name, and none without a network or with the policy none', () => {
    const pointersWith = (policy: PointerPolicy, cidrs = ['10.0.0.0/8']) =>
      sourcePointers(node(), {
        records: options,
        policy,
        cidrs: cidrs.flatMap((text) => parseCidr(text) ?? []),
      });
    expect(pointersWith('hostname-only')).toMatchObject([
      { name: '1.0.0.10.in-addr.arpa.', heldBy: 'node', hasHostname: true },
      { name: '9.0.0.10.in-addr.arpa.', heldBy: 'node', hasHostname: true },
    ]);
    expect(pointersWith('none')).toEqual([]);
    expect(pointersWith('all', [])).toEqual([]);
  });
});

describe('a headless ServiceImport', () => {
  const imported = (
    endpoints: readonly Endpoint[],
    ports: readonly EndpointPort[] = [],
    cluster = 'east',
  ): EndpointSlice => ({
    namespace: 'shop',
    name: `db-${cluster}`,
    serviceName: 'db',
    ports,
    endpoints,
    imported: { serviceName: 'db', cluster },
  });
  const recordsOfImport = (...slices: readonly EndpointSlice[]) =>
    sourceRecords(
      {
        kind: 'import',
        namespaceLabels: {},
        slices,
        object: {
          ref: ref('ServiceImport', 'db'),
          uid: '',
          createdMs: 0,
          labels: {},
          annotations: {},
          type: 'Headless',
          ips: [],
          ports: [],
        },
      },
      options,
    );
  const named = ['b', 'a', '', 'a_b'].map((name, at) => {
    return { name, protocol: 'tcp' as const, port: at + 1 };
  });

  test('has names of endpoints in small letters, and SRV records in the order of their ports', () => {
    const { territory } = recordsOfImport(imported([endpoint('10.0.0.1', { hostname: 'DB-0' })], named));
    expect(territory.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'db.shop.svc.lan. A',
      'db.shop.svc.lan. SRV',
      '_a._tcp.db.shop.svc.lan. SRV',
      '_b._tcp.db.shop.svc.lan. SRV',
      'db-0.east.db.shop.svc.lan. A',
    ]);
  });

  test('tells of each port whose name makes no label once', () => {
    const one = [endpoint('10.0.0.1')];
    const { problems } = recordsOfImport(imported(one, named), imported(one, named, 'west'));
    expect(problems).toMatchObject([{ kind: 'invalid-port-name' }]);
  });
});
