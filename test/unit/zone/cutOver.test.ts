import { expect, test } from 'vitest';
import { type Cuts, cutOver } from '../../../src/zone/cutOver.ts';

const zone = 'k8s.example.';
const cuts: Cuts = new Map([
  ['svc.k8s.example.', ['NS']],
  ['shop.svc.k8s.example.', ['NS']],
  ['moved.k8s.example.', ['DNAME']],
  ['both.k8s.example.', ['DNAME', 'NS']],
]);

test.each([
  ['web.default.svc.k8s.example.', { name: 'svc.k8s.example.', type: 'NS' }],
  ['svc.k8s.example.', { name: 'svc.k8s.example.', type: 'NS' }],
  ['web.shop.svc.k8s.example.', { name: 'svc.k8s.example.', type: 'NS' }],
  ['a.moved.k8s.example.', { name: 'moved.k8s.example.', type: 'DNAME' }],
  ['both.k8s.example.', { name: 'both.k8s.example.', type: 'NS' }],
  ['moved.k8s.example.', undefined],
  ['web.k8s.example.', undefined],
  ['notsvc.k8s.example.', undefined],
  ['k8s.example.', undefined],
  ['a\\.svc.k8s.example.', undefined],
])('the cut at or above %s is the highest one: %j', (name, cut) => {
  expect(cutOver(cuts, name, zone)).toEqual(cut);
});

test('a DNAME at the zone itself is over every name but the zone’s', () => {
  const apex: Cuts = new Map([[zone, ['DNAME']]]);
  expect(cutOver(apex, 'web.k8s.example.', zone)).toEqual({ name: zone, type: 'DNAME' });
  expect(cutOver(apex, zone, zone)).toBeUndefined();
});
