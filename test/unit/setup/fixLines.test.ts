import { expect, test } from 'vitest';
import { explainLimit, explainRrsets } from '../../../src/daemon/tell/explainRefusal.ts';
import { explain } from '../../../src/setup/explain.ts';
import { explainEnd } from '../../../src/setup/explainEnd.ts';
import { nameUnit } from '../../../src/zone/unit.ts';
import { failures, loneFailures, omissions, readFailures } from '../../support/failures.ts';
import { testContext } from '../../support/testContext.ts';

const keyName = 'k8s-bind';
const named = { zone: 'k8s.lab.example.com.', largerZone: 'example.com.', keyName };
const facts = { ...named, server: '192.0.2.53:53' };
const claim = { owner: 'other', epoch: 1, territory: 'svc', holder: 'there/1', stopped: false };
const { desired } = testContext().context;
const unit = nameUnit(`web.${named.zone}`);

const problems = [
  ...readFailures.map((failure) => explain('reading', failure, facts)),
  ...failures.flatMap((outcome) => [explain('claiming', outcome, facts), explain('writing', outcome, facts)]),
  ...loneFailures.map((outcome) =>
    explain('alone', outcome, { ...facts, unit: 'it', longestRrset: 101, types: [] }),
  ),
  ...omissions.map((omission) => explain('read-back', omission, facts)),
  explainRrsets(unit, ['web.k8s.lab.example.com. A'], { facts, desired }),
  explainLimit(unit, 100, { facts, desired }),
];

test('with --below a line for named.conf is about the zone that stands there', () => {
  const fixes = problems.map(({ fix }) => fix).filter((fix) => /\bzone\b/.test(fix));
  expect(fixes.length).toBeGreaterThan(5);
  for (const fix of fixes) {
    expect(fix).toMatch(/zone "?example\.com\./);
    expect(fix).not.toMatch(/zone "?k8s\.|zonesub/);
  }
});

test('with --below a command is told of both', () => {
  const fixOf = (end: Parameters<typeof explainEnd>[1]) => explainEnd(named, end)?.fields['fix'];
  expect(fixOf({ kind: 'occupied', records: [], cuts: [], total: 1 })).toBe(
    'k8s-bind adopt --zone example.com. --below k8s.lab',
  );
  expect(fixOf({ kind: 'foreign-owner', claim })).toContain(
    'k8s-bind purge --zone example.com. --below k8s.lab --owner other',
  );
});

test('with a view a command is told of it too, and BIND which key is whose', () => {
  const fixOf = (zone: string, end: Parameters<typeof explainEnd>[1]) =>
    explainEnd({ zone, keyName, view: 'external' }, end)?.fields['fix'];
  expect(fixOf('k8s.example.', { kind: 'occupied', records: [], cuts: [], total: 1 })).toBe(
    'k8s-bind adopt --zone k8s.example. --view external',
  );
  const same = { kind: 'other-view', otherView: 'internal' } as const;
  expect(fixOf('k8s.example.', same)).toBe(
    'view "external" { match-clients { key k8s-bind; … }; … };  and "!key k8s-bind;" first in match-clients of every view before it',
  );
  expect(fixOf('96.10.in-addr.arpa.', same)).toContain('"reverse:" in one entry');
});

test('what another writer put into a claim does not act in a shell', () => {
  const owner = "x'; rm -rf ~; '";
  const end = explainEnd(
    { zone: 'k8s.example.', keyName },
    { kind: 'foreign-owner', claim: { ...claim, owner } },
  );
  expect(end?.fields['fix']).toContain(`--owner 'x'\\''; rm -rf ~; '\\'''`);
});

test('a reverse zone is adopted with the zone that its records lead to', () => {
  const end = { kind: 'occupied', records: [], cuts: [], total: 1 } as const;
  expect(explainEnd({ zone: '96.10.in-addr.arpa.', keyName }, end)?.fields['fix']).toBe(
    'k8s-bind adopt, with --zone and --reverse as the daemon has them',
  );
});
