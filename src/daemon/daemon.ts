import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import type { ZoneEnd } from '../controller/zoneEvent.ts';
import { createZoneOrder, type ZoneOrder } from '../controller/zoneOrder.ts';
import type { StoreEvents } from '../kube/store.ts';
import { type HttpServer, startHttpServer } from '../telemetry/httpServer.ts';
import type { Log } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import type { Notifier } from '../telemetry/notify.ts';
import { isReady, readiness } from '../telemetry/readiness.ts';
import type { StatusSources } from '../telemetry/routes.ts';
import type { Status } from '../telemetry/status.ts';
import { configureZones } from './configureZones.ts';
import { explainEnd } from './explainEnd.ts';
import { followKeys } from './followKeys.ts';
import { type ConfiguredZone, createForwardServices } from './forwardServices.ts';
import { listenForNotify } from './listenForNotify.ts';
import { logSourceEvent } from './logSourceEvent.ts';
import { type OpenedSource, openSource } from './openSource.ts';
import { publishedRrsets, publishedServices } from './published.ts';
import {
  createReverseServices,
  type FoundReverseZone,
  findAllReverseZones,
  type ReverseService,
} from './reverseServices.ts';
import { createServiceEvents } from './serviceEvents.ts';
import { statusOf } from './statusOf.ts';
import { waitForSessionKey } from './waitForSessionKey.ts';
import { zoneOptionsOf } from './zoneOptionsOf.ts';
import type { ZoneService, ZoneServiceDeps } from './zoneService.ts';

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
  const stop = new AbortController();
  const stopAll = AbortSignal.any([signal, stop.signal]);
  await waitForSessionKey(config.zones, log, signal);
  if (signal.aborted) return EXIT_CODES.ok.code;
  const configured = configureZones(config);
  if (typeof configured === 'string') {
    log.error(configured);
    return EXIT_CODES.configuration.code;
  }
  const forward: ZoneService[] = [];
  const reverse: ReverseService[] = [];
  const order = createZoneOrder({
    forward: () => forward.map(({ loop }) => loop),
    reverse: () => reverse,
    synced: () => opened.source.store.synced(),
    snapshot: (key) => opened.source.store.snapshot(key),
  });
  const opened: OpenedSource = await openSource(
    {
      events: storeEvents(
        order,
        () => opened,
        () => zones(),
      ),
      onEvent: (event) => logSourceEvent(log, event),
      signal: stopAll,
    },
    config,
    configured.map(({ records }) => records),
  );
  const zones = (): readonly ZoneService[] => [...forward, ...reverse];
  const { store } = opened.source;
  let owner = config.owner ?? '';
  const startedMs = Date.now();
  const status = (): Status =>
    statusOf({
      version: deps.version,
      startedMs,
      owner,
      opened,
      zones: zones().map((zone) => zone.status()),
    });
  const metrics = createMetrics(status);
  const server = await serveStatus(config, log, {
    status,
    metrics,
    records: () => publishedRrsets(zones()),
    services: () => publishedServices(zones(), store),
    confirmDelete: (zone) => confirmDelete(zones(), zone),
  });
  const reading = opened.source.start(stopAll);
  const close = async (): Promise<void> => {
    deps.notifier.stopping('stopping');
    stop.abort();
    await Promise.all([reading, server?.close()]);
    opened.close();
  };

  owner = (await ownerOf(deps, config, opened, stopAll)) ?? '';
  const reverseZones = owner === '' ? undefined : await reverseZonesOf(configured, log, stopAll);
  if (reverseZones === undefined) {
    await close();
    return signal.aborted ? EXIT_CODES.ok.code : EXIT_CODES.configuration.code;
  }
  const serviceDeps: ZoneServiceDeps = {
    source: { synced: store.synced, snapshot: store.snapshot },
    log,
    metrics,
    onChange: announcer(deps.notifier, status),
    onPass: order.passed,
    events: createServiceEvents({ write: opened.writeEvent, snapshot: store.snapshot }),
    ...(deps.onProgress === undefined ? {} : { onProgress: deps.onProgress }),
  };
  const options = { zone: zoneOptionsOf(config, owner), once: config.once, order };
  forward.push(...createForwardServices(serviceDeps, configured, options));
  reverse.push(...createReverseServices(serviceDeps, reverseZones, options));
  for (const key of store.keys()) order.serviceChanged(key);
  for (const { access } of configured) followKeys(access, log, stopAll);

  const notify = await listenForNotify({ log, zones }, config.notifyListen);
  if (typeof notify === 'string') {
    log.error(notify);
    await close();
    return EXIT_CODES.configuration.code;
  }
  const ends = await runZones(zones(), stopAll, stop);
  await notify.close();
  await close();
  return exitCodeOf(ends, log);
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

const storeEvents = (
  order: ZoneOrder,
  opened: () => OpenedSource,
  zones: () => readonly ZoneService[],
): StoreEvents => ({
  onDirty: order.serviceChanged,
  onAllDirty: () => {
    for (const key of opened().source.store.keys()) order.serviceChanged(key);
  },
  onSynced: () => {
    for (const { loop } of zones()) loop.wake();
  },
});

/** The configured owner, or the identity of the cluster, waited for as long as the API is away. */
const ownerOf = async (
  { log }: DaemonDeps,
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

/** How often the line in `systemctl status` may change. */
const statusLineMs = 10_000;

/** Tells systemd once that everything is written, and from then on now and then how it is. */
const announcer = (notifier: Notifier, status: () => Status): (() => void) => {
  let ready = false;
  let nextMs = 0;
  return () => {
    if (ready && performance.now() < nextMs) return;
    nextMs = performance.now() + statusLineMs;
    const now = status();
    const line = now.zones
      .map((zone) => `${zone.zone} ${zone.state}, ${zone.recordsOwned} records`)
      .join('; ');
    if (!ready && isReady(readiness(now))) {
      ready = true;
      notifier.ready(line);
    } else notifier.status(line);
  };
};

/** All zones together: a zone that must not be written any more ends the process, so that a supervisor sees it. */
const runZones = async (
  zones: readonly ZoneService[],
  signal: AbortSignal,
  stop: AbortController,
): Promise<readonly { readonly zone: string; readonly end: ZoneEnd }[]> =>
  Promise.all(
    zones.map(async ({ zone, run }) => {
      const end = await run(signal);
      if (end.kind !== 'converged') stop.abort();
      return { zone, end };
    }),
  );

const exitCodeOf = (ends: readonly { readonly zone: string; readonly end: ZoneEnd }[], log: Log): number => {
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
