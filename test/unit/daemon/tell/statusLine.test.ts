import { expect, test } from 'vitest';
import { statusLine } from '../../../../src/daemon/tell/statusLine.ts';
import { makeProblem } from '../../../../src/telemetry/problems.ts';
import { goodStatus, goodZone } from '../../telemetry/support.ts';

const conflict = {
  ...makeProblem('contest', { name: 'web.k8s.example.', object: 'Service b/web', winner: 'Service a/web' }),
  name: 'web.k8s.example.',
  object: undefined,
  sinceMs: 0,
};

test('one zone: its records, of how many Services, and how many problems', () => {
  const zone = { ...goodZone, recordsOwned: 1234, conflicts: [conflict, { ...conflict, more: 4 }] };
  expect(statusLine({ ...goodStatus, services: 567, zones: [zone] })).toBe(
    '1,234 records of 567 Services in k8s.example., 5 problems',
  );
  expect(statusLine({ ...goodStatus, services: 1, zones: [{ ...goodZone, recordsOwned: 1 }] })).toBe(
    '1 record of 1 Service in k8s.example.',
  );
});

test('several zones: the Services are those of all, and each has its own state', () => {
  const problem = makeProblem('unreachable', { zone: '10.in-addr.arpa.', reason: 'ECONNREFUSED' });
  const reverse = { ...goodZone, zone: '10.in-addr.arpa.', state: 'behind', problem } as const;
  const line = statusLine({ ...goodStatus, zones: [{ ...goodZone, view: 'internal' }, reverse] });
  expect(line).toContain(
    '3 Services; 12 records in k8s.example. (view internal); 12 records in 10.in-addr.arpa., ',
  );
  expect(line).toContain('behind, the last good records answer, 1 problem: ');
  expect(line).toContain('ECONNREFUSED');
});

test('while nobody is known to lead the line says that nothing was read', () => {
  const zones = [{ ...goodZone, state: 'starting', recordsOwned: 0 } as const];
  expect(statusLine({ ...goodStatus, leadership: { kind: 'undecided' }, zones })).toBe(
    '0 records of 3 Services in k8s.example., not read yet',
  );
});

test('a standby says who writes', () => {
  expect(statusLine({ ...goodStatus, leadership: { kind: 'standby', holder: 'other' } })).toBe(
    'standing by, other writes',
  );
});
