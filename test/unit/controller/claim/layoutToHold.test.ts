import { describe, expect, test } from 'vitest';
import {
  countGained,
  coveredBy,
  gainedCuts,
  gainedUnits,
  layoutToHold,
} from '../../../../src/controller/claim/layoutToHold.ts';
import { parseCidr } from '../../../../src/dns/cidr.ts';
import { applyOther, applyRecord, emptyMirror, type Mirror } from '../../../../src/zone/mirror.ts';
import { nameUnit, objectUnit } from '../../../../src/zone/unit.ts';
import { forwardLayout, reverseLayout, type ZoneLayout } from '../../../../src/zone/zoneLayout.ts';
import { parseZoneText } from '../../../support/parseZoneText.ts';

const claimOf = (territory: string) => ({
  owner: 'me',
  epoch: 1,
  territory,
  holder: 'here/1',
  stopped: false,
});
const [plain, withPods] = [false, true].map((podNames) => forwardLayout('z.', { podNames })) as [
  ZoneLayout,
  ZoneLayout,
];
const reverse = (...cidrs: readonly string[]) =>
  reverseLayout(
    '10.in-addr.arpa.',
    cidrs.flatMap((text) => parseCidr(text) ?? []),
  );
const pod = nameUnit('1-2-3-4.ns.pod.z.');
const web = objectUnit('ns/web');

const mirrorOf = (layout: ZoneLayout, text: string): Mirror => {
  const mirror = emptyMirror(layout);
  const { records, foreign } = parseZoneText(text, { origin: layout.zone, defaultTtlSeconds: 60 });
  for (const record of records) applyRecord(mirror, 'add', record);
  for (const record of foreign) applyOther(mirror, 'add', record);
  return mirror;
};

describe('what a claim does not cover yet', () => {
  test('is everything where there is none, and nothing where it covers the same', () => {
    expect([web, pod].map(gainedUnits(withPods, undefined))).toEqual([true, true]);
    expect([web, pod].map(gainedUnits(withPods, claimOf(withPods.territory)))).toEqual([false, false]);
  });

  test('is what has been added since: names of Pods, or a wider network', () => {
    expect([web, pod].map(gainedUnits(withPods, claimOf(plain.territory)))).toEqual([false, true]);
    const units = ['1.0.0', '1.0.1'].map((name) => nameUnit(`${name}.10.in-addr.arpa.`));
    const wider = reverse('10.0.0.0/16', '10.1.0.0/16');
    expect(units.map(gainedUnits(wider, claimOf('10.0.0.0/16')))).toEqual([false, true]);
  });

  test('is counted with the cuts that hide it', () => {
    const mirror = mirrorOf(
      withPods,
      'a.web.ns.svc A 10.0.0.1\n1-2-3-4.ns.pod A 1.2.3.4\nx.pod NS ns1\n@ NS ns1',
    );
    expect(countGained(mirror, undefined)).toBe(3);
    expect(countGained(mirror, claimOf(plain.territory))).toBe(2);
    expect(countGained(mirror, claimOf(withPods.territory))).toBe(0);
  });

  test('is hidden by what stands there, and without a claim by what stands above the zone as well', () => {
    const sub = forwardLayout('k8s.z.', { podNames: false, apex: 'z.' });
    const cuts = [
      { name: 'web.ns.svc.k8s.z.', type: 'NS' },
      { name: 'k8s.z.', type: 'NS' },
      { name: 'z.', type: 'DNAME' },
      { name: 'z.', type: 'NS' },
      { name: 'www.k8s.z.', type: 'NS' },
      { name: 'other.z.', type: 'DNAME' },
    ] as const;
    expect(cuts.map(gainedCuts(sub, undefined))).toEqual([true, true, true, false, false, false]);
    expect(cuts.map(gainedCuts(sub, claimOf(sub.territory)))).toEqual(cuts.map(() => false));
  });

  test('is everything unless the claim is ours', () => {
    const claim = claimOf('svc');
    expect(coveredBy({ kind: 'ours', claim, rdata: '', strays: [] })).toBe(claim);
    expect(coveredBy({ kind: 'foreign', claim })).toBeUndefined();
    expect(coveredBy({ kind: 'absent' })).toBeUndefined();
  });
});

describe('a claim that covers more than is configured', () => {
  const podRecord = '1-2-3-4.ns.pod A 1.2.3.4';

  test('holds that part as long as something stands there, however the zone was read', () => {
    for (const read of [plain, withPods]) {
      const held = layoutToHold(plain, claimOf(withPods.territory), mirrorOf(read, podRecord));
      expect(held.territory.split(',').sort()).toEqual(['dns-version', 'pod', 'svc']);
      expect(held.placeOf('1-2-3-4.ns.pod.z.').kind).toBe('territory');
    }
  });

  test('holds that part where something else stands beside what is ours', () => {
    const mirror = mirrorOf(plain, `${podRecord}\n1-2-3-4.ns.pod MX 10 mail`);
    expect(layoutToHold(plain, claimOf(withPods.territory), mirror)).not.toBe(plain);
  });

  test('holds no more than is configured once nothing of ours can stand there', () => {
    const claim = claimOf(withPods.territory);
    expect(layoutToHold(plain, claim, mirrorOf(plain, 'www A 192.0.2.1\nweb.ns.svc A 10.0.0.1'))).toBe(plain);
    expect(layoutToHold(plain, claim, mirrorOf(plain, '1-2-3-4.ns.pod MX 10 mail'))).toBe(plain);
    expect(layoutToHold(plain, claim, mirrorOf(withPods, 'web.ns.svc A 10.0.0.1'))).toBe(plain);
  });

  test('is not looked for where there is none, or where it covers what is configured', () => {
    expect(layoutToHold(plain, undefined, mirrorOf(withPods, podRecord))).toBe(plain);
    expect(layoutToHold(plain, claimOf(plain.territory), mirrorOf(withPods, podRecord))).toBe(plain);
  });

  test('of a network that was made narrower holds the pointers that stand outside of it', () => {
    const [wide, narrow] = [reverse('10.0.0.0/15'), reverse('10.0.0.0/16')];
    const mirror = mirrorOf(wide, '1.0.1 PTR web.z.');
    expect(layoutToHold(narrow, claimOf(wide.territory), mirror).territory).toBe('10.0.0.0/16,10.0.0.0/15');
    expect(layoutToHold(narrow, claimOf(wide.territory), mirrorOf(wide, '1.0.0 PTR web.z.'))).toBe(narrow);
  });
});
