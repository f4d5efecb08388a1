import { describe, expect, test } from 'vitest';
import {
  parseRegistryEntry,
  registryPlaces,
  registryResource,
} from '../../../src/cli/adopt/registryEntry.ts';

const none = { prefix: '', suffix: '' };

describe('an entry of the registry', () => {
  test('names the owner and the Service', () => {
    const rdata = '"heritage=external-dns,external-dns/owner=default,external-dns/resource=service/shop/web"';
    expect(parseRegistryEntry(rdata)).toEqual({
      owner: 'default',
      service: 'shop/web',
      resource: 'service/shop/web',
    });
  });

  test('may have its quotes in the text, and go on in another string', () => {
    const rdata =
      '"\\"heritage=external-dns,external-dns/owner=us" "er,external-dns/resource=service/shop/web\\""';
    expect(parseRegistryEntry(rdata)).toMatchObject({ owner: 'user', service: 'shop/web' });
  });

  test('of an Ingress is of no Service', () => {
    const rdata = '"heritage=external-dns,external-dns/owner=a,external-dns/resource=ingress/shop/web"';
    expect(parseRegistryEntry(rdata)).toMatchObject({ service: undefined, resource: 'ingress/shop/web' });
  });

  test.each([
    '"v=spf1 -all"',
    '"heritage=other,external-dns/owner=a"',
    '"heritage=external-dns"',
    // Two in one text, in one string or in two: the Service of the first would have the records of the second.
    '"heritage=external-dns,external-dns/owner=a,external-dns/resource=service/shop/web,heritage=external-dns,external-dns/resource=service/evil/web"',
    '"heritage=external-dns,external-dns/owner=a,external-dns/resource=service/shop/" "heritage=external-dns,external-dns/owner=b"',
  ])('is not %s', (rdata) => expect(parseRegistryEntry(rdata)).toBeUndefined());
});

describe('the registry of www.k8s.example. stands', () => {
  test('before its first label by type, in older versions at the name itself', () => {
    expect(registryPlaces('www.k8s.example.', ['A', 'CNAME'], none)).toEqual([
      { at: 'a-www.k8s.example.', type: 'A' },
      { at: 'cname-www.k8s.example.', type: 'CNAME' },
      { at: 'www.k8s.example.', type: undefined },
    ]);
  });

  test('behind a prefix', () => {
    const places = registryPlaces('www.k8s.example.', ['A'], { ...none, prefix: 'ed-' });
    expect(places.map(({ at }) => at)).toEqual(['ed-a-www.k8s.example.', 'ed-www.k8s.example.']);
  });

  test('where the prefix or suffix has the type, and only there', () => {
    expect(
      registryPlaces('www.k8s.example.', ['AAAA'], { ...none, prefix: '%{record_type}-abc-.' })[0]?.at,
    ).toBe('aaaa-abc-.www.k8s.example.');
    expect(
      registryPlaces('www.k8s.example.', ['CNAME'], { ...none, suffix: '-.%{record_type}' })[0]?.at,
    ).toBe('www-.cname.k8s.example.');
  });
});

test.each([
  ['Service', 'shop', 'service/shop/web'],
  ['Ingress', 'shop', 'ingress/shop/web'],
  ['HTTPRoute', 'shop', 'httproute/shop/web'],
  ['DNSEndpoint', 'shop', 'crd/shop/web'],
  ['Node', '', 'node/web'],
])('the registry writes %s "%s" as %s', (kind, namespace, expected) => {
  expect(registryResource({ kind, namespace, name: 'web' })).toBe(expected);
});
