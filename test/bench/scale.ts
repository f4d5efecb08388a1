import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startControlPlane } from '../support/controlPlane.ts';
import { type Named, startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import type { Benchmark } from './benchmark.ts';
import { longestBlockedMs } from './blockedStretches.ts';
import { buildProgram } from './builtProgram.ts';
import { writingTime } from './daemonProcess.ts';
import { fillCluster } from './fillCluster.ts';
import { writeByNsupdate } from './largeUpdates.ts';
import type { Report } from './report.ts';
import { reportSync } from './reportSync.ts';
import { type RestartsWithChange, restartsWithChange } from './restartsWithChange.ts';
import { type RoundOptions, startScaled, scaledZone as zone } from './startScaled.ts';
import { median } from './statistics.ts';
import { clusterIpLines, headlessLines, versionLine } from './syntheticServices.ts';
import { assertSameLines, publishedLines, syntheticLines } from './zoneLines.ts';

const clusterIps = 9_000;
const headless = 1_000;
const rounds = 3;
const recordsPerMessage = 800;
/** The memory after a sync is looked at so much later. */
const restMs = 15_000;

export const scale: Benchmark = {
  name: 'scale',
  help: `${clusterIps} ClusterIP and ${headless} headless Services of 100 endpoints through the API server: first sync beside nsupdate, memory, restart`,
  run: async (report) => {
    const numbers = Array.from({ length: rounds }, (_, round) => round);
    await using folder = await temporaryFolder('bench');
    await using plane = await startControlPlane();
    const filledMs = performance.now();
    await fillCluster(plane, { clusterIps, headless });
    report.note(`the cluster was filled in ${Math.round((performance.now() - filledMs) / 1000)} s`);
    const built = await buildProgram(folder.path);
    const results: Round[] = [];
    for (const round of numbers) results.push(await runRound({ plane, built, folder: folder.path, round }));
    tell(report, results);
  },
};

interface Round extends RestartsWithChange {
  readonly seconds: number;
  readonly referenceSeconds: number;
  readonly cpuSeconds: number;
  readonly blockedMs: number;
  readonly readSeconds: number;
  readonly residentMegabytes: number;
  readonly peakMegabytes: number;
  readonly restartSeconds: number;
  readonly restartPeakMegabytes: number;
  readonly restartResidentMegabytes: number;
  readonly restartUpdates: number;
}

/** A named of its own for each round: BIND, too, is slower and larger with a zone it has already. */
async function runRound(options: RoundOptions): Promise<Round> {
  const zones = [zone, referenceZone].map((name) => ({ name, maxRecordsPerType: 0 }));
  await using named = await startNamed({ zones });
  const first = await firstRun(named, options);
  const lines = await publishedLines(named, zone);
  assertSameLines('the zone after the first sync', syntheticLines(lines, zone), neededLines());
  const reference = await writeByNsupdate(named, { lines, from: zone, to: referenceZone, recordsPerMessage });
  const again = await restart(named, options);
  assertSameLines('the zone after a restart', await publishedLines(named, zone), lines);
  const changes = await restartsWithChange(named, options);
  assertSameLines('the zone after all restarts', await publishedLines(named, zone), lines);
  return { ...first, ...again, ...changes, referenceSeconds: reference.seconds };
}

type FirstRun = Omit<Round, 'referenceSeconds' | keyof Restart | keyof RestartsWithChange>;
type Restart = Pick<
  Round,
  'restartSeconds' | 'restartPeakMegabytes' | 'restartResidentMegabytes' | 'restartUpdates'
>;

async function firstRun(named: Named, { folder, round, ...options }: RoundOptions): Promise<FirstRun> {
  await using daemon = startScaled(named, options, { probeFile: join(folder, `event-loop-${round}`) });
  await daemon.said('Zone in step', 300_000);
  const { fromMs, toMs } = writingTime(daemon);
  // While a program is loaded nothing else could have its turn yet.
  const loadedMs = (await daemon.said('Status served')).atMs;
  const { cpuSeconds, peakMegabytes } = daemon.usage();
  await pause(restMs);
  return {
    seconds: (toMs - fromMs) / 1000,
    readSeconds: (fromMs - daemon.startedMs) / 1000,
    cpuSeconds,
    blockedMs: longestBlockedMs(daemon.blocked(loadedMs, toMs)),
    residentMegabytes: daemon.usage().residentMegabytes,
    peakMegabytes,
  };
}

async function restart(named: Named, { plane, built }: RoundOptions): Promise<Restart> {
  await using daemon = startScaled(named, { plane, built });
  const ready = await daemon.said('Zone in step', 300_000);
  await pause(restMs);
  const { residentMegabytes, peakMegabytes } = daemon.usage();
  return {
    restartSeconds: (ready.atMs - daemon.startedMs) / 1000,
    restartPeakMegabytes: peakMegabytes,
    restartResidentMegabytes: residentMegabytes,
    restartUpdates: daemon.lines().filter(({ message }) => message === 'Zone updated').length,
  };
}

function tell(report: Report, results: readonly Round[]): void {
  const of = (key: keyof Round): number => median(results.map((round) => round[key]));
  report.note(`median of ${results.length} rounds`);
  report.figure({ what: 'start → store complete', unit: 's', ours: of('readSeconds') });
  reportSync(report, of, 'processor time of the first sync');
  const resident = of('residentMegabytes');
  report.figure({ what: 'resident after the sync', unit: 'MB', ours: resident, goal: { atMost: 140 } });
  report.figure({
    what: 'resident at the peak',
    unit: 'MB',
    ours: of('peakMegabytes'),
    goal: { atMost: 220 },
  });
  report.figure({
    what: 'restart without a change: start → in step',
    unit: 's',
    ours: of('restartSeconds'),
    goal: { atMost: 2 },
  });
  for (const [what, key, atMost] of restartFigures)
    report.figure({ what, unit: 's', ours: of(key), goal: { atMost } });
  const updates = of('restartUpdates');
  report.figure({ what: 'updates it sent beside the claim', unit: '', ours: updates, goal: { atMost: 0 } });
  const again = of('restartResidentMegabytes');
  report.figure({ what: 'resident after the restart', unit: 'MB', ours: again, goal: { atMost: 140 } });
  const peak = of('restartPeakMegabytes');
  report.figure({ what: 'resident at its peak', unit: 'MB', ours: peak, goal: { atMost: 220 } });
}

const restartFigures = [
  ['restart after a Service was made: start → BIND has it', 'changeSeconds', 1.5],
  ['the same with --cache-dir', 'rememberedChangeSeconds', 1.5],
  ['and start → in step', 'rememberedSeconds', 2],
  ['and start → in step where a Service lost an endpoint', 'rememberedEndpointSeconds', 2],
] as const;

const referenceZone = 'nsu.example.';

const neededLines = (): readonly string[] => [
  versionLine(zone),
  ...Array.from({ length: clusterIps }, (_, index) => clusterIpLines(index, zone)).flat(),
  ...Array.from({ length: headless }, (_, index) => headlessLines(index, zone)).flat(),
];
