import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startControlPlane } from '../support/controlPlane.ts';
import { startNamed } from '../support/named.ts';
import { seeded } from '../support/seed.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';
import type { Benchmark } from './benchmark.ts';
import { buildProgram } from './builtProgram.ts';
import { type DaemonProcess, startDaemon, zoneFlags } from './daemonProcess.ts';
import type { Report } from './report.ts';
import { median, slope } from './statistics.ts';
import { startSteadyChanges } from './steadyChanges.ts';
import { syntheticNamespace } from './syntheticServices.ts';
import { assertSameLines, publishedLines } from './zoneLines.ts';

const minutes = Number(process.env['ENDURANCE_MINUTES'] ?? 10);
const perSecond = 200;
const zone = 'k8s.example.';
/** What the program compiles and keeps at first is no growth: samples count from then on. */
const warmUpMinutes = Math.min(2, minutes / 4);
const hourMs = 3_600_000;

interface Sample {
  readonly atMs: number;
  readonly megabytes: number;
  readonly descriptors: number;
}

export const endurance: Benchmark = {
  name: 'endurance',
  help: `${minutes} minutes (ENDURANCE_MINUTES) of ${perSecond} changes a second: whether memory and descriptors grow`,
  run: async (report) => {
    const random = seeded('endurance');
    await using folder = await temporaryFolder('bench');
    await using named = await startNamed({ zones: [{ name: zone }] });
    await using plane = await startControlPlane();
    await plane.api('POST', '/api/v1/namespaces', { metadata: { name: syntheticNamespace } });
    const built = await buildProgram(folder.path);
    const cluster = ['--kubeconfig', plane.users['k8s-bind'].kubeconfig, '--namespace', syntheticNamespace];
    await using daemon = startDaemon({ built, args: [...zoneFlags(named, zone), ...cluster] });
    await daemon.said('Zone in step');
    const changes = startSteadyChanges(plane, random, perSecond);
    const startedMs = performance.now();
    const samples: Sample[] = [];
    for (let minute = 1; minute <= minutes; minute += 1) {
      samples.push(...(await watchForAMinute(daemon, startedMs)));
      const last = samples.at(-1);
      report.note(
        `minute ${minute}: ${changes.made()} changes, ${last?.megabytes.toFixed(1)} MB, ${last?.descriptors} descriptors`,
      );
    }
    const ranMs = performance.now() - startedMs;
    await changes.stop();
    const stoppedMs = performance.now();
    const look = async (): Promise<boolean> => {
      const needed = changes.neededLines(zone);
      assertSameLines('the zone after the last change', await publishedLines(named, zone), needed);
      return true;
    };
    await waitFor('the zone is exact', look, { deadlineMs: 60_000, intervalMs: 20 });
    report.figure({ what: 'last change → exact', unit: 'ms', ours: performance.now() - stoppedMs });
    report.figure({ what: 'changes a second', unit: '', ours: (1000 * changes.made()) / ranMs });
    tell(report, samples);
  },
};

async function watchForAMinute({ pid, usage }: DaemonProcess, startedMs: number): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (let second = 0; second < 60; second += 1) {
    await pause(1000);
    const descriptors = readdirSync(`/proc/${pid}/fd`).length;
    samples.push({ atMs: performance.now() - startedMs, megabytes: usage().residentMegabytes, descriptors });
  }
  return samples;
}

function tell(report: Report, all: readonly Sample[]): void {
  const samples = all.filter(({ atMs }) => atMs >= warmUpMinutes * 60_000);
  const anHour = (of: (sample: Sample) => number): number =>
    hourMs * slope(samples.map((sample) => [sample.atMs, of(sample)]));
  const minute = (at: number): number =>
    median(all.slice(at * 60, (at + 1) * 60).map(({ megabytes }) => megabytes));
  const first = Math.ceil(warmUpMinutes);
  report.figure({
    what: 'resident in the last minute, median',
    unit: 'MB',
    ours: minute(minutes - 1),
    reference: { by: `minute ${first + 1}`, value: minute(first) },
    goal: { ratioAtMost: 1.1 },
  });
  report.figure({
    what: 'resident at the peak',
    unit: 'MB',
    ours: Math.max(...all.map(({ megabytes }) => megabytes)),
  });
  report.figure({ what: 'resident, more in an hour by slope', unit: 'MB', ours: anHour((s) => s.megabytes) });
  report.figure({
    what: 'descriptors, at most',
    unit: '',
    ours: Math.max(...samples.map((s) => s.descriptors)),
  });
  report.figure({
    what: 'descriptors, more in an hour by slope',
    unit: '',
    ours: anHour((s) => s.descriptors),
  });
}
