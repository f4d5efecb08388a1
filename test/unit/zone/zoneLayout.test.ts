import { describe, expect, test } from 'vitest';
import { parseCidr } from '../../../src/dns/cidr.ts';
import {
  forwardLayout,
  joinLayouts,
  layoutOfTerritory,
  reverseLayout,
} from '../../../src/zone/zoneLayout.ts';

describe('a forward zone', () => {
  const { placeOf } = forwardLayout('k8s.example.', { podNames: false });

  test.each([
    ['web.default.svc.k8s.example.', 'default/web'],
    ['_http._tcp.web.default.svc.k8s.example.', 'default/web'],
    ['10-1-0-1.web.default.svc.k8s.example.', 'default/web'],
    ['default.svc.k8s.example.', 'default/'],
    ['svc.k8s.example.', '/'],
    ['dns-version.k8s.example.', 'dns-version.k8s.example.'],
  ])('%s is territory, of unit %s', (name, unit) => {
    expect(placeOf(name)).toEqual({ kind: 'territory', unit });
  });

  test.each([
    'k8s.example.',
    'web.k8s.example.',
    'mysvc.k8s.example.',
    'x.mysvc.k8s.example.',
    'x.dns-version.k8s.example.',
    'pod.k8s.example.',
    '10-1-0-1.default.pod.k8s.example.',
    'svc.other.example.',
    'x_k8s-bind.k8s.example.',
  ])('%s is outside', (name) => {
    expect(placeOf(name)).toEqual({ kind: 'outside' });
  });

  test.each([
    '_acme-challenge.web.default.svc.k8s.example.',
    '_acme-challenge.svc.k8s.example.',
    '_acme-challenge.a.b.web.default.svc.k8s.example.',
  ])('%s is inside, and yet of others', (name) => {
    expect(placeOf(name)).toEqual({ kind: 'outside', isInside: true });
  });

  test.each([
    ['_acme-challenge._tcp.web.default.svc.k8s.example.', 'default/web'],
    ['_acme-challenges.web.default.svc.k8s.example.', 'default/web'],
    ['x._acme-challenge.web.default.svc.k8s.example.', 'default/web'],
  ])('%s is territory like every other name', (name, unit) => {
    expect(placeOf(name)).toEqual({ kind: 'territory', unit });
  });

  test('a challenge is of others in whichever of two joined layouts it lies', () => {
    const withPods = forwardLayout('k8s.example.', { podNames: true });
    const without = forwardLayout('k8s.example.', { podNames: false });
    const name = '_acme-challenge.10-1-0-1.default.pod.k8s.example.';
    for (const joined of [joinLayouts(withPods, without), joinLayouts(without, withPods)])
      expect(joined.placeOf(name)).toEqual({ kind: 'outside', isInside: true });
  });

  test('the claim and the markers have places of their own', () => {
    expect(placeOf('_k8s-bind.k8s.example.')).toEqual({ kind: 'claim' });
    expect(placeOf('web._k8s-bind.k8s.example.')).toEqual({ kind: 'marker', name: 'web.k8s.example.' });
    expect(placeOf('_http._tcp.web._k8s-bind.k8s.example.')).toEqual({
      kind: 'marker',
      name: '_http._tcp.web.k8s.example.',
    });
    expect(placeOf('_apex._k8s-bind.k8s.example.')).toEqual({ kind: 'marker', name: 'k8s.example.' });
  });

  test('an escaped dot is within a label, and that is somebody else’s name', () => {
    const withPods = forwardLayout('k8s.example.', { podNames: true });
    for (const label of ['svc', 'pod', '_k8s-bind'])
      expect(withPods.placeOf(`foo\\.${label}.k8s.example.`)).toEqual({ kind: 'outside' });
    expect(withPods.placeOf('foo\\\\.svc.k8s.example.').kind).toBe('territory');
  });

  test('pod names are territory where they are published, one unit each', () => {
    const withPods = forwardLayout('k8s.example.', { podNames: true });
    const name = '10-1-0-1.default.pod.k8s.example.';
    expect(withPods.placeOf(name)).toEqual({ kind: 'territory', unit: name });
    expect(withPods.placeOf('pod.k8s.example.')).toEqual({ kind: 'territory', unit: 'pod.k8s.example.' });
    expect(withPods.placeOf('mypod.k8s.example.')).toEqual({ kind: 'outside' });
    expect(withPods.territory).toContain('pod');
  });
});

test('in a reverse zone the names inside the networks are territory, one unit each', () => {
  const cidrs = ['10.96.0.0/24', '10.95.0.0/24', '10.96.0.0/24'].flatMap((text) => parseCidr(text) ?? []);
  const { placeOf, territory } = reverseLayout('96.10.in-addr.arpa.', cidrs);
  expect(territory).toBe('10.95.0.0/24,10.96.0.0/24');
  expect(placeOf('1.0.96.10.in-addr.arpa.')).toEqual({ kind: 'territory', unit: '1.0.96.10.in-addr.arpa.' });
  expect(placeOf('1.9.96.10.in-addr.arpa.')).toEqual({ kind: 'outside' });
  expect(placeOf('_k8s-bind.96.10.in-addr.arpa.')).toEqual({ kind: 'claim' });
});

describe('the territory of a claim', () => {
  const network = (text: string) => parseCidr(text) ?? [];
  const layouts = [
    forwardLayout('k8s.example.', { podNames: false }),
    forwardLayout('k8s.example.', { podNames: true }),
    reverseLayout('10.in-addr.arpa.', ['10.96.0.0/12', '10.244.0.0/16'].flatMap(network)),
    reverseLayout('8.b.d.0.1.0.0.2.ip6.arpa.', ['2001:db8::/64'].flatMap(network)),
  ];
  const names = [
    'web.default.svc.k8s.example.',
    'dns-version.k8s.example.',
    '10-1-0-1.default.pod.k8s.example.',
    'web.k8s.example.',
    '1.0.96.10.in-addr.arpa.',
    '1.0.244.10.in-addr.arpa.',
    '1.0.0.10.in-addr.arpa.',
    `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa.`,
  ];

  test('divides the zone as it was divided when the claim was written', () => {
    for (const { zone, territory, placeOf } of layouts) {
      const read = layoutOfTerritory(zone, territory);
      expect(read.territory).toBe(territory);
      expect(names.map(read.placeOf)).toEqual(names.map(placeOf));
      expect(names.filter((name) => placeOf(name).kind === 'territory')).not.toEqual([]);
    }
  });

  test('of two divisions has what is territory in either', () => {
    const [without, withPods] = layouts;
    if (without === undefined || withPods === undefined) throw new Error('this test needs two layouts');
    for (const joined of [joinLayouts(without, withPods), joinLayouts(withPods, without)]) {
      expect(names.map(joined.placeOf)).toEqual(names.map(withPods.placeOf));
      expect(joined.territory.split(',').sort()).toEqual(['dns-version', 'pod', 'svc']);
    }
  });
});
