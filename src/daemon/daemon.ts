import { hostname } from 'node:os';
import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import type { StoreEvents } from '../kube/store.ts';
import { type HttpServer, startHttpServer } from '../telemetry/httpServer.ts';
import type { Log } from '../telemetry/log.ts';
import { createMetrics, type Metrics } from '../telemetry/metrics.ts';
import type { Notifier } from '../telemetry/notify.ts';
import type { StatusSources } from '../telemetry/routes.ts';
import type { Status } from '../telemetry/status.ts';
import { createAnnouncer } from './announcer.ts';
import { configureZones } from './configureZones.ts';
import { explainEnd } from './explainEnd.ts';
import { followKeys } from './followKeys.ts';
import type { ConfiguredZone } from './forwardServices.ts';
import { aloneLeadership, electedLeadership, type Leadership } from './leadership.ts';
import { listenForNotify } from './listenForNotify.ts';
import { logSourceEvent } from './logSourceEvent.ts';
import { type OpenedSource, openSource } from './openSource.ts';
import { publishedRrsets, publishedServices } from './published.ts';
import { type FoundReverseZone, findAllReverseZones } from './reverseServices.ts';
import { createServiceEvents } from './serviceEvents.ts';
import { statusOf } from './statusOf.ts';
import { waitForSessionKey } from './waitForSessionKey.ts';
import type { ZoneService } from './zoneService.ts';
import { createZoneSet, type EndedZone, type ZoneSet } from './zoneSet.ts';

export type DaemonDeps = {
  readonly log: Log;
  readonly notifier: Notifier;
  readonly version: string;
  /** How far the first sync of a zone is, in units; both 0 when it is over. */
  readonly onProgress?: (zone: string, done: number, total: number) => void;
};

/** The composition root: builds every part from the configuration, joins them, and runs until stopped. Returns the exit code. */
export const runDaemon = async (deps: DaemonDeps, config: Config, signal: AbortSignal): Promise<number> => {
  const { log } = deps;
  await waitForSessionKey(config.zones, log, signal);
  if (signal.aborted) return EXIT_CODES.ok.code;
  const configured = configureZones(config);
  if (typeof configured === 'string') {
    log.error(configured);
    return EXIT_CODES.configuration.code;
  }
  const stop = new AbortController();
  const stopAll = AbortSignal.any([signal, stop.signal]);
  const parts = await openParts(deps, config, configured, stopAll);
  for (const { access } of configured) followKeys(access, log, stopAll);
  try {
    return await runParts(deps, config, configured, parts, stopAll);
  } finally {
    deps.notifier.stopping('stopping');
    stop.abort();
    await Promise.all([parts.reading, parts.server?.close()]);
    parts.opened.close();
  }
};

/** What is there from the start to the end, whoever writes. */
type Parts = {
  readonly opened: OpenedSource;
  /** Resolves when the source has stopped. */
  readonly reading: Promise<void>;
  readonly server: HttpServer | undefined;
  readonly metrics: Metrics;
  readonly status: () => Status;
  readonly leadership: Leadership;
  /** What changes with each term. */
  readonly current: { set: ZoneSet | undefined; owner: string };
};

const openParts = async (
  deps: DaemonDeps,
  config: Config,
  configured: readonly ConfiguredZone[],
  signal: AbortSignal,
): Promise<Parts> => {
  const { log, version } = deps;
  const current: Parts['current'] = { set: undefined, owner: config.owner ?? '' };
  const zones = (): readonly ZoneService[] => current.set?.zones ?? [];
  const opened: OpenedSource = await openSource(
    { events: storeEvents(current, () => opened), onEvent: (event) => logSourceEvent(log, event), signal },
    config,
    configured.map(({ records }) => records),
  );
  const leadership = leadershipOf(config, opened, log);
  const startedMs = Date.now();
  const status = (): Status =>
    statusOf({
      version,
      startedMs,
      owner: current.owner,
      opened,
      leadership: leadership.status(),
      zones: zones().map((zone) => zone.status()),
    });
  const metrics = createMetrics(status);
  const server = await serveStatus(config, log, {
    status,
    metrics,
    records: () => publishedRrsets(zones()),
    services: () => publishedServices(zones(), opened.source.store),
    confirmDelete: (zone) => confirmDelete(zones(), zone),
  });
  return { opened, reading: opened.source.start(signal), server, metrics, status, leadership, current };
};

const runParts = async (
  deps: DaemonDeps,
  config: Config,
  configured: readonly ConfiguredZone[],
  parts: Parts,
  signal: AbortSignal,
): Promise<number> => {
  const { log } = deps;
  const { opened, current, status, metrics, leadership } = parts;
  const owner = await ownerOf(log, config, opened, signal);
  const reverseZones = owner === undefined ? undefined : await reverseZonesOf(configured, log, signal);
  if (owner === undefined || reverseZones === undefined) {
    return signal.aborted ? EXIT_CODES.ok.code : EXIT_CODES.configuration.code;
  }
  current.owner = owner;
  const { store } = opened.source;
  const setDeps = {
    log,
    metrics,
    onChange: createAnnouncer(deps.notifier, status),
    events: createServiceEvents({ write: opened.writeEvent, snapshot: store.snapshot }),
    ...(deps.onProgress === undefined ? {} : { onProgress: deps.onProgress }),
  };
  const notify = await listenForNotify({ log, zones: () => current.set?.zones ?? [] }, config.notifyListen);
  if (typeof notify === 'string') {
    log.error(notify);
    return EXIT_CODES.configuration.code;
  }
  const ends = await leadership.run(async (term) => {
    current.set = createZoneSet(setDeps, store, { config, owner, configured, reverseZones });
    return current.set.run(term);
  }, signal);
  await notify.close();
  return exitCodeOf(ends, log);
};

/** With `--lease` several instances agree on one that writes. */
const leadershipOf = ({ lease }: Config, { transport, description }: OpenedSource, log: Log): Leadership => {
  if (lease === undefined) return aloneLeadership;
  if (transport === undefined) {
    log.warn('No lease without a cluster: this instance writes', { source: description });
    return aloneLeadership;
  }
  return electedLeadership({ transport, log, identity: `${hostname()}_${process.pid}` }, lease);
};

const reverseZonesOf = async (
  configured: readonly ConfiguredZone[],
  log: Log,
  signal: AbortSignal,
): Promise<readonly FoundReverseZone[] | undefined> => {
  const found = await findAllReverseZones(configured, log, signal);
  if (found.kind === 'found') return found.zones;
  if (found.kind === 'missing') log.error(found.message, { mend: found.mend });
  return undefined;
};

const serveStatus = async (
  config: Config,
  log: Log,
  sources: StatusSources,
): Promise<HttpServer | undefined> => {
  if (config.listen === undefined) return undefined;
  const server = await startHttpServer({ log, sources }, config.listen);
  log.info('Status served', { ...server.address });
  return server;
};

const storeEvents = (current: Parts['current'], opened: () => OpenedSource): StoreEvents => ({
  onDirty: (key) => current.set?.order.serviceChanged(key),
  onAllDirty: () => {
    for (const key of opened().source.store.keys()) current.set?.order.serviceChanged(key);
  },
  onSynced: () => {
    for (const { loop } of current.set?.zones ?? []) loop.wake();
  },
});

/** The configured owner, or the identity of the cluster, waited for as long as the API is away. */
const ownerOf = async (
  log: Log,
  config: Config,
  opened: OpenedSource,
  signal: AbortSignal,
): Promise<string | undefined> => {
  if (config.owner !== undefined) return config.owner;
  const result = await opened.owner(signal);
  if (result.kind === 'owner') return result.owner;
  if (!signal.aborted) log.error(result.message);
  return undefined;
};

const exitCodeOf = (ends: readonly EndedZone[], log: Log): number => {
  let code: number = EXIT_CODES.ok.code;
  for (const { zone, end } of ends) {
    const explained = explainEnd(zone, end);
    if (explained === undefined) continue;
    log.error(explained.message, explained.fields);
    code = explained.exitCode;
  }
  return code;
};

const confirmDelete = (zones: readonly ZoneService[], name: string | undefined): number =>
  zones
    .filter(({ zone }) => name === undefined || zone === name)
    .reduce((sum, { loop }) => sum + loop.allowDeletions(), 0);
