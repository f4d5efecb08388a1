import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Named, startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import type { Benchmark } from './benchmark.ts';
import { type BuiltProgram, buildProgram } from './builtProgram.ts';
import { startDaemon, writingTime, zoneFlags } from './daemonProcess.ts';
import type { Report } from './report.ts';
import {
  clusterIpLines,
  clusterIpService,
  endpointSlice,
  headlessLines,
  headlessService,
  versionLine,
} from './syntheticServices.ts';
import { publishedLinesOfFile } from './zoneLines.ts';

const clusterIps = 9_000;
const headless = 1_000;
const sizes = [1, 2, 4] as const;
const zone = 'k8s.example.';
const perFile = 100;
/** The memory after a sync is looked at so much later. */
const restMs = 15_000;

export const growth: Benchmark = {
  name: 'growth',
  help: `first sync and restart of ${clusterIps} ClusterIP and ${headless} headless Services of 100 endpoints from manifests, and of twice and four times as many: what a record costs`,
  run: async (report) => {
    await using folder = await temporaryFolder('bench');
    const built = await buildProgram(folder.path);
    const results: Size[] = [];
    for (const times of sizes) results.push(await runSize(built, folder.path, times));
    tell(report, results);
  },
};

interface Size {
  readonly times: number;
  readonly records: number;
  readonly syncSeconds: number;
  readonly cpuSeconds: number;
  readonly restartCpuSeconds: number;
  readonly residentMegabytes: number;
  readonly peakMegabytes: number;
}

async function runSize(built: BuiltProgram, folder: string, times: number): Promise<Size> {
  await using named = await startNamed({ zones: [{ name: zone, maxRecordsPerType: 0 }] });
  const manifests = await putManifests(join(folder, `times-${times}`), times);
  const args = [...zoneFlags(named, zone), '--manifests', manifests, '--owner', 'bench'];
  const first = startDaemon({ built, args });
  await first.said('Zone in step', 900_000);
  const { fromMs, toMs } = writingTime(first);
  const { cpuSeconds } = first.usage();
  await pause(restMs);
  const { residentMegabytes, peakMegabytes } = first.usage();
  await first.stop();
  const records = await countRecords(named, times);
  await using again = startDaemon({ built, args });
  await again.said('Zone in step', 900_000);
  return {
    times,
    records,
    syncSeconds: (toMs - fromMs) / 1000,
    cpuSeconds,
    restartCpuSeconds: again.usage().cpuSeconds,
    residentMegabytes,
    peakMegabytes,
  };
}

/** Throws unless the zone holds exactly what it should. */
async function countRecords(named: Named, times: number): Promise<number> {
  const missing = new Set(neededLines(times));
  let count = 0;
  for await (const line of publishedLinesOfFile(named, zone)) {
    if (!missing.delete(line)) throw new Error(`Wrong records in the zone of size ${times}: ${line}`);
    count += 1;
  }
  if (missing.size > 0)
    throw new Error(`Wrong records in the zone of size ${times}: ${missing.size} are missing`);
  return count;
}

function tell(report: Report, results: readonly Size[]): void {
  const [smallest] = results;
  if (smallest === undefined) return;
  /** Of thousand records, so that the figures can be read. */
  const cost = (size: Size, key: Exclude<keyof Size, 'times' | 'records'>): number =>
    (1000 * 1000 * size[key]) / size.records;
  for (const size of results) {
    report.note(`${size.records} records, for 1,000 of them:`);
    const figure = (what: string, unit: 'ms' | '', key: Parameters<typeof cost>[1]): void =>
      report.figure({
        what,
        unit,
        ours: cost(size, key),
        reference: { by: 'the smallest', value: cost(smallest, key) },
        goal: { ratioAtMost: 1.1 },
      });
    figure('first sync', 'ms', 'syncSeconds');
    figure('processor time from the start on', 'ms', 'cpuSeconds');
    figure('processor time of a restart', 'ms', 'restartCpuSeconds');
    figure('resident after the sync, kB', '', 'residentMegabytes');
    figure('resident at the peak, kB', '', 'peakMegabytes');
  }
}

const indices = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

async function putManifests(folder: string, times: number): Promise<string> {
  await mkdir(folder);
  const put = async (kind: string, items: readonly object[]): Promise<void> => {
    for (let at = 0; at < items.length; at += perFile) {
      const list = { apiVersion: 'v1', kind: 'List', items: items.slice(at, at + perFile) };
      await writeFile(join(folder, `${kind}-${at}.json`), JSON.stringify(list));
    }
  };
  await put('cluster-ip', indices(times * clusterIps).map(clusterIpService));
  await put('headless', indices(times * headless).map(headlessService));
  await put('slices', indices(times * headless).map(endpointSlice));
  return folder;
}

const neededLines = (times: number): readonly string[] => [
  versionLine(zone),
  ...indices(times * clusterIps).flatMap((index) => clusterIpLines(index, zone)),
  ...indices(times * headless).flatMap((index) => headlessLines(index, zone)),
];
