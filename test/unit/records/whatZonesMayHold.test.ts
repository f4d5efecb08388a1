import { describe, expect, test } from 'vitest';
import { parseCidr } from '../../../src/dns/cidr.ts';
import { recordTypeNames } from '../../../src/dns/recordTypes.ts';
import type { RecordType, Rrset } from '../../../src/dns/rrset.ts';
import { fitsNetworks } from '../../../src/records/fitsNetworks.ts';
import { reservedFor, territoryOf } from '../../../src/records/inside/territoryOf.ts';
import { typesOfSources } from '../../../src/records/typesOfSources.ts';
import { defaultRecordOptions } from '../../support/defaultOptions.ts';

describe('types that objects may ask for as they are written', () => {
  const types = (sources: readonly string[], ...allow: Parameters<typeof typesOfSources>[0]['allow']) =>
    typesOfSources({ sources, allow });
  const allButNs = recordTypeNames.filter((type) => type !== 'NS');

  test('are none without DNSEndpoints, whatever the rules give', () => {
    expect(types(['ingress'], { types: ['MX'] })).toEqual([]);
    expect(types(['dnsendpoint'])).toEqual([]);
  });

  test('are all but NS where a rule names none', () => {
    expect(types(['ingress', 'dnsendpoint'], {})).toEqual(allButNs);
    expect(allButNs).not.toContain('NS');
    expect(allButNs).toHaveLength(recordTypeNames.length - 1);
  });

  test('are those of the rules for DNSEndpoints, in order, NS only where a rule names it', () => {
    expect(types(['dnsendpoint'], { types: ['TXT', 'NS'] }, { types: ['A'] })).toEqual(['A', 'NS', 'TXT']);
    expect(
      types(
        ['dnsendpoint'],
        { kinds: ['Service'], types: ['MX'] },
        { kinds: ['Ingress', 'DNSEndpoint'], types: ['A'] },
      ),
    ).toEqual(['A']);
    expect(types(['dnsendpoint'], { kinds: ['Ingress'] })).toEqual([]);
  });
});

test('records fit the networks of a zone where all their addresses lie in them; others fit always', () => {
  const cidr = parseCidr('10.0.0.0/8');
  if (cidr === undefined) throw new Error('Cannot read the network: found none, needed one');
  const networks = { networks: [cidr], excludeNetworks: [] };
  const rrset = (type: RecordType, ...rdatas: readonly string[]): Rrset => ({
    name: 'web.z.',
    type,
    ttlSeconds: 5,
    rdatas,
  });
  const [inside, outside] = [rrset('A', '10.0.0.1', '10.0.0.2'), rrset('A', '192.0.2.1')];
  expect(fitsNetworks([inside, rrset('TXT', '"192.0.2.1"')], networks)).toBe(true);
  expect(fitsNetworks([rrset('CNAME', 'x.example.')], networks)).toBe(true);
  expect(fitsNetworks([inside, outside], networks)).toBe(false);
  expect(fitsNetworks([rrset('A', '10.0.0.1', '192.0.2.1')], networks)).toBe(false);
  expect(fitsNetworks([rrset('AAAA', 'fd00::1')], networks)).toBe(false);
  expect(fitsNetworks([], networks)).toBe(true);
});

describe('the territory of a zone', () => {
  test('has the tree of Pods only where they have names', () => {
    const zone = 'z.';
    expect(territoryOf({ zone, podNames: false, sources: [] })).toEqual(['dns-version.z.', 'svc.z.']);
    const withPods = ['pod.z.', 'dns-version.z.', 'svc.z.'];
    expect(territoryOf({ zone, podNames: true, sources: [] })).toEqual(withPods);
    expect(territoryOf({ zone, podNames: false, sources: ['pod'] })).toEqual(withPods);
  });

  test.each<[string, string, string | undefined]>([
    ['z.', 'the zone itself', undefined],
    ['other.', 'the zone itself', undefined],
    ['a.svc.z.', 'records below svc.z.', undefined],
    ['pod.z.', 'records below pod.z.', undefined],
    ['dns-version.z.', 'records below dns-version.z.', undefined],
    ['a.svc.other.', 'records of zone other.', undefined],
    ['x.pod.other.', 'records of zone other.', undefined],
    ['a.node.z.', 'Nodes', 'node'],
    ['a.node.other.', 'Nodes', 'others'],
  ])('%s is reserved for %s', (name, holder, nodes) => {
    const options = {
      ...defaultRecordOptions('z.'),
      otherZones: ['other.'],
      sources: nodes === 'node' ? (['service', 'node'] as const) : (['service'] as const),
      otherNodeZones: nodes === 'others' ? ['other.'] : [],
    };
    expect(reservedFor(name, options)).toBe(holder);
  });

  test('leaves other names to whoever asks, those of Nodes too where they have none', () => {
    const options = { ...defaultRecordOptions('z.'), otherZones: ['other.'] };
    for (const name of ['web.z.', 'svcs.z.', 'a.node.z.', 'a.node.other.', 'web.other.'])
      expect(reservedFor(name, options)).toBeUndefined();
  });
});
