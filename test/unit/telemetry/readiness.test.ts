import { describe, expect, test } from 'vitest';
import { serviceRef } from '../../../src/model/objectRef.ts';
import { isReady, readiness, readinessText } from '../../../src/telemetry/readiness.ts';
import type { Status, ZoneStatus } from '../../../src/telemetry/status.ts';
import { goodStatus, goodZone } from './support.ts';

const withZone = (zone: Partial<ZoneStatus>): Status => ({
  ...goodStatus,
  zones: [{ ...goodZone, ...zone }],
});
const verdict = (status: Status) => readinessText(readiness(status));

test('ready is when every watch has synced and every zone is in step', () => {
  expect(verdict(goodStatus)).toBe(
    '[+] watch services: synced\n[+] watch endpointslices: synced\n[+] zone k8s.example. in step\nready\n',
  );
});

test('before anything has started it is not ready', () => {
  expect(verdict({ ...goodStatus, watches: [], zones: [] })).toBe(
    '[-] watches: not started\n[-] zones: not started\nnot ready\n',
  );
});

test('a watch that has not synced is named, with what keeps it', () => {
  const watch = { ...goodStatus.watches[0], synced: false, problem: 'the API server says 403' };
  expect(verdict({ ...goodStatus, watches: [watch as Status['watches'][number]] })).toContain(
    '[-] watch services: not synced, the API server says 403\n',
  );
});

describe('a zone', () => {
  test.each([
    ['starting', false],
    ['syncing', false],
    ['inStep', true],
    ['behind', false],
    ['standby', true],
    ['fencedOut', false],
  ] as const)('that is %s: ready is %s', (state, ready) => {
    expect(isReady(readiness(withZone({ state })))).toBe(ready);
  });

  test('with deletions held back is not ready, and says how many', () => {
    expect(
      verdict(
        withZone({ guard: { code: 'guarded', message: '', fix: '', deletes: 40, owned: 100, sinceMs: 0 } }),
      ),
    ).toContain('[-] zone k8s.example. in step, 40 of 100 records held back from deletion\n');
  });

  test('with conflicts, quarantined Services or drift is ready: the rest is served', () => {
    const said = { message: '', fix: '', sinceMs: 0 };
    const conflicts = [{ ...said, code: 'conflict', name: 'a.', object: serviceRef('default/a') }] as const;
    const quarantined = [
      { ...said, code: 'recordRefused', name: '', object: serviceRef('default/b'), retryMs: 0 },
    ] as const;
    expect(isReady(readiness(withZone({ conflicts, quarantined })))).toBe(true);
  });
});
