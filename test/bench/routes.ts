import { setTimeout as pause } from 'node:timers/promises';
import { comparisonPrograms } from '../support/comparisonBuild.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { installCustomResources } from '../support/customResources.ts';
import { type Named, startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { waitFor } from '../support/waitFor.ts';
import type { Benchmark } from './benchmark.ts';
import { type BuiltProgram, buildProgram } from './builtProgram.ts';
import { sourceFlags, startDaemon, zoneFlags } from './daemonProcess.ts';
import { eachAtOnce } from './fillCluster.ts';
import { processUsage } from './processUsage.ts';
import { startExternalDns } from './rivals.ts';
import { median } from './statistics.ts';
import { createGateway, createSource, httpRoute, sourceAddress } from './syntheticSources.ts';
import { assertSameLines, ownerOf, publishedLines } from './zoneLines.ts';

const count = 5_000;
const prefixes = ['www', 'api', 'admin'] as const;
const rounds = 3;
/** The memory after a sync is looked at so much later. */
const restMs = 15_000;
const zone = 'k8s.example.';
const namespace = 'default';

export const routes: Benchmark = {
  name: 'routes',
  help: `${count} HTTPRoutes of ${prefixes.length} host names each: the memory that they add, beside external-dns with the same where that is built`,
  run: async (report) => {
    await using folder = await temporaryFolder('bench');
    await using plane = await startControlPlane();
    await installCustomResources(plane, 'gateway-api');
    await createGateway(plane);
    await eachAtOnce(count, (index) => createSource(plane, httpRoute, route(index)));
    const built = await buildProgram(folder.path);
    const options = { plane, built, folder: folder.path };
    const results: { readonly without: Settled; readonly withRoutes: Settled }[] = [];
    while (results.length < rounds)
      results.push({
        without: await ourDaemon({ ...options, sources: ['service'] }),
        withRoutes: await ourDaemon({ ...options, sources: ['service', 'gateway'] }),
      });
    const theirs = comparisonPrograms.externalDns.isBuilt() ? await externalDns(plane) : undefined;
    report.note(`median of ${rounds} rounds of k8s-bind`);
    report.note(
      theirs === undefined
        ? 'external-dns is not built: "npm run bench beside" builds it, and then it is measured too'
        : 'one round of external-dns',
    );
    const of = (figure: (result: (typeof results)[number]) => number): number => median(results.map(figure));
    const reference = (figure: keyof Settled) =>
      theirs === undefined ? {} : { reference: { by: 'external-dns', value: theirs[figure] } };
    report.figure({
      what: 'resident that the routes add',
      unit: 'MB',
      ours: of(({ without, withRoutes }) => withRoutes.residentMegabytes - without.residentMegabytes),
      goal: { atMost: 25 },
    });
    report.figure({
      what: 'resident with the routes',
      unit: 'MB',
      ours: of(({ withRoutes }) => withRoutes.residentMegabytes),
      ...reference('residentMegabytes'),
    });
    report.figure({
      what: 'resident at the peak',
      unit: 'MB',
      ours: of(({ withRoutes }) => withRoutes.peakMegabytes),
      ...reference('peakMegabytes'),
    });
    report.figure({
      what: 'start → every name in the zone',
      unit: 's',
      ours: of(({ withRoutes }) => withRoutes.seconds),
      ...reference('seconds'),
    });
  },
};

const hostnames = (index: number): readonly string[] =>
  prefixes.map((prefix) => `${prefix}.shop-${index}.k8s.example`);

const route = (index: number) => ({
  name: `shop-${String(index).padStart(5, '0')}`,
  hostnames: hostnames(index),
});

/** A process that has written its zone and has rested since. */
interface Settled {
  readonly seconds: number;
  readonly residentMegabytes: number;
  readonly peakMegabytes: number;
}

interface OurOptions {
  readonly plane: ControlPlane;
  readonly built: BuiltProgram;
  readonly folder: string;
  readonly sources: readonly string[];
}

/** A named of its own each time: the zone is empty at first. */
async function ourDaemon({ plane, built, folder, sources }: OurOptions): Promise<Settled> {
  await using named = await startNamed({ zones: [{ name: zone }] });
  const cluster = ['--kubeconfig', plane.users['k8s-bind'].kubeconfig, '--namespace', namespace];
  const args = [...zoneFlags(named, zone), ...cluster, ...(await sourceFlags(folder, sources))];
  await using daemon = startDaemon({ built, args });
  const { atMs } = await daemon.said('Zone in step', 300_000);
  await assertNames(named, sources.includes('gateway'));
  await pause(restMs);
  const { residentMegabytes, peakMegabytes } = daemon.usage();
  return { seconds: (atMs - daemon.startedMs) / 1000, residentMegabytes, peakMegabytes };
}

async function externalDns(plane: ControlPlane): Promise<Settled> {
  await using named = await startNamed({ zones: [{ name: zone }] });
  const startedMs = performance.now();
  const sources = ['service', 'gateway-httproute'];
  await using server = await startExternalDns(plane, named, { zone, namespace, sources });
  await waitFor('external-dns has written every name', () => namesIn(named), {
    until: ({ length }) => length === count * prefixes.length,
    deadlineMs: 900_000,
    intervalMs: 5_000,
  });
  const seconds = (performance.now() - startedMs) / 1000;
  await assertNames(named, true);
  await pause(restMs);
  const { residentMegabytes, peakMegabytes } = processUsage(server.pid);
  return { seconds, residentMegabytes, peakMegabytes };
}

/** Throws unless the zone holds an address for each name of the routes, or none for any. */
async function assertNames(named: Named, areThere: boolean): Promise<void> {
  const needed = areThere ? Array.from({ length: count }, (_, index) => hostnames(index)).flat() : [];
  assertSameLines('the names of the routes', await namesIn(named), needed.map((name) => `${name}.`).sort());
}

/** The names that have the Gateway's address. */
const namesIn = async (named: Named): Promise<readonly string[]> =>
  (await publishedLines(named, zone)).filter((line) => line.endsWith(` IN A ${sourceAddress}`)).map(ownerOf);
