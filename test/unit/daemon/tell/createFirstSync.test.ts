import { expect, test } from 'vitest';
import type { ZoneEvent } from '../../../../src/controller/zoneEvent.ts';
import { createFirstSync } from '../../../../src/daemon/tell/createFirstSync.ts';
import { createLog } from '../../../../src/telemetry/log.ts';
import { objectUnit } from '../../../../src/zone/unit.ts';
import { keptOutput } from '../../telemetry/support.ts';

const written = (units: number, remaining: number): ZoneEvent => ({
  kind: 'written',
  units: Array.from({ length: units }, (_, index) => objectUnit(`default/s${index}`)),
  added: units,
  removed: 0,
  octets: 1,
  durationMs: 1,
  latenciesMs: [],
  programmed: [],
  remaining,
  changed: units,
  notable: [],
});

test('a long first sync has one line a second that says how much of all is done, and none after its end', () => {
  const out = keptOutput();
  const log = createLog({ level: 'info', format: 'pretty', out, env: {} }).with({ zone: 'k8s.example.' });
  const clock = { nowMs: 0 };
  const told: (readonly [number, number])[] = [];
  const happen = createFirstSync({
    log,
    nowMs: () => clock.nowMs,
    tell: (done, total) => void told.push([done, total]),
  });
  for (let done = 100; done <= 10_000; done += 100) {
    clock.nowMs += 50;
    happen(written(100, 10_000 - done));
  }
  happen({ kind: 'steady', serial: 7 });
  clock.nowMs += 60_000;
  happen(written(1, 3));
  const lines = out.text().trim().split('\n');
  expect(lines.map((line) => line.replace(/^.*info +/, ''))).toEqual([
    'k8s.example. is being written: 2,000 of 10,000 names and Services, 20 %',
    'k8s.example. is being written: 4,000 of 10,000 names and Services, 40 %',
    'k8s.example. is being written: 6,000 of 10,000 names and Services, 60 %',
    'k8s.example. is being written: 8,000 of 10,000 names and Services, 80 %',
  ]);
  expect(told).toHaveLength(101);
  expect(told.at(-1)).toEqual([0, 0]);
});
