import { hostname } from 'node:os';
import type { Config } from '../config/options.ts';
import type { ConfiguredZone } from '../setup/configureZones.ts';
import { type OpenedSource, openSource, type SourceHost } from '../setup/openSource.ts';
import { type HttpServer, startHttpServer } from '../telemetry/httpServer.ts';
import { createLatencyHistory, type LatencyHistory } from '../telemetry/latencyHistory.ts';
import type { Log } from '../telemetry/log.ts';
import { createMetrics, type Metrics } from '../telemetry/metrics.ts';
import type { StatusSources } from '../telemetry/route.ts';
import { createSpells, spellClock } from '../telemetry/spells.ts';
import type { ProcessUsage, Status, ZoneStatus } from '../telemetry/status.ts';
import { summaryOf, type ZoneChanges } from '../telemetry/summary.ts';
import type { Systemd } from '../telemetry/systemd.ts';
import { type CurrentTerm, createCurrentTerm } from './createCurrentTerm.ts';
import { createFreeOnce, type FreeOnce } from './createFreeOnce.ts';
import { createZoneOwner, type ZoneOwner } from './createZoneOwner.ts';
import { aloneLeadership, electedLeadership, type Leadership } from './leadership.ts';
import { listenFault } from './listenFault.ts';
import { onManyObjects } from './onManyObjects.ts';
import { createWhy } from './status/createWhy.ts';
import { objectRecords, publishedObjects } from './status/publishedObjects.ts';
import { publishedRrsets, publishedServices } from './status/publishedServices.ts';
import { standbyStatus } from './status/standbyStatus.ts';
import { statusOf } from './status/statusOf.ts';
import { type Announcer, createAnnouncer } from './tell/createAnnouncer.ts';
import { logSourceEvent } from './tell/logSourceEvent.ts';
import type { ZoneService } from './zoneService.ts';

export type DaemonDeps = {
  readonly log: Log;
  readonly systemd: Systemd;
  readonly version: string;
  /** What the daemon has of its process. */
  readonly host: DaemonHost;
  /** How far the first sync of a zone is, in units; both 0 when it is over. */
  readonly onProgress?: (zone: string, done: number, total: number) => void;
  /** Is given what the daemon knows about itself, as soon as there is something to know. */
  readonly onStatus?: (status: () => Status) => void;
};

export type DaemonHost = SourceHost & {
  readonly pid: number;
  readonly usage: () => ProcessUsage;
  readonly freeMemory: () => void;
  readonly letCompilersIn: () => void;
};

/** What is there from the start to the end, whoever writes. */
export type DaemonParts = {
  readonly opened: OpenedSource;
  /** Resolves when the source has stopped. */
  readonly reading: Promise<void>;
  readonly server: HttpServer | undefined;
  readonly metrics: Metrics;
  /** Reports the state to systemd, when it is worth it. */
  readonly announcer: Announcer;
  readonly freeOnce: FreeOnce;
  readonly leadership: Leadership;
  readonly owner: ZoneOwner;
  readonly term: CurrentTerm;
};

/** Opens them; or one line that says why they cannot be. */
export const openDaemonParts = async (
  { log, version, systemd, host, onStatus }: DaemonDeps,
  config: Config,
  configured: readonly ConfiguredZone[],
  signal: AbortSignal,
): Promise<DaemonParts | string> => {
  const spells = createSpells(log, spellClock);
  const opened = await openSource(
    { onEvent: (event) => logSourceEvent({ log, spells }, event), host, signal },
    config,
    configured.map(({ records }) => records),
  );
  // A daemon waits until it can be used; a run that has an end does not.
  const fault = config.once ? await opened.fault(signal) : undefined;
  if (fault !== undefined) {
    opened.close();
    return fault;
  }
  const owner = createZoneOwner(config, opened, log);
  const term = createCurrentTerm();
  const zones = (): readonly ZoneService[] => term.zones() ?? [];
  const leadership = leadershipOf(config, opened, { log, pid: host.pid });
  const startedMs = Date.now();
  const zoneStatuses = (): readonly ZoneStatus[] => {
    const { kind } = leadership.status();
    if (kind === 'standby') return configured.map(standbyStatus('standby'));
    const shown = kind === 'undecided' ? undefined : term.shown();
    return shown?.map((zone) => zone.status()) ?? configured.map(standbyStatus('starting'));
  };
  const status = (): Status =>
    statusOf({
      ignoresMissing: config.sourceMissing === 'ignore',
      version,
      startedMs,
      owner: owner.known(),
      opened,
      leadership: leadership.status(),
      zones: zoneStatuses(),
      usage: host.usage(),
    });
  onStatus?.(status);
  const mayBeReady = (): boolean => zones().every(isWrittenOnce);
  const freeOnce = createFreeOnce({
    isWritten: () => term.zones() !== undefined && mayBeReady(),
    free: host.freeMemory,
    nowMs,
  });
  onManyObjects({ store: opened.source.store, nowMs }, host.letCompilersIn);
  const announcer = createAnnouncer({ systemd, status, mayBeReady });
  opened.source.store.subscribe({ onSynced: announcer.announce });
  const latencies = createLatencyHistory();
  const metrics = withLatencies(createMetrics(status), latencies);
  const server = await serveStatus(config, log, {
    status,
    metrics,
    summary: () =>
      summaryOf(status(), {
        changes: (term.shown() ?? []).map(changesOf),
        latencies: latencies.minutes(Date.now()),
      }),
    records: (object) => (object === undefined ? publishedRrsets(zones()) : objectRecords(zones(), object)),
    services: () => publishedServices(zones(), opened.source.store),
    objects: (query) => publishedObjects(zones(), opened.source.store, query),
    why: createWhy({ zones, cluster: opened.source.store, timeMs: Date.now }),
    confirmDelete: (zone, view) => confirmDelete(zones(), zone, view),
  });
  if (typeof server === 'string') {
    opened.close();
    return server;
  }
  const reading = opened.source.start(signal);
  return { opened, reading, server, metrics, announcer, freeOnce, leadership, owner, term };
};

const nowMs = (): number => performance.now();

/** Each latency that is counted is remembered, too. */
const withLatencies = (metrics: Metrics, latencies: LatencyHistory): Metrics => ({
  ...metrics,
  propagation: (zone, seconds) => {
    metrics.propagation(zone, seconds);
    latencies.note(Date.now(), seconds * 1000);
  },
});

const changesOf = ({ zone, access, changes }: ZoneService): ZoneChanges => ({
  zone,
  view: access.view,
  changes: changes(),
});

/** By this process, or by the one that it stands by for. */
const isWrittenOnce = ({ loop: { view } }: ZoneService): boolean =>
  view.isSettled() || view.writtenBy() !== undefined;

/** With `--lease` several instances agree on one that writes. */
const leadershipOf = (
  { lease }: Config,
  { transport, description }: OpenedSource,
  { log, pid }: { readonly log: Log; readonly pid: number },
): Leadership => {
  if (lease === undefined) return aloneLeadership;
  if (transport === undefined) {
    log.warn('No lease without a cluster: this instance writes', { source: description });
    return aloneLeadership;
  }
  return electedLeadership({ transport, log, identity: `${hostname()}_${pid}` }, lease);
};

const serveStatus = async (
  config: Config,
  log: Log,
  sources: StatusSources,
): Promise<HttpServer | string | undefined> => {
  if (config.listen === undefined) return undefined;
  const { listen, statusHosts } = config;
  try {
    const server = await startHttpServer({ log, sources }, { ...listen, statusHosts });
    log.info('Status served', { ...server.address });
    return server;
  } catch (error) {
    return listenFault('--listen', listen, error);
  }
};

const confirmDelete = (
  zones: readonly ZoneService[],
  name: string | undefined,
  view: string | undefined,
): number =>
  zones
    .filter(({ zone }) => name === undefined || zone === name)
    .filter(({ access }) => view === undefined || access.view === view)
    .reduce((sum, { loop }) => sum + loop.allowDeletions(), 0);
