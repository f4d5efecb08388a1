import { describe, expect, test } from 'vitest';
import {
  type Claim,
  decideClaim,
  findClaim,
  formatClaim,
  otherViewOf,
  parseClaim,
} from '../../../src/zone/claim.ts';

const claim: Claim = {
  owner: 'me',
  epoch: 7,
  territory: 'svc,dns-version',
  holder: 'host/42',
  stopped: false,
};
const ours = formatClaim(claim);
const theirs = formatClaim({ ...claim, owner: 'you' });

test('a claim is one TXT record that people can read, and reads back as it was written', () => {
  expect(ours).toBe('"k8s-bind=1" "owner=me" "epoch=7" "territory=svc,dns-version" "holder=host/42"');
  expect(parseClaim(ours)).toEqual(claim);
  expect(parseClaim(formatClaim({ ...claim, stopped: true }))).toEqual({ ...claim, stopped: true });
  expect(parseClaim(formatClaim({ ...claim, view: 'internal' }))).toEqual({ ...claim, view: 'internal' });
  expect(parseClaim(formatClaim({ ...claim, taking: 'x7' }))).toEqual({ ...claim, taking: 'x7' });
  const long = { ...claim, territory: Array.from({ length: 60 }, (_, at) => `10.${at}.0.0/16`).join(',') };
  expect(parseClaim(formatClaim(long))).toEqual(long);
});

test('a claim that says no more than whose it is has no territory and no holder', () => {
  expect(parseClaim('"k8s-bind=1" "owner=me" "epoch=7"')).toStrictEqual({
    owner: 'me',
    epoch: 7,
    territory: '',
    holder: '',
    stopped: false,
  });
});

test.each([
  '"hello"',
  '"k8s-bind=1" "epoch=7"',
  '"k8s-bind=2" "owner=me" "epoch=7"',
  '"k8s-bind=1" "owner=me"',
  '"k8s-bind=1" "owner=me" "epoch=x"',
  '"k8s-bind=1" "owner=me" "epoch=-0"',
  '"k8s-bind=1" "owner=me" "epoch="',
  '"k8s-bind=1" "owner=me" "epoch=0x7"',
  '"k8s-bind=1" "owner=" "epoch=7"',
])('%s is no claim', (rdata) => {
  expect(parseClaim(rdata)).toBeUndefined();
});

describe('what stands at the claim’s name', () => {
  test.each([
    ['nothing', [], { kind: 'absent' }],
    ['our claim', [ours], { kind: 'ours', claim, rdata: ours, strays: [] }],
    ['our claim and something else', ['"x"', ours], { kind: 'ours', claim, rdata: ours, strays: ['"x"'] }],
    ['another owner’s claim', [theirs], { kind: 'foreign', claim: { ...claim, owner: 'you' } }],
    ['no claim', ['"x"'], { kind: 'unreadable', rdatas: ['"x"'] }],
    ['two claims', [ours, theirs], { kind: 'unreadable', rdatas: [ours, theirs] }],
  ] as const)('%s', (_what, rdatas, finding) => {
    expect(findClaim(rdatas, 'me')).toEqual(finding);
  });
});

const decide = (
  rdatas: readonly string[],
  uncoveredEmpty: boolean,
  heldEpoch?: number,
  otherViews: readonly string[] = [],
) => decideClaim(findClaim(rdatas, 'me'), { uncoveredEmpty, heldEpoch, otherViews });

const ofView = formatClaim({ ...claim, view: 'internal' });

describe('what a process that wants to write does', () => {
  test.each([
    ['takes a zone that nobody claims', () => decide([], true), { kind: 'take', epoch: 1, replaces: [] }],
    ['leaves a territory that somebody fills', () => decide([], false), { kind: 'occupied' }],
    [
      'leaves what somebody fills in a part that is new to it',
      () => decide([ours], false),
      { kind: 'occupied' },
    ],
    [
      'takes over a zone that went back',
      () => decide([ours], false, 9),
      { kind: 'take', epoch: 10, replaces: [ours] },
    ],
    ['takes again what it lost', () => decide([], false, 7), { kind: 'take', epoch: 8, replaces: [] }],
    ['takes over from itself', () => decide([ours], true), { kind: 'take', epoch: 8, replaces: [ours] }],
    [
      'never goes back to an epoch it had',
      () => decide([ours], true, 9),
      { kind: 'take', epoch: 10, replaces: [ours] },
    ],
    [
      'fixes what stands beside',
      () => decide([ours, '"x"'], true),
      { kind: 'take', epoch: 8, replaces: [ours, '"x"'] },
    ],
    [
      'leaves another owner’s zone',
      () => decide([theirs], true),
      { kind: 'foreign', claim: { ...claim, owner: 'you' } },
    ],
    [
      'leaves what another view of its own has, whatever it held before',
      () => decide([ofView], true, 9, ['internal']),
      { kind: 'other-view', otherView: 'internal' },
    ],
    [
      'takes what a view has that there is no more: it has only been renamed',
      () => decide([ofView], true, undefined, ['dmz']),
      { kind: 'take', epoch: 8, replaces: [ofView] },
    ],
    [
      'takes a claim that names no view, as those of before',
      () => decide([ours], true, undefined, ['internal']),
      { kind: 'take', epoch: 8, replaces: [ours] },
    ],
    ['leaves what it cannot read', () => decide(['"x"'], true, 7), { kind: 'unreadable', rdatas: ['"x"'] }],
  ] as const)('%s', (_what, decision, expected) => {
    expect(decision()).toEqual(expected);
  });
});

test('a claim is of another view only where it names one that another zone is in', () => {
  expect(otherViewOf({ ...claim, view: 'internal' }, ['dmz', 'internal'])).toBe('internal');
  expect(otherViewOf({ ...claim, view: 'internal' }, ['dmz'])).toBeUndefined();
  expect(otherViewOf(claim, ['internal'])).toBeUndefined();
});
