import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { executableFor, setup as makePackages, nativeArchitecture } from '../support/buildPackages.ts';
import { startControlPlane } from '../support/controlPlane.ts';
import { startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import type { Benchmark } from './benchmark.ts';
import { type BuiltProgram, buildProgram } from './builtProgram.ts';
import { startDaemon, zoneFlags } from './daemonProcess.ts';
import { fillCluster } from './fillCluster.ts';
import type { Report } from './report.ts';
import { clusterIpLines, headlessLines, versionLine } from './syntheticServices.ts';
import { assertSameLines, publishedLines, syntheticLines } from './zoneLines.ts';

const services = 20;
const headless = 2;
const zone = 'k8s.example.';
const idleMs = 60_000;

const what = `memory and processor time over ${idleMs / 1000} s of a daemon with ${services} Services that do not change`;

export const idle: Benchmark = {
  name: 'idle',
  help: what,
  run: async (report) => {
    await using folder = await temporaryFolder('bench');
    await measure(report, await buildProgram(folder.path));
  },
};

export const idleExecutable: Benchmark = {
  name: 'idle-executable',
  help: `${what}, as the single executable`,
  run: async (report) => {
    await using folder = await temporaryFolder('bench');
    const built = await buildProgram(folder.path);
    await makePackages();
    const program = join(folder.path, 'k8s-bind');
    await cp(executableFor(nativeArchitecture), program);
    await measure(report, { ...built, program });
  },
};

const measure = async (report: Report, built: BuiltProgram): Promise<void> => {
  await using named = await startNamed();
  await using plane = await startControlPlane();
  await fillCluster(plane, { clusterIps: services, headless });
  const args = [...zoneFlags(named, zone), '--kubeconfig', plane.users['k8s-bind'].kubeconfig];
  await using daemon = startDaemon({ built, args: [...args, '--listen', '127.0.0.1:0'] });
  await daemon.said('Zone in step');
  await pause(5_000);
  const before = daemon.usage();
  await pause(idleMs);
  const after = daemon.usage();
  const lines = syntheticLines(await publishedLines(named, zone), zone);
  assertSameLines('the idle zone', lines, neededLines());
  const { residentMegabytes: ours, peakMegabytes } = after;
  report.figure({ what: 'resident', unit: 'MB', ours, goal: { atMost: 70 } });
  report.figure({ what: 'resident at the peak', unit: 'MB', ours: peakMegabytes });
  const cpuMs = (after.cpuSeconds - before.cpuSeconds) * 1000;
  report.figure({ what: 'processor time a minute', unit: 'ms', ours: (cpuMs / idleMs) * 60_000 });
  report.figure({ what: 'processor', unit: '%', ours: (cpuMs / idleMs) * 100, goal: { atMost: 0.5 } });
};

const neededLines = (): readonly string[] => [
  versionLine(zone),
  ...Array.from({ length: services }, (_, index) => clusterIpLines(index, zone)).flat(),
  ...Array.from({ length: headless }, (_, index) => headlessLines(index, zone)).flat(),
];
