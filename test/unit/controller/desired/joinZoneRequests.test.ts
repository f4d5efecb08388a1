import { describe, expect, test } from 'vitest';
import { desiredContent } from '../../../../src/controller/desired/desiredContent.ts';
import { formatZone, recordsOfRrset } from '../../../../src/dns/formatZone.ts';
import type { ServiceSnapshot } from '../../../../src/model/serviceSnapshot.ts';
import type { NameTemplate, RecordOptions } from '../../../../src/records/recordOptions.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { clusterIpService, machine, snapshotOf } from '../../records/snapshots.ts';

const zoneWith = (zone: string, other: string, names: readonly NameTemplate[]): RecordOptions => ({
  ...defaultRecordOptions(zone),
  otherZones: [other],
  names,
});

const template = (text: string, addresses: NameTemplate['addresses'] = 'cluster-ip'): NameTemplate => ({
  rule: 'template',
  template: text,
  scope: {},
  addresses,
});

/** What the zone `k8s.lan.` holds outside of its territory, and what is said, of one Service. */
const contentOf = (snapshot: ServiceSnapshot, zones: readonly RecordOptions[]) => {
  const contents = desiredContent(
    zones.map((records) => ({ records, policy: 'none', cidrs: [] })),
    [snapshot],
  );
  const content = contents.zones.find(({ zone }) => zone === 'k8s.lan.');
  const outside = (content?.rrsets ?? []).filter(({ name }) => !/(svc|dns-version)\.k8s\.lan\.$/.test(name));
  return {
    text: formatZone(outside.flatMap(recordsOfRrset)),
    told: contents.zones.flatMap(({ problems }) =>
      problems.map(({ kind, message }) => `${kind}: ${message}`),
    ),
  };
};

const ports = [{ name: 'http', protocol: 'tcp' as const, port: 80, nodePort: 0 }];
const twoAddresses = snapshotOf(clusterIpService({ ports, externalIps: ['192.0.2.1'] }));
const own = zoneWith('k8s.lan.', 'lan.', [template('{service}.k8s.lan', 'external')]);
const other = zoneWith('lan.', 'k8s.lan.', [template('{service}.k8s.lan')]);

describe('a base that one Service requests by the options of two zones', () => {
  test.each([
    { order: 'first', zones: [own, other] },
    { order: 'last', zones: [other, own] },
  ])('is what the zone that holds it asks for, listed $order; the other request is reported', ({ zones }) => {
    expect(contentOf(twoAddresses, zones)).toEqual({
      text: `web.k8s.lan.            30 IN A   192.0.2.1
_http._tcp.web.k8s.lan. 30 IN SRV 0 100 80 web.k8s.lan.
`,
      told: [
        'names-clash: Cannot publish "web.k8s.lan." for the options of zone lan. of Service default/web: those of zone k8s.lan. ask for the same name with other records and come first, needed another name',
      ],
    });
  });

  test('has no SRV record of the later request where the earlier one has none', () => {
    const withoutPorts = zoneWith('k8s.lan.', 'lan.', [template('{service}.k8s.lan', 'node')]);
    const nodes = [machine('n', [{ type: 'InternalIP', address: '192.0.2.7' }])];
    const service = clusterIpService({
      ports: [
        { name: '', protocol: 'tcp', port: 1, nodePort: 30_001 },
        { name: 'http', protocol: 'tcp', port: 80, nodePort: 0 },
      ],
    });
    expect(contentOf({ ...snapshotOf(service), nodes }, [withoutPorts, other]).text).toBe(
      'web.k8s.lan. 30 IN A 192.0.2.7\n',
    );
  });

  test('is what the other zone asks for while the earlier request has nothing to publish', () => {
    const waiting = snapshotOf(clusterIpService({ ports, type: 'LoadBalancer' }));
    expect(contentOf(waiting, [own, other])).toEqual({
      text: `web.k8s.lan.            30 IN A   10.96.0.1
_http._tcp.web.k8s.lan. 30 IN SRV 0 100 80 web.k8s.lan.
`,
      told: [],
    });
  });

  test('is no problem where both ask for the same', () => {
    const same = zoneWith('k8s.lan.', 'lan.', [template('{service}.k8s.lan')]);
    expect(contentOf(twoAddresses, [same, other]).told).toEqual([]);
  });
});
