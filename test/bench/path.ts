import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ControlPlane, startControlPlane } from '../support/controlPlane.ts';
import { startNamed } from '../support/named.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { type AnswerPoll, openAnswerPoll } from './answerPoll.ts';
import type { Benchmark } from './benchmark.ts';
import { buildProgram } from './builtProgram.ts';
import { startDaemon, zoneFlags } from './daemonProcess.ts';
import { createService, holds } from './oneService.ts';
import type { Report } from './report.ts';
import { percentile } from './statistics.ts';
import { type Journey, type JourneyParts, journeyParts, readWireMarks } from './wireMarks.ts';

const count = 200;
const zone = 'k8s.example.';
const namespace = 'default';
/** Between two changes, as one who types is slower than BIND. */
const pauseMs = 20;
const othersPerSecond = 200;
/** So many Services change in turn while others are created. */
const others = 50;

export const path: Benchmark = {
  name: 'path',
  help: `${count} Services created one by one: where the time goes from the API's reply to BIND's answer, alone and while ${othersPerSecond} others change in a second`,
  run: async (report) => {
    await using folder = await temporaryFolder('bench');
    await using named = await startNamed({ zones: [{ name: zone }] });
    await using plane = await startControlPlane();
    const built = await buildProgram(folder.path);
    const probeFile = join(folder.path, 'marks');
    const cluster = ['--kubeconfig', plane.users['k8s-bind'].kubeconfig, '--namespace', namespace];
    const args = [...zoneFlags(named, zone), ...cluster];
    await using daemon = startDaemon({ built, args, probeFile, probe: built.wireProbe });
    await daemon.said('Zone in step');
    using poll = await openAnswerPoll(named, daemon);
    await travel({ plane, poll }, 'warm', 20);
    const alone = await travel({ plane, poll }, 'web', count);
    await pause(500);
    tellParts(report, alone, readWireMarks(probeFile), named.port);
    const among = await amongOthers(plane, () => travel({ plane, poll }, 'crowded', count));
    report.note(`${Math.round(among.perSecond)} others changed in a second`);
    tellLatency(report, 'among others', among.journeys, 25);
  },
};

interface Tools {
  readonly plane: ControlPlane;
  readonly poll: AnswerPoll;
}

async function travel({ plane, poll }: Tools, prefix: string, services: number): Promise<readonly Journey[]> {
  const journeys: Journey[] = [];
  for (let index = 0; index < services; index += 1) {
    const name = `${prefix}-${index}`;
    const askedMs = nowMs();
    const address = await createService(plane, namespace, name);
    const repliedMs = nowMs();
    await poll.until(`${name}.${zone}`, holds(address));
    journeys.push({ askedMs, repliedMs, answeredMs: nowMs() });
    await pause(pauseMs);
  }
  return journeys;
}

const nowMs = (): number => performance.timeOrigin + performance.now();

/** Has ports of other Services change all the time while the work is done. */
async function amongOthers(
  plane: ControlPlane,
  work: () => Promise<readonly Journey[]>,
): Promise<{ readonly journeys: readonly Journey[]; readonly perSecond: number }> {
  for (let index = 0; index < others; index += 1) await createService(plane, namespace, `other-${index}`);
  const startedMs = nowMs();
  const pending = new Set<Promise<unknown>>();
  let changes = 0;
  const timer = setInterval(() => {
    const due = ((nowMs() - startedMs) / 1000) * othersPerSecond;
    for (; changes < due && pending.size < others; changes += 1) {
      const port = 1000 + Math.floor(changes / others);
      const body = { spec: { ports: [{ name: 'http', protocol: 'TCP', port }] } };
      const one = `/api/v1/namespaces/${namespace}/services/other-${changes % others}`;
      const change = plane.api('PATCH', one, body).finally(() => pending.delete(change));
      pending.add(change);
    }
  }, 5);
  try {
    const journeys = await work();
    return { journeys, perSecond: (1000 * changes) / (nowMs() - startedMs) };
  } finally {
    clearInterval(timer);
    await Promise.allSettled(pending);
  }
}

const partNames: Readonly<Record<keyof JourneyParts, string>> = {
  watch: "the API's reply → the event is read",
  parse: 'the event is parsed',
  plan: 'projection, records, plan, message',
  sign: 'signing and sending',
  server: 'BIND',
  poll: "BIND's answer to us → to who asks",
};

function tellParts(
  report: Report,
  journeys: readonly Journey[],
  marks: Parameters<typeof journeyParts>[1],
  dnsPort: number,
): void {
  tellLatency(report, 'alone', journeys, 8);
  const parts = journeys.flatMap((journey) => journeyParts(journey, marks, dnsPort) ?? []);
  report.note(`of ${journeys.length} the way of ${parts.length} was seen; medians`);
  for (const [part, what] of Object.entries(partNames) as [keyof JourneyParts, string][])
    report.figure({
      what,
      unit: 'ms',
      ours: percentile(
        parts.map((found) => found[part]),
        0.5,
      ),
    });
}

function tellLatency(report: Report, where: string, journeys: readonly Journey[], p99Ms: number): void {
  const latencies = journeys.map(({ repliedMs, answeredMs }) => answeredMs - repliedMs);
  report.figure({ what: `created → answered, ${where}, p50`, unit: 'ms', ours: percentile(latencies, 0.5) });
  report.figure({
    what: `created → answered, ${where}, p99`,
    unit: 'ms',
    ours: percentile(latencies, 0.99),
    goal: { atMost: p99Ms },
  });
}
