import { expect, test } from 'vitest';
import { createForwardZone } from '../../../../src/controller/desired/createForwardZone.ts';
import type { ZoneEvent } from '../../../../src/controller/zoneEvent.ts';
import { explainEvent } from '../../../../src/daemon/tell/explainEvent.ts';
import { createZoneLog, logEvent } from '../../../../src/daemon/tell/logEvent.ts';
import { countEvent } from '../../../../src/daemon/tell/zoneMetrics.ts';
import { createLog } from '../../../../src/telemetry/log.ts';
import { createMetrics } from '../../../../src/telemetry/metrics.ts';
import { defaultRecordOptions } from '../../../support/defaultOptions.ts';
import { goodStatus, keptOutput } from '../../telemetry/support.ts';

const zone = 'k8s.example.';
const ignore = () => undefined;

test('a name server that is away for an hour is four lines and one for its end; the metrics count each try', async () => {
  const clock = { nowMs: 0 };
  const out = keptOutput();
  const log = createLog({ level: 'info', format: 'json', out, env: {} });
  const metrics = createMetrics(() => goodStatus);
  const desired = createForwardZone({
    options: defaultRecordOptions(zone),
    others: [],
    onProblems: ignore,
    onContest: ignore,
  });
  const now = () => clock.nowMs;
  const zoneLog = createZoneLog(log, { nowMs: now, wallMs: now }, { desired, totals: () => ({}) });
  const facts = { zone, server: '192.0.2.53:53', keyName: 'k8s-bind' };
  const happen = (event: ZoneEvent) => {
    countEvent(metrics, { zone }, event);
    logEvent(zoneLog, event, explainEvent(event, { facts, desired, claiming: false }));
  };
  for (; clock.nowMs < 3_600_000; clock.nowMs += 2_570) {
    happen({ kind: 'read-failed', failure: { kind: 'unreachable', reason: 'ECONNREFUSED' }, retryMs: 2_570 });
    // A change that waits is tried as well.
    happen({
      kind: 'update-failed',
      outcome: { kind: 'unreachable', reason: 'ECONNREFUSED' },
      units: 1,
      retryMs: 2_570,
    });
  }
  happen({ kind: 'answered' });
  happen({ kind: 'steady', serial: 7 });
  const lines = out
    .text()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const about = (text: string) => lines.filter(({ message }) => String(message).includes(text));
  expect(about('Cannot reach')).toHaveLength(8);
  expect(about('Cannot reach').at(-1)).toMatchObject({
    code: 'unreachable',
    since: '1970-01-01T00:00:00.000Z',
  });
  expect(about('Zone can be read again')).toMatchObject([{ after: '1,401 tries in 60 min' }]);
  expect(about('Zone takes updates again')).toMatchObject([{ after: '1,401 tries in 60 min' }]);
  expect(lines).toHaveLength(11);
  expect(await metrics.text()).toContain(
    'k8s_bind_transfers_total{zone="k8s.example.",type="any",outcome="unreachable"} 1401',
  );
});
