import { setTimeout as pause } from 'node:timers/promises';
import type { DecodedMessage } from '../../src/dns/decodeMessage.ts';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { type AnswerPoll, openAnswerPoll } from './answerPoll.ts';
import type { Benchmark } from './benchmark.ts';
import { buildProgram } from './builtProgram.ts';
import { startDaemon, zoneFlags } from './daemonProcess.ts';
import { type HandMadeUpdates, openHandMadeUpdates } from './handMadeUpdate.ts';
import { createService, holds } from './oneService.ts';
import type { Report } from './report.ts';
import { percentile } from './statistics.ts';

const count = 200;
const zone = 'k8s.example.';
const referenceZone = 'hand.example.';
/** The daemon watches only this one. */
const namespace = 'default';
const referenceNamespace = 'unwatched';
/** Between two changes, as one who types is slower than BIND. */
const pauseMs = 20;

export const propagation: Benchmark = {
  name: 'propagation',
  help: `${count} Services created and deleted one by one: from the API's reply to BIND's right answer, beside an UPDATE made by hand`,
  run: async (report) => {
    await using folder = await temporaryFolder('bench');
    await using named = await startNamed({ zones: [{ name: zone }, { name: referenceZone }] });
    await using plane = await startControlPlane();
    await plane.api('POST', '/api/v1/namespaces', { metadata: { name: referenceNamespace } });
    const built = await buildProgram(folder.path);
    const cluster = ['--kubeconfig', plane.users['k8s-bind'].kubeconfig, '--namespace', namespace];
    await using daemon = startDaemon({ built, args: [...zoneFlags(named, zone), ...cluster] });
    await daemon.said('Zone in step');
    using poll = await openAnswerPoll(named, daemon);
    using byHand = await openHandMadeUpdates(named, referenceZone);
    const tools: Tools = { plane, poll, byHand };
    await measureAll(tools, { first: count, count: 10 });
    tell(report, await measureAll(tools, { first: 0, count }));
  },
};

interface Tools {
  readonly plane: ControlPlane;
  readonly poll: AnswerPoll;
  readonly byHand: HandMadeUpdates;
}

/** Milliseconds from the API's reply to the right answer. */
interface Latencies {
  readonly created: number[];
  readonly createdByHand: number[];
  readonly deleted: number[];
  readonly deletedByHand: number[];
}

/** Ours and the reference alternate, so that what else happens on the machine meets both. */
async function measureAll(
  tools: Tools,
  services: { readonly first: number; readonly count: number },
): Promise<Latencies> {
  const names = Array.from({ length: services.count }, (_, index) => `web-${services.first + index}`);
  const latencies: Latencies = { created: [], createdByHand: [], deleted: [], deletedByHand: [] };
  for (const name of names) {
    latencies.created.push(await create(tools, name));
    latencies.createdByHand.push(await createByHand(tools, name));
  }
  for (const name of names) {
    latencies.deleted.push(await remove(tools, name));
    latencies.deletedByHand.push(await removeByHand(tools, name));
  }
  return latencies;
}

async function create({ plane, poll }: Tools, name: string): Promise<number> {
  const address = await createService(plane, namespace, name);
  return since(performance.now(), poll.until(`${name}.${zone}`, holds(address)));
}

async function createByHand({ plane, poll, byHand }: Tools, name: string): Promise<number> {
  const address = await createService(plane, referenceNamespace, name);
  const repliedMs = performance.now();
  const record = { name: `${name}.${referenceZone}`, type: 'A', ttlSeconds: 30, rdata: address } as const;
  byHand.send([{ kind: 'add', ...record }]);
  return since(repliedMs, poll.until(record.name, holds(address)));
}

async function remove({ plane, poll }: Tools, name: string): Promise<number> {
  await plane.api('DELETE', `/api/v1/namespaces/${namespace}/services/${name}`);
  return since(performance.now(), poll.until(`${name}.${zone}`, isGone));
}

async function removeByHand({ plane, poll, byHand }: Tools, name: string): Promise<number> {
  await plane.api('DELETE', `/api/v1/namespaces/${referenceNamespace}/services/${name}`);
  const repliedMs = performance.now();
  byHand.send([{ kind: 'delete-rrset', name: `${name}.${referenceZone}`, type: 'A' }]);
  return since(repliedMs, poll.until(`${name}.${referenceZone}`, isGone));
}

async function since(repliedMs: number, answered: Promise<number>): Promise<number> {
  const latencyMs = (await answered) - repliedMs;
  await pause(pauseMs);
  return latencyMs;
}

const nameError = 3;
const isGone = ({ rcode }: DecodedMessage): boolean => rcode === nameError;

function tell(report: Report, latencies: Latencies): void {
  const figure = (what: string, share: number, of: readonly number[], byHand: readonly number[]): void =>
    report.figure({
      what,
      unit: 'ms',
      ours: percentile(of, share),
      reference: { by: 'by hand', value: percentile(byHand, share) },
      goal: share === 0.5 ? { ratioAtMost: 1.2 } : { atMost: 3 * percentile(of, 0.5) },
    });
  const { created, createdByHand, deleted, deletedByHand } = latencies;
  figure('created → answered, p50', 0.5, created, createdByHand);
  figure('created → answered, p99', 0.99, created, createdByHand);
  figure('deleted → NXDOMAIN, p50', 0.5, deleted, deletedByHand);
  figure('deleted → NXDOMAIN, p99', 0.99, deleted, deletedByHand);
}
