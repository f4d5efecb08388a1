import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordTypeNames } from '../../../src/dns/recordTypes.ts';
import type { ResourceRecord } from '../../../src/dns/rrset.ts';
import { cutOver } from '../../../src/zone/cutOver.ts';
import { formatMarker, recordMark, recordsOwnedAt } from '../../../src/zone/marker.ts';
import { applyOther, applyRecord, emptyMirror, heldAt, type Mirror } from '../../../src/zone/mirror.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';
import { parseZoneText } from '../../support/parseZoneText.ts';

const zone = 'k8s.example.';

const mirrorOf = (text: string, apex?: string): Mirror => {
  const mirror = emptyMirror(forwardLayout(zone, { podNames: true, apex }));
  const { records, foreign, problems } = parseZoneText(text, { origin: zone, defaultTtlSeconds: 60 });
  expect(problems).toEqual([]);
  for (const record of records) applyRecord(mirror, 'add', record);
  for (const record of foreign) applyOther(mirror, 'add', record);
  return mirror;
};

/** What is kept of a zone, as text. */
const kept = (mirror: Mirror): readonly string[] =>
  [...mirror.outside.entries()].flatMap(([name, { records, others, marker }]) => [
    ...records.map(({ type, rdata }) => `${name} ${type} ${rdata}`),
    ...others.map((type) => `${name} ${type}`),
    ...marker.map((rdata) => `${name} marked ${rdata}`),
  ]);

test('records of all types that we may write are kept outside the territory, of others their type', () => {
  const mirror = mirrorOf(`
www A 192.0.2.1
www MX 10 mail
www CAA 0 issue "ca.example"
www HINFO a b
pbx NAPTR 1 1 "" "" "" .
web._k8s-bind TXT "a"`);
  expect(kept(mirror)).toEqual([
    'www.k8s.example. A 192.0.2.1',
    'www.k8s.example. MX 10 mail.k8s.example.',
    'www.k8s.example. CAA 0 issue "ca.example"',
    'www.k8s.example. HINFO',
    'pbx.k8s.example. NAPTR 1 1 "" "" "" .',
    'web.k8s.example. marked "a"',
  ]);
});

test('inside the territory only what Services make counts: a version that wrote nothing else left the rest', () => {
  const rest = `
web.default.svc MX 10 mail
web.default.svc HTTPS 1 .
web.default.svc TLSA 3 1 1 00
svc CAA 0 issue ";"
1-2-3-4.default.pod SSHFP 1 3 00
dns-version NAPTR 1 1 "" "" "" .
_k8s-bind MX 10 mail
web._k8s-bind MX 10 mail`;
  const mirror = mirrorOf(rest);
  expect([...mirror.territory]).toEqual([]);
  expect(kept(mirror)).toEqual([]);
  expect(mirror.claim).toEqual([]);
  const both = mirrorOf(`${rest}\nweb.default.svc A 10.96.0.1\n_http._tcp.web.default.svc SRV 0 1 80 web`);
  expect([...both.territory].map(([unit, { count }]) => [unit, count])).toEqual([['default/web', 2]]);
});

test('the NS of the zone itself are not there; NS below it are records, and cuts wherever they stand', () => {
  const mirror = mirrorOf(
    '@ NS ns1\n@ NS ns2\n@ MX 10 mail\nlab NS ns1\nlab NS ns2\nshop.svc NS ns1\nd DNAME e',
  );
  expect(kept(mirror)).toEqual([
    'k8s.example. MX 10 mail.k8s.example.',
    'lab.k8s.example. NS ns1.k8s.example.',
    'lab.k8s.example. NS ns2.k8s.example.',
    'd.k8s.example. DNAME',
  ]);
  expect(Object.fromEntries(mirror.cuts)).toEqual({
    'lab.k8s.example.': ['NS', 'NS'],
    'shop.svc.k8s.example.': ['NS'],
    'd.k8s.example.': ['DNAME'],
  });
  const [ns1, ns2] = ['ns1.k8s.example.', 'ns2.k8s.example.'];
  const record = { name: 'lab.k8s.example.', type: 'NS', ttlSeconds: 60, rdata: ns1 } as const;
  applyRecord(mirror, 'remove', record);
  expect(cutOver(mirror.cuts, 'a.lab.k8s.example.', zone)?.name).toBe('lab.k8s.example.');
  applyRecord(mirror, 'remove', { ...record, rdata: ns2 });
  expect(cutOver(mirror.cuts, 'a.lab.k8s.example.', zone)).toBeUndefined();
});

test('where our zone is a subtree of a larger one, NS at its top is a delegation', () => {
  const mirror = mirrorOf('@ NS ns1', 'example.');
  expect(kept(mirror)).toEqual(['k8s.example. NS ns1.k8s.example.']);
  expect(cutOver(mirror.cuts, 'web.k8s.example.', 'example.')?.name).toBe(zone);
});

test('of one name what the marker lists is ours, whatever the type, and what it does not list is not', () => {
  const name = 'web.k8s.example.';
  const ours = { type: 'MX', rdata: '10 ours.example.' } as const;
  const marker = formatMarker({
    owner: 'me',
    object: { kind: 'DNSEndpoint', namespace: 'shop', name: 'mail' },
    marks: [recordMark(name, ours)],
  });
  const mirror = mirrorOf('web MX 10 ours.example.\nweb MX 10 theirs.example.\nweb TLSA 3 1 1 00');
  const ttlSeconds = 60;
  applyRecord(mirror, 'add', { name: `web._k8s-bind.${zone}`, type: 'TXT', ttlSeconds, rdata: marker });
  expect(recordsOwnedAt(name, heldAt(mirror, name), 'me')).toEqual([{ ...ours, ttlSeconds }]);
  expect(recordsOwnedAt(name, heldAt(mirror, name), 'you')).toEqual([]);
});

const record: fc.Arbitrary<ResourceRecord> = fc.record({
  name: fc.constantFrom(
    'www.k8s.example.',
    'www._k8s-bind.k8s.example.',
    'lab.k8s.example.',
    'web.default.svc.k8s.example.',
    zone,
  ),
  type: fc.constantFrom(...recordTypeNames),
  ttlSeconds: fc.constantFrom(30, 60),
  rdata: fc.constantFrom('one.', 'two.', 'three.'),
});

test('what came and went again leaves nothing behind, however it is kept', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(record, { selector: ({ name, type, rdata }) => `${name} ${type} ${rdata}` }),
      fc.uniqueArray(record, { selector: ({ name, type, rdata }) => `${name} ${type} ${rdata}` }),
      (stays, goes) => {
        const keyOf = ({ name, type, rdata }: ResourceRecord): string => `${name} ${type} ${rdata}`;
        const keys = new Set(stays.map(keyOf));
        const others = goes.filter((one) => !keys.has(keyOf(one)));
        const [plain, busy] = [mirrorOf(''), mirrorOf('')];
        for (const one of stays) applyRecord(plain, 'add', one);
        for (const one of [...others, ...stays]) applyRecord(busy, 'add', one);
        for (const one of others) applyRecord(busy, 'remove', one);
        expect([...kept(busy)].sort()).toEqual([...kept(plain)].sort());
        expect(new Map(busy.territory)).toEqual(new Map(plain.territory));
        expect(Object.fromEntries(busy.cuts)).toEqual(Object.fromEntries(plain.cuts));
      },
    ),
  );
});

test('a unit that lost something else than it had does not look like one that never had it', () => {
  const record = (rdata: string): ResourceRecord => ({
    name: `db.ns.svc.${zone}`,
    type: 'A',
    ttlSeconds: 60,
    rdata,
  });
  const plain = mirrorOf('db.ns.svc A 10.0.0.3');
  for (const [had, lost, isSame] of [
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.2', false],
  ] as const) {
    const mirror = mirrorOf(`db.ns.svc A ${had}`);
    applyRecord(mirror, 'remove', record(lost));
    applyRecord(mirror, 'add', record('10.0.0.3'));
    const [found, expected] = [[...mirror.territory], [...plain.territory]];
    if (isSame) expect(found).toEqual(expected);
    else expect(found).not.toEqual(expected);
  }
});
