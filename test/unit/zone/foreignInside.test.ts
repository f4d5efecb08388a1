import { expect, test } from 'vitest';
import { foreignInside, isOfOthers } from '../../../src/zone/foreignInside.ts';
import { applyRecord, emptyMirror } from '../../../src/zone/mirror.ts';
import { forwardLayout } from '../../../src/zone/zoneLayout.ts';

test('names of challenges inside the territory are told in canonical order, those outside are not', () => {
  const mirror = emptyMirror(forwardLayout('z.', { podNames: false }));
  const names = [
    '_acme-challenge.web.ns.svc.z.',
    '_acme-challenge.api.ns.svc.z.',
    '_acme-challenge._tcp.web.ns.svc.z.',
    '_acme-challenge.web.z.',
    'web.ns.svc.z.',
    'www.z.',
  ];
  for (const name of names) applyRecord(mirror, 'add', { name, type: 'TXT', ttlSeconds: 60, rdata: '"x"' });
  expect(foreignInside(mirror)).toEqual(['_acme-challenge.api.ns.svc.z.', '_acme-challenge.web.ns.svc.z.']);
  expect(names.filter(isOfOthers)).toEqual([
    '_acme-challenge.web.ns.svc.z.',
    '_acme-challenge.api.ns.svc.z.',
    '_acme-challenge.web.z.',
  ]);
});
