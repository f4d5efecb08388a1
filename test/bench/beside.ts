import { setTimeout as pause } from 'node:timers/promises';
import { comparisonPrograms } from '../support/comparisonBuild.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { installCustomResources } from '../support/customResources.ts';
import { type Named, startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { type AnswerPoll, openAnswerPoll } from './answerPoll.ts';
import type { Benchmark } from './benchmark.ts';
import { measureSources, sources } from './besideSources.ts';
import { buildProgram } from './builtProgram.ts';
import { sourceFlags, startDaemon, zoneFlags } from './daemonProcess.ts';
import { type IsRight, openLateAnswers } from './lateAnswers.ts';
import { processUsage } from './processUsage.ts';
import type { Report } from './report.ts';
import { coreDnsZone, startCoreDns, startExternalDns } from './rivals.ts';
import { percentile } from './statistics.ts';
import { createGateway } from './syntheticSources.ts';

const count = 100;
const zone = 'k8s.example.';
const externalDnsZone = 'ext.example.';
const namespace = 'default';
/** Between two changes, as one who types is slower than BIND. */
const pauseMs = 20;

export const beside: Benchmark = {
  name: 'beside',
  help: `${count} Services created and deleted one by one, asked for at k8s-bind's BIND, at CoreDNS and at external-dns's zone, all on one cluster; then routes, Ingresses and DNSEndpoints beside external-dns`,
  run: async (report) => {
    await comparisonPrograms.coreDns.build();
    await comparisonPrograms.externalDns.build();
    await using folder = await temporaryFolder('bench');
    await using named = await startNamed({ zones: [{ name: zone }, { name: externalDnsZone }] });
    await using plane = await startControlPlane();
    await installCustomResources(plane, 'gateway-api', 'external-dns');
    await createGateway(plane);
    const built = await buildProgram(folder.path);
    const cluster = ['--kubeconfig', plane.users['k8s-bind'].kubeconfig, '--namespace', namespace];
    const ourSources = await sourceFlags(folder.path, sources.ours);
    await using daemon = startDaemon({ built, args: [...zoneFlags(named, zone), ...cluster, ...ourSources] });
    await daemon.said('Zone in step');
    await using coreDns = await startCoreDns(plane, folder.path, { cache: false });
    await using externalDns = await startExternalDns(plane, named, {
      zone: externalDnsZone,
      namespace,
      sources: sources.externalDns,
    });
    using ours = await openAnswerPoll(named, daemon);
    using theirs = await openAnswerPoll(coreDns, daemon);
    const tools: Tools = { plane, named, ours, theirs };
    await measureAll(tools, names('warm', 10));
    const latencies = await measureAll(tools, names('web', count));
    tell(report, latencies);
    const zones = { ours: zone, externalDns: externalDnsZone };
    await measureSources(report, { plane, named, poll: ours, zones });
    const resident = (pid: number): number => processUsage(pid).residentMegabytes;
    report.figure({
      what: 'resident, a handful of Services',
      unit: 'MB',
      ours: resident(daemon.pid),
      reference: { by: 'CoreDNS', value: resident(coreDns.process.pid) },
    });
    report.note(`external-dns has ${Math.round(resident(externalDns.pid))} MB resident`);
  },
};

interface Tools {
  readonly plane: ControlPlane;
  readonly named: Named;
  readonly ours: AnswerPoll;
  readonly theirs: AnswerPoll;
}

/** Milliseconds from the API's reply to the right answer. */
interface Latencies {
  readonly created: Readonly<Record<Who, readonly number[]>>;
  readonly deleted: Readonly<Record<Who, readonly number[]>>;
}

type Who = 'ours' | 'coreDns' | 'externalDns';

const names = (prefix: string, length: number): readonly string[] =>
  Array.from({ length }, (_, index) => `${prefix}-${index}`);

async function measureAll(tools: Tools, services: readonly string[]): Promise<Latencies> {
  const created = await measure(tools, services, async ({ plane }, name) => {
    const spec = { selector: { app: name }, ports: [{ name: 'http', port: 80 }] };
    const path = `/api/v1/namespaces/${namespace}/services`;
    const body = { metadata: { name }, spec };
    const { spec: made } = await plane.api<{ spec: { clusterIP: string } }>('POST', path, body);
    return ({ answers }) => answers.some(({ type, rdata }) => type === 'A' && rdata === made.clusterIP);
  });
  const deleted = await measure(tools, services, async ({ plane }, name) => {
    await plane.api('DELETE', `/api/v1/namespaces/${namespace}/services/${name}`);
    return ({ rcode }) => rcode === nameError;
  });
  return { created, deleted };
}

const nameError = 3;

/**
 * Both that answer in milliseconds are asked at the same time; the zone of external-dns, which takes seconds,
 * is looked at in between and afterwards.
 */
async function measure(
  tools: Tools,
  services: readonly string[],
  change: (tools: Tools, name: string) => Promise<IsRight>,
): Promise<Latencies['created']> {
  const found = { ours: [] as number[], coreDns: [] as number[] };
  using late = await openLateAnswers(tools.named);
  for (const name of services) {
    const isRight = await change(tools, name);
    const repliedMs = performance.now();
    late.expect(`${name}.${externalDnsZone}`, isRight, repliedMs);
    const since = async (answered: Promise<number>): Promise<number> => (await answered) - repliedMs;
    const [ours, coreDns] = await Promise.all([
      since(tools.ours.until(`${name}.${namespace}.svc.${zone}`, isRight)),
      since(tools.theirs.until(`${name}.${namespace}.svc.${coreDnsZone}`, isRight)),
    ]);
    found.ours.push(ours);
    found.coreDns.push(coreDns);
    await late.look();
    await pause(pauseMs);
  }
  return { ...found, externalDns: await late.all('external-dns') };
}

function tell(report: Report, latencies: Latencies): void {
  for (const [what, of] of Object.entries(latencies) as [string, Latencies['created']][]) {
    for (const [name, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      const ours = percentile(of.ours, share);
      const reference = { by: 'CoreDNS', value: percentile(of.coreDns, share) };
      const goal = share === 0.5 ? { goal: { ratioAtMost: 1.7 } } : {};
      report.figure({ what: `${what} → answered, ${name}`, unit: 'ms', ours, reference, ...goal });
    }
    report.figure({
      what: `${what} → answered, p50`,
      unit: 'ms',
      ours: percentile(of.ours, 0.5),
      reference: { by: 'external-dns', value: percentile(of.externalDns, 0.5) },
    });
  }
}
