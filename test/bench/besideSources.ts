import { setTimeout as pause } from 'node:timers/promises';
import type { ControlPlane } from '../support/controlPlane.ts';
import type { Named } from '../support/named.ts';
import type { AnswerPoll } from './answerPoll.ts';
import { type IsRight, openLateAnswers } from './lateAnswers.ts';
import type { Report } from './report.ts';
import { percentile } from './statistics.ts';
import { createSource, sourceAddress, sourceKinds } from './syntheticSources.ts';

/** As external-dns calls them and as k8s-bind does. */
export const sources = {
  externalDns: ['service', 'gateway-httproute', 'ingress', 'crd'],
  ours: ['service', 'gateway', 'ingress', 'dnsendpoint'],
} as const;

const count = 30;
const pauseMs = 20;
const nameError = 3;

export interface SourceTools {
  readonly plane: ControlPlane;
  readonly named: Named;
  readonly poll: AnswerPoll;
  /** Whose names k8s-bind writes, and whose external-dns. Every object asks for one of each. */
  readonly zones: { readonly ours: string; readonly externalDns: string };
}

/** Routes, Ingresses and DNSEndpoints, created and deleted one by one. */
export async function measureSources(report: Report, tools: SourceTools): Promise<void> {
  report.note('external-dns waits five seconds between two syncs (--min-event-sync-interval, as by default)');
  for (const kind of sourceKinds) {
    const names = Array.from({ length: count }, (_, index) => `${kind.kind.toLowerCase()}-${index}`);
    const created = await measure(tools, names, async (name) => {
      await createSource(tools.plane, kind, { name, hostnames: hostnames(tools, name) });
      return ({ answers }) => answers.some(({ type, rdata }) => type === 'A' && rdata === sourceAddress);
    });
    tell(report, `${kind.kind} created → answered`, created);
    const deleted = await measure(tools, names, async (name) => {
      await tools.plane.api('DELETE', `${kind.path}/${name}`);
      return ({ rcode }) => rcode === nameError;
    });
    tell(report, `${kind.kind} deleted → answered`, deleted);
  }
}

const hostnames = ({ zones }: SourceTools, name: string): readonly string[] =>
  [zones.ours, zones.externalDns].map((zone) => `${name}.${zone.replace(/\.$/, '')}`);

/** Milliseconds from the API's last reply to the right answer. */
interface Latencies {
  readonly ours: readonly number[];
  readonly externalDns: readonly number[];
}

async function measure(
  { named, poll, zones }: SourceTools,
  names: readonly string[],
  change: (name: string) => Promise<IsRight>,
): Promise<Latencies> {
  const ours: number[] = [];
  using late = await openLateAnswers(named);
  for (const name of names) {
    const isRight = await change(name);
    const repliedMs = performance.now();
    late.expect(`${name}.${zones.externalDns}`, isRight, repliedMs);
    ours.push((await poll.until(`${name}.${zones.ours}`, isRight)) - repliedMs);
    await late.look();
    await pause(pauseMs);
  }
  return { ours, externalDns: await late.all('external-dns') };
}

function tell(report: Report, what: string, { ours, externalDns }: Latencies): void {
  for (const [name, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const reference = { by: 'external-dns', value: percentile(externalDns, share) };
    report.figure({ what: `${what}, ${name}`, unit: 'ms', ours: percentile(ours, share), reference });
  }
}
