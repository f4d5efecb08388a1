import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { comparisonPrograms } from '../support/comparisonBuild.ts';
import { startControlPlane } from '../support/controlPlane.ts';
import { defaultZoneOptions } from '../support/defaultOptions.ts';
import { startNamed } from '../support/named.ts';
import { run } from '../support/process.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { startZoneDaemon, type ZoneDaemon } from '../support/zoneDaemon.ts';
import type { Benchmark } from './benchmark.ts';
import { fillCluster } from './fillCluster.ts';
import { type HandMadeUpdates, openHandMadeUpdates } from './handMadeUpdate.ts';
import { coreDnsZone, startCoreDns } from './rivals.ts';
import { median } from './statistics.ts';
import { serviceName, syntheticNamespace } from './syntheticServices.ts';

const services = 1_000;
const rounds = 3;
/** One differs from the next by a tenth, and what is looked for is a twentieth. */
const roundsWithChanges = 9;
const seconds = 5;
const changesPerSecond = 200;
const zone = 'k8s.example.';
const handZone = 'hand.example.';

export const queries: Benchmark = {
  name: 'queries',
  help: `queries a second at BIND: beside CoreDNS with the same ${services} Services, and while ${changesPerSecond} changes a second are written`,
  run: async (report) => {
    await comparisonPrograms.coreDns.build();
    await using folder = await temporaryFolder('bench');
    await using named = await startNamed({ zones: [{ name: zone }, { name: handZone }] });
    // As the program does by default: the usual one of tests asks for the serial five times a second.
    await using daemon = startZoneDaemon(named, { zone, options: defaultZoneOptions() });
    for (let index = 0; index < services; index++)
      daemon.store.put(`${syntheticNamespace}/${serviceName(index)}`, address(index));
    await daemon.settled();
    const atBind = { ...named, questions: await writeQuestions(folder.path, zone) };
    const bind = await askCoreDnsToo(atBind, folder.path);
    report.figure({
      what: 'queries a second',
      unit: '',
      ours: bind.quiet,
      reference: { by: 'CoreDNS', value: bind.coreDns },
    });
    using byHand = await openHandMadeUpdates(named, handZone);
    const { quiet, busy, busyByHand } = await underChanges(daemon, byHand, atBind);
    const what = `queries a second, ${changesPerSecond} changes a second`;
    const goal = { ratioAtLeast: 0.95 };
    report.figure({ what, unit: '', ours: busy, reference: { by: 'without', value: quiet } });
    report.figure({ what, unit: '', ours: busy, reference: { by: 'by hand', value: busyByHand }, goal });
  },
};

interface Asked {
  readonly address: string;
  readonly port: number;
  /** A file of names and types, as dnsperf reads it. */
  readonly questions: string;
}

/**
 * The cluster is only there for as long as CoreDNS needs it: it would take processor time from what is
 * measured later.
 */
async function askCoreDnsToo(
  atBind: Asked,
  folder: string,
): Promise<{ readonly quiet: number; readonly coreDns: number }> {
  await using plane = await startControlPlane();
  await fillCluster(plane, { clusterIps: services, headless: 0 });
  await using coreDns = await startCoreDns(plane, folder, { cache: true });
  const atCoreDns = { ...coreDns, questions: await writeQuestions(folder, coreDnsZone) };
  const results = { quiet: [] as number[], coreDns: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    results.quiet.push(await queriesPerSecond(atBind));
    results.coreDns.push(await queriesPerSecond(atCoreDns));
  }
  return { quiet: median(results.quiet), coreDns: median(results.coreDns) };
}

/**
 * Without changes, with those of the daemon's loop, and with as many UPDATEs of one record made by hand: what
 * BIND itself needs for them is not ours to save.
 */
async function underChanges(
  daemon: ZoneDaemon,
  byHand: HandMadeUpdates,
  atBind: Asked,
): Promise<{ readonly quiet: number; readonly busy: number; readonly busyByHand: number }> {
  const results = { quiet: [] as number[], busy: [] as number[], busyByHand: [] as number[] };
  let made = 0;
  const change = (): void => daemon.store.put(`changing/web-${made % services}`, address(made++));
  const changeByHand = (): void => {
    const name = `web-${made % services}.${handZone}`;
    byHand.send([
      { kind: 'delete-rrset', name, type: 'A' },
      { kind: 'add', name, type: 'A', ttlSeconds: 30, rdata: address(made++) },
    ]);
  };
  for (let round = 0; round < roundsWithChanges; round++) {
    results.quiet.push(await queriesPerSecond(atBind));
    for (const [key, again] of [
      ['busy', change],
      ['busyByHand', changeByHand],
    ] as const) {
      const timer = setInterval(again, 1_000 / changesPerSecond);
      results[key].push(await queriesPerSecond(atBind));
      clearInterval(timer);
      await daemon.settled();
    }
  }
  if (made < changesPerSecond * seconds * roundsWithChanges)
    throw new Error(`Only ${made} changes were made`);
  return {
    quiet: median(results.quiet),
    busy: median(results.busy),
    busyByHand: median(results.busyByHand),
  };
}

async function writeQuestions(folder: string, below: string): Promise<string> {
  const file = join(folder, `${below}questions`);
  const lines = Array.from(
    { length: services },
    (_, index) => `${serviceName(index)}.${syntheticNamespace}.svc.${below} A`,
  );
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

/**
 * As many as the server answers to eight clients, of which each waits for its answers. Throws when one of a
 * hundred is not answered, or with an error.
 */
async function queriesPerSecond({ address, port, questions }: Asked): Promise<number> {
  const load = ['-c', '8', '-q', '100', '-l', String(seconds)];
  const text = await run(['dnsperf', '-s', address, '-p', String(port), '-d', questions, ...load]);
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);
  const answered = number(/NOERROR \d+ \(([\d.]+)%\)/);
  if (!(answered > 99)) throw new Error(`Wrong answers under load\n${text}`);
  return Math.round(number(/Queries per second:\s+([\d.]+)/));
}

/** In 10.96.0.0/12. */
const address = (index: number): string =>
  `10.${96 + ((index >> 16) & 15)}.${(index >> 8) & 255}.${index & 255}`;
