import { describe, expect, test } from 'vitest';
import { formatRrset } from '../../../src/dns/formatZone.ts';
import type { ServiceSnapshot } from '../../../src/model/serviceSnapshot.ts';
import { type RecordOptions, shortNames } from '../../../src/records/recordOptions.ts';
import { recordsOf } from '../../../src/records/recordsOf.ts';
import type { RequestedName } from '../../../src/records/serviceRecords.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';
import {
  clusterIpService,
  endpoint,
  externalNameService,
  headlessService,
  slice,
  snapshotOf,
} from './snapshots.ts';

const defaults = defaultRecordOptions('k8s.example.');

const territoryText = (snapshot: ServiceSnapshot, options: RecordOptions = defaults): string =>
  recordsOf(snapshot, options)
    .territory.map((rrset) => formatRrset(rrset))
    .join('\n');

const problemsOf = (snapshot: ServiceSnapshot, options: RecordOptions = defaults): readonly string[] =>
  recordsOf(snapshot, options).problems.map(({ kind, message }) => `${kind}: ${message}`);

const requested = (
  options: Partial<RecordOptions>,
  snapshot = snapshotOf(clusterIpService({ createdMs: 7 })),
): readonly RequestedName[] => recordsOf(snapshot, { ...defaults, ...options }).names;

const requestedByTemplate = (
  template: string,
  options: Partial<RecordOptions> = {},
): readonly RequestedName[] => requested({ names: [{ rule: 'template', template, scope: {} }], ...options });

describe('one Service', () => {
  test('that changes from ExternalName to ClusterIP has its CNAME no more and an address instead', () => {
    expect(territoryText(snapshotOf(externalNameService('example.net')))).toBe(
      'web.default.svc.k8s.example. 30 IN CNAME example.net.',
    );
    expect(territoryText(snapshotOf(clusterIpService()))).toBe(
      'web.default.svc.k8s.example. 30 IN A 10.96.0.1',
    );
  });

  test('made anew with another cluster IP differs in nothing but the address', () => {
    const [before, after] = ['10.96.0.1', '10.96.0.2'].map((ip) =>
      territoryText(snapshotOf(clusterIpService({}, [ip]))),
    );
    expect(after).toBe(before?.replace('10.96.0.1', '10.96.0.2'));
  });

  test('with a name that DNS hosts cannot have is left out as a whole, also when only its case is wrong', () => {
    for (const name of ['Web', '*', 'a.b', 'a_b', 'x'.repeat(64)]) {
      const snapshot = snapshotOf(clusterIpService({ name }));
      expect(recordsOf(snapshot, defaults)).toMatchObject({ territory: [], shared: [], names: [] });
      expect(problemsOf(snapshot)).toEqual([
        expect.stringContaining(`invalid-name: Cannot publish Service default/${name}: `),
      ]);
    }
  });

  test('whose own name passes 255 octets is left out and reported', () => {
    const zone = `${'z'.repeat(63)}.${'y'.repeat(63)}.${'x'.repeat(60)}.`;
    const snapshot = snapshotOf(clusterIpService({ name: 'w'.repeat(63) }));
    expect(recordsOf(snapshot, defaultRecordOptions(zone)).territory).toEqual([]);
    expect(problemsOf(snapshot, { ...defaultRecordOptions(zone), names: [] })).toEqual([
      expect.stringContaining('name-too-long: '),
    ]);
  });

  test('with one problem in several slices tells it once', () => {
    const port = { name: 'p'.repeat(63), protocol: 'tcp' as const, port: 80 };
    const slices = ['10.244.0.1', '10.244.0.2'].map((address) => slice([endpoint(address)], [{ ...port }]));
    expect(problemsOf(snapshotOf(headlessService(), slices))).toHaveLength(1);
  });

  test('outside the scope of the zone, or ignored by its annotation, has nothing', () => {
    const nothing = {
      selected: false,
      territory: [],
      shared: [],
      names: [],
      requested: [],
      problems: [],
    };
    expect(
      recordsOf(snapshotOf(clusterIpService()), { ...defaults, scope: { namespaces: ['shop'] } }),
    ).toEqual(nothing);
    const annotations = { 'k8s-bind.io/ignore': 'true' };
    expect(recordsOf(snapshotOf(clusterIpService({ annotations })), defaults)).toEqual(nothing);
  });
});

describe('what a Service requests', () => {
  const requestedBy = (annotations: Readonly<Record<string, string>>, options: Partial<RecordOptions> = {}) =>
    recordsOf(snapshotOf(headlessService({ annotations })), {
      ...defaults,
      allow: [{ scope: {}, patterns: ['*.{zone}'] }],
      ...options,
    });

  test('is requested also while it has nothing to publish, and though nothing stands at its own name', () => {
    const records = requestedBy({ 'k8s-bind.io/hostname': 'nas.k8s.example, web.k8s.example' });
    expect(records).toMatchObject({ selected: true, territory: [], names: [] });
    expect(records.requested).toEqual(['nas.k8s.example.', 'web.k8s.example.']);
  });

  test('is requested also when its target cannot be used, and then nothing else is published for it', () => {
    const annotations = {
      'external-dns.kubernetes.io/hostname': 'nas.k8s.example',
      'external-dns.kubernetes.io/target': 'no host name',
    };
    const records = requestedBy(annotations, { externalDnsAnnotations: true, names: [] });
    expect(records.requested).toEqual(['nas.k8s.example.']);
    expect(records.names).toEqual([]);
  });

  test('is not requested where the operator does not allow it, or it lies outside', () => {
    const hostname = 'www.k8s.example, web.svc.k8s.example, nas.elsewhere.example';
    expect(requestedBy({ 'k8s-bind.io/hostname': hostname }, { allow: [], names: [] }).requested).toEqual([]);
    const allow = [{ scope: {}, patterns: ['**'] }];
    expect(requestedBy({ 'k8s-bind.io/hostname': hostname }, { allow, names: [] }).requested).toEqual([
      'www.k8s.example.',
    ]);
  });
});

describe('names outside the territory', () => {
  test('are one for each owner name, with the name they stand below and the Service that wants them', () => {
    const ports = [{ name: 'http', protocol: 'tcp' as const, port: 80, nodePort: 0 }];
    const names = requested({}, snapshotOf(clusterIpService({ createdMs: 7, ports })));
    const shared = {
      base: 'web.k8s.example.',
      zone: 'k8s.example.',
      origin: { kind: 'Service', namespace: 'default', name: 'web' },
      createdMs: 7,
      rule: 'short-name',
    };
    expect(names).toEqual([
      {
        ...shared,
        name: 'web.k8s.example.',
        rrsets: [{ name: 'web.k8s.example.', type: 'A', ttlSeconds: 30, rdatas: ['10.96.0.1'] }],
      },
      {
        ...shared,
        name: '_http._tcp.web.k8s.example.',
        rrsets: [
          {
            name: '_http._tcp.web.k8s.example.',
            type: 'SRV',
            ttlSeconds: 30,
            rdatas: ['0 100 80 web.k8s.example.'],
          },
        ],
      },
    ]);
  });

  test('go to the most specific configured zone', () => {
    const otherZones = ['lab.k8s.example.', 'other.example.'];
    const zones = requestedByTemplate('{service}.lab.{zone}', { otherZones }).map(({ zone }) => zone);
    expect(zones).toEqual(['lab.k8s.example.']);
  });

  test.each([
    '{service}.svc.lab.{zone}',
    'x._k8s-bind.lab.{zone}',
    'lab.{zone}',
    'dns-version.lab.{zone}',
    '{zone}',
    'x.svc.{zone}',
  ])('never touch what a zone keeps for itself: %s', (template) => {
    expect(requestedByTemplate(template, { otherZones: ['lab.k8s.example.'] })).toEqual([]);
  });

  test('are kept by the annotation when a template asks for the same name with other addresses', () => {
    const annotations = { 'k8s-bind.io/hostname': 'web.k8s.example' };
    const names = [
      {
        rule: 'template' as const,
        template: '{service}.{zone}',
        scope: {},
        addresses: 'external' as const,
      },
    ];
    const snapshot = snapshotOf(clusterIpService({ annotations, externalIps: ['192.0.2.1'] }));
    const allow = [{ scope: {}, patterns: ['*.{zone}'] }];
    expect(requested({ names, allow }, snapshot)).toMatchObject([
      { rule: 'annotation', rrsets: [{ rdatas: ['10.96.0.1'] }] },
    ]);
    expect(problemsOf(snapshot, { ...defaults, names, allow })).toEqual([
      expect.stringContaining('names-clash: '),
    ]);
  });

  test('leave room for the ownership mark beside them', () => {
    const template = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(39)}.{zone}`;
    // With the mark's label 255 octets, then 256.
    expect(requestedByTemplate(template)).toHaveLength(1);
    expect(requestedByTemplate(template.replace('.{zone}', 'd.{zone}'))).toEqual([]);
  });

  test('are none for an empty list of short-name namespaces', () => {
    expect(requested({ names: shortNames([]) })).toEqual([]);
  });
});
