import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Named, startNamed } from '../support/named.ts';
import { run } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';
import type { Benchmark } from './benchmark.ts';
import { buildProgram } from './builtProgram.ts';
import { type DaemonProcess, startDaemon, zoneFlags } from './daemonProcess.ts';
import type { Report } from './report.ts';
import { median, percentile } from './statistics.ts';
import { serviceName, syntheticNamespace } from './syntheticServices.ts';
import { assertSameLines, publishedLines } from './zoneLines.ts';

const services = 5_000;
const rounds = 5;
const zone = 'k8s.example.';
const referenceZone = 'nsu.example.';
/** More do not fit: nsupdate ends with "ran out of space". */
const changesPerMessage = 400;

export const burst: Benchmark = {
  name: 'burst',
  help: `the endpoints of ${services} headless Services change at once, as when a node pool restarts, beside nsupdate with the same changes`,
  run: async (report) => {
    await using folder = await temporaryFolder('bench');
    await using named = await startNamed({ zones: [{ name: zone }, { name: referenceZone }] });
    const built = await buildProgram(folder.path);
    const manifests = join(folder.path, 'manifests');
    await mkdir(manifests);
    await putServices(manifests);
    await putEndpoints(manifests, 0);
    const args = [...zoneFlags(named, zone), '--manifests', manifests, '--owner', 'bench'];
    await using daemon = startDaemon({ built, args });
    await daemon.said('Zone in step');
    await writeByNsupdate(named, undefined, 0);
    const results: Round[] = [];
    for (let round = 1; round <= rounds; round += 1)
      results.push(await runRound({ named, daemon, manifests }, round));
    tell(report, results);
  },
};

interface Round {
  readonly seconds: number;
  readonly referenceSeconds: number;
  readonly waitsMs: readonly number[];
}

interface Tools {
  readonly named: Named;
  readonly daemon: DaemonProcess;
  readonly manifests: string;
}

/** From the first that is about to be sent: reading the file is not what is compared. */
async function runRound({ named, daemon, manifests }: Tools, round: number): Promise<Round> {
  const before = updatesOf(daemon).length;
  await putEndpoints(manifests, round);
  const seen = (): boolean => sum(updatesOf(daemon).slice(before).map(servicesOf)) >= services;
  await waitFor('all Services are written', seen, { deadlineMs: 120_000, intervalMs: 50 });
  const updates = updatesOf(daemon).slice(before);
  const startMs = Math.min(...updates.map(({ atMs, fields }) => atMs - Number(fields['ms'])));
  const waitsMs = updates.flatMap((line) => Array<number>(servicesOf(line)).fill(line.atMs - startMs));
  assertSameLines('the zone after a burst', await publishedLines(named, zone), neededLines(round));
  const referenceSeconds = await writeByNsupdate(named, round - 1, round);
  return { seconds: Math.max(...waitsMs) / 1000, waitsMs, referenceSeconds };
}

type Line = ReturnType<DaemonProcess['lines']>[number];

const updatesOf = (daemon: DaemonProcess): readonly Line[] =>
  daemon.lines().filter(({ message }) => message === 'Zone updated');

const servicesOf = ({ fields }: Line): number => Number(fields['services']);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function tell(report: Report, results: readonly Round[]): void {
  const of = (key: 'seconds' | 'referenceSeconds'): number => median(results.map((round) => round[key]));
  report.note(`median of ${results.length} rounds, alternating`);
  report.figure({
    what: 'first message → last acknowledgement',
    unit: 's',
    ours: of('seconds'),
    reference: { by: 'nsupdate', value: of('referenceSeconds') },
    goal: { ratioAtMost: 1.2 },
  });
  const waits = (share: number): number => median(results.map(({ waitsMs }) => percentile(waitsMs, share)));
  report.figure({ what: 'a Service waits, median', unit: 'ms', ours: waits(0.5) });
  report.figure({
    what: 'a Service waits, longest',
    unit: 'ms',
    ours: waits(1),
    reference: { by: 'median', value: waits(0.5) },
    goal: { ratioAtMost: 3 },
  });
}

const indices = Array.from({ length: services }, (_, index) => index);

/** In 10.128.0.0/9: another address for each round. */
const addressOf = (index: number, round: number): string => {
  const number = round * services + index;
  return `10.${128 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
};

const nameOf = (index: number, within: string): string =>
  `${serviceName(index)}.${syntheticNamespace}.svc.${within}`;

const neededLines = (round: number): readonly string[] => [
  `dns-version.${zone} 30 IN TXT "1.1.0"`,
  ...indices.flatMap((index) => {
    const address = addressOf(index, round);
    return [
      `${nameOf(index, zone)} 5 IN A ${address}`,
      `${address.replaceAll('.', '-')}.${nameOf(index, zone)} 5 IN A ${address}`,
    ];
  }),
];

/** The same changes as ours: the RRset of the Service is replaced, the name of its endpoint is another. */
async function writeByNsupdate(named: Named, from: number | undefined, to: number): Promise<number> {
  const script = [`server ${named.address} ${named.port}`, `zone ${referenceZone}`];
  for (const index of indices) {
    const name = nameOf(index, referenceZone);
    const address = addressOf(index, to);
    if (from !== undefined) {
      const old = addressOf(index, from);
      script.push(`update delete ${name} A`, `update delete ${old.replaceAll('.', '-')}.${name} A`);
    }
    script.push(`update add ${name} 5 A ${address}`);
    script.push(`update add ${address.replaceAll('.', '-')}.${name} 5 A ${address}`);
    if ((index + 1) % (changesPerMessage / 4) === 0) script.push('send');
  }
  const file = join(named.folder, 'burst.nsupdate');
  await writeFile(file, `${script.join('\n')}\nsend\n`);
  const startedMs = performance.now();
  await run(['nsupdate', '-v', '-k', named.key().file, file]);
  return (performance.now() - startedMs) / 1000;
}

/** Put in place in one step, so that no half of it is read. */
async function putList(manifests: string, file: string, items: readonly object[]): Promise<void> {
  const made = join(manifests, `.${file}`);
  await writeFile(made, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await rename(made, join(manifests, file));
}

const putServices = (manifests: string): Promise<void> =>
  putList(
    manifests,
    'services.json',
    indices.map((index) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: serviceName(index), namespace: syntheticNamespace },
      spec: { clusterIP: 'None' },
    })),
  );

const putEndpoints = (manifests: string, round: number): Promise<void> =>
  putList(
    manifests,
    'endpoints.json',
    indices.map((index) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${serviceName(index)}-slice`,
        namespace: syntheticNamespace,
        labels: { 'kubernetes.io/service-name': serviceName(index) },
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: [addressOf(index, round)], conditions: { ready: true } }],
    })),
  );
