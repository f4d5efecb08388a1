import { expect, test } from 'vitest';
import { standbyStatus } from '../../../../src/daemon/status/standbyStatus.ts';
import { isReady, readiness } from '../../../../src/telemetry/readiness.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { goodStatus } from '../../telemetry/support.ts';

const access = {
  server: { host: '192.0.2.53', port: 53 },
  signing: { kind: 'gss', env: {} },
  transferKeys: undefined,
} as const;

test.each([
  ['before anybody is known to lead', { kind: 'standby', holder: '' }, 'starting', false],
  ['beside a leader', { kind: 'standby', holder: 'other/1' }, 'standby', true],
  ['with the Lease, before the first term', { kind: 'leading' }, 'starting', false],
  ['without a Lease, before the first term', { kind: 'alone' }, 'starting', false],
] as const)('of what is not written %s', (_when, leadership, state, ready) => {
  const zone = standbyStatus(leadership)({ records: defaultRecordOptions('k8s.example.'), access });
  expect(zone).toMatchObject({ zone: 'k8s.example.', server: '192.0.2.53:53', state, recordsOwned: 0 });
  expect(isReady(readiness({ ...goodStatus, leadership, zones: [zone] }))).toBe(ready);
});
