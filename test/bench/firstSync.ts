import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Named, startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import type { Benchmark } from './benchmark.ts';
import { longestBlockedMs } from './blockedStretches.ts';
import { type BuiltProgram, buildProgram } from './builtProgram.ts';
import { startDaemon, writingTime, zoneFlags } from './daemonProcess.ts';
import { writeByNsupdate } from './largeUpdates.ts';
import type { Report } from './report.ts';
import { reportSync } from './reportSync.ts';
import { median } from './statistics.ts';
import { clusterIpLines, clusterIpService, versionLine } from './syntheticServices.ts';
import { assertSameLines, publishedLines } from './zoneLines.ts';

const services = 10_000;
const rounds = 5;
/** More do not fit: nsupdate ends with "ran out of space". */
const recordsPerMessage = 800;

export const firstSync: Benchmark = {
  name: 'first-sync',
  help: `${services} Services with an A and two SRV records each into an empty zone, beside nsupdate`,
  run: async (report) => {
    const numbers = Array.from({ length: rounds }, (_, round) => round);
    const zones = numbers.flatMap((round) => [zoneOf('k8s', round), zoneOf('other', round)]);
    await using folder = await temporaryFolder('bench');
    await using named = await startNamed({ zones: zones.map((name) => ({ name })) });
    const built = await buildProgram(folder.path);
    const manifests = await writeManifests(folder.path);
    const results: Round[] = [];
    for (const round of numbers)
      results.push(await runRound({ named, built, manifests, folder: folder.path, round }));
    tell(report, results);
  },
};

interface Round {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly referenceSeconds: number;
  readonly blockedMs: number;
  readonly residentMegabytes: number;
  readonly peakMegabytes: number;
}

interface RoundOptions {
  readonly named: Named;
  readonly built: BuiltProgram;
  readonly manifests: string;
  readonly folder: string;
  readonly round: number;
}

async function runRound({ named, built, manifests, folder, round }: RoundOptions): Promise<Round> {
  const zone = zoneOf('k8s', round);
  const probeFile = join(folder, `event-loop-${round}`);
  const args = [...zoneFlags(named, zone), '--manifests', manifests, '--owner', 'bench'];
  await using daemon = startDaemon({ built, args, probeFile });
  await daemon.said('Zone in step');
  const { fromMs, toMs } = writingTime(daemon);
  const usage = daemon.usage();
  await daemon.stop();
  const lines = await publishedLines(named, zone);
  assertSameLines(zone, lines, neededLines(zone));
  const to = zoneOf('other', round);
  const reference = await writeByNsupdate(named, { lines, from: zone, to, recordsPerMessage });
  return {
    seconds: (toMs - fromMs) / 1000,
    referenceSeconds: reference.seconds,
    blockedMs: longestBlockedMs(daemon.blocked(fromMs, toMs)),
    ...usage,
  };
}

function tell(report: Report, results: readonly Round[]): void {
  const of = (key: keyof Round): number => median(results.map((round) => round[key]));
  report.note(`median of ${results.length} rounds, alternating`);
  reportSync(report, of, 'processor time from the start on');
  report.figure({ what: 'resident after the sync', unit: 'MB', ours: of('residentMegabytes') });
  report.figure({ what: 'resident at the peak', unit: 'MB', ours: of('peakMegabytes') });
}

const zoneOf = (whose: string, round: number): string => `${whose}-${round}.example.`;

const neededLines = (zone: string): readonly string[] => [
  versionLine(zone),
  ...Array.from({ length: services }, (_, index) => clusterIpLines(index, zone)).flat(),
];

const servicesPerFile = 100;

async function writeManifests(folder: string): Promise<string> {
  const manifests = join(folder, 'manifests');
  await mkdir(manifests);
  for (let first = 0; first < services; first += servicesPerFile) {
    const items = Array.from({ length: servicesPerFile }, (_, index) => clusterIpService(first + index));
    const list = { apiVersion: 'v1', kind: 'List', items };
    await writeFile(join(manifests, `${first}.json`), JSON.stringify(list));
  }
  return manifests;
}
