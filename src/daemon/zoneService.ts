import type { DesiredZone } from '../controller/desiredZone.ts';
import { createForwardZone } from '../controller/forwardZone.ts';
import type { NameContest } from '../controller/nameClaims.ts';
import type { ServiceSource, ZoneOptions } from '../controller/zoneContext.ts';
import type { ZoneEnd } from '../controller/zoneEvent.ts';
import type { ZoneLoop } from '../controller/zoneLoop.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import type { RecordProblem } from '../records/serviceRecords.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { ZoneStatus } from '../telemetry/status.ts';
import { forwardLayout } from '../zone/layout.ts';
import { openZoneClient, openZoneLoop, type ServerAccess } from './openZone.ts';
import { createZoneReporter } from './zoneReporter.ts';
import { zoneStatusOf } from './zoneStatusOf.ts';

/** One zone with all that belongs to it: what it should hold, its loop, its log and its status. */
export type ZoneService = {
  readonly zone: string;
  readonly loop: ZoneLoop;
  readonly desired: DesiredZone;
  /** Runs until stopped or until this process must not write the zone any more. */
  readonly run: (signal: AbortSignal) => Promise<ZoneEnd>;
  readonly status: () => ZoneStatus;
};

export type ZoneServiceOptions = {
  readonly records: RecordOptions;
  readonly others: readonly RecordOptions[];
  readonly access: ServerAccess;
  readonly zone: ZoneOptions;
  readonly once: boolean;
};

export type ZoneServiceDeps = {
  readonly source: ServiceSource;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Told of the first time that everything is written. */
  readonly onChange: () => void;
};

export const createZoneService = (deps: ZoneServiceDeps, options: ZoneServiceOptions): ZoneService => {
  const { records, access } = options;
  const log = deps.log.with({ zone: records.zone });
  const problems = new Map<string, readonly RecordProblem[]>();
  const contests = new Map<string, NameContest>();
  const facts = () => ({
    zone: records.zone,
    server: `${access.server.host}:${access.server.port}`,
    keyName: access.keys.current().name,
  });
  const reporter = createZoneReporter({ log, metrics: deps.metrics, nowMs: Date.now, facts });
  const desired = createForwardZone({
    options: records,
    others: options.others,
    onProblems: (service, list) => noteProblems(problems, log, service, list),
    onContest: (base, contest) => noteContest(contests, log, base, contest),
  });
  const client = openZoneClient(records.zone, access);
  const loop = openZoneLoop({
    layout: forwardLayout(records.zone, { podNames: records.podNames }),
    desired,
    client,
    source: deps.source,
    options: options.zone,
    once: options.once,
    report: (event) => {
      reporter.report(event);
      if (event.kind !== 'read') deps.onChange();
    },
  });
  let fencedOut = false;
  return {
    zone: records.zone,
    loop,
    desired,
    run: async (signal) => {
      const end = await loop.run(signal);
      fencedOut = end.kind === 'fenced';
      client.close();
      return end;
    },
    status: () =>
      zoneStatusOf({
        loop,
        history: reporter.history,
        server: access.server,
        facts: facts(),
        problems,
        contests,
        fencedOut,
        nowMs: Date.now(),
        monotonicMs: performance.now(),
      }),
  };
};

/** Each problem is said once, and again only after it was gone. */
const noteProblems = (
  known: Map<string, readonly RecordProblem[]>,
  log: Log,
  service: string,
  problems: readonly RecordProblem[],
): void => {
  const before = new Set((known.get(service) ?? []).map(({ message }) => message));
  for (const { kind, message } of problems) {
    if (!before.has(message)) log.warn('Record left out', { service, problem: kind, reason: message });
  }
  if (problems.length === 0) known.delete(service);
  else known.set(service, problems);
};

const noteContest = (
  known: Map<string, NameContest>,
  log: Log,
  base: string,
  contest: NameContest | undefined,
): void => {
  if (contest === undefined) {
    known.delete(base);
    log.info('Name is wanted by one Service only now', { name: base });
    return;
  }
  known.set(base, contest);
  log.warn('Name wanted by several Services: the older one keeps it', { name: base, ...contest });
};
