import { hostname } from 'node:os';
import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import { defaultZoneOptions, type ServiceSource, type ZoneOptions } from '../controller/zoneContext.ts';
import type { ZoneEnd } from '../controller/zoneEvent.ts';
import type { StoreEvents } from '../kube/store.ts';
import { startHttpServer } from '../telemetry/httpServer.ts';
import type { Log } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import type { Notifier } from '../telemetry/notify.ts';
import { isReady, readiness } from '../telemetry/readiness.ts';
import type { Status } from '../telemetry/status.ts';
import { explainEnd } from './explainEnd.ts';
import { logSourceEvent } from './logSourceEvent.ts';
import { type OpenedSource, openSource } from './openSource.ts';
import { publishedRrsets, publishedServices } from './published.ts';
import { recordOptionsOf } from './recordOptionsOf.ts';
import { serverAccessOf } from './serverAccess.ts';
import { statusOf } from './statusOf.ts';
import { createZoneService, type ZoneService } from './zoneService.ts';

export type DaemonDeps = {
  readonly log: Log;
  readonly notifier: Notifier;
  readonly version: string;
};

/** The composition root: builds every part from the configuration, joins them, and runs until stopped. Returns the exit code. */
export const runDaemon = async (deps: DaemonDeps, config: Config, signal: AbortSignal): Promise<number> => {
  const { log } = deps;
  const stop = new AbortController();
  const stopAll = AbortSignal.any([signal, stop.signal]);
  const recordOptions = config.zones.map((zone) =>
    recordOptionsOf(
      zone,
      config.zones.map((other) => other.zone).filter((name) => name !== zone.zone),
    ),
  );
  let zones: readonly ZoneService[] = [];
  const opened = openSource(
    {
      events: storeEvents(
        () => zones,
        () => opened,
      ),
      onEvent: (event) => logSourceEvent(log, event),
    },
    config,
    recordOptions,
  );
  const reading = opened.source.start(stopAll);
  const owner = await ownerOf(deps, config, opened, stopAll);
  if (owner === undefined) return signal.aborted ? EXIT_CODES.ok.code : EXIT_CODES.configuration.code;

  const startedMs = Date.now();
  const status = (): Status =>
    statusOf({ version: deps.version, startedMs, owner, opened, zones: zones.map((zone) => zone.status()) });
  const metrics = createMetrics(status);
  const announce = announcer(deps.notifier, status);
  const source: ServiceSource = {
    synced: opened.source.store.synced,
    snapshot: opened.source.store.snapshot,
  };
  const created = config.zones.map((zone, index) => {
    const records = recordOptions[index];
    const access = serverAccessOf(zone);
    if (records === undefined || access.kind === 'problem')
      return access.kind === 'problem' ? access.line : '';
    return createZoneService(
      { source, log, metrics, onChange: announce },
      {
        records,
        others: recordOptions.filter((other) => other !== records),
        access: access.access,
        zone: zoneOptionsOf(config, owner),
        once: config.once,
      },
    );
  });
  const problem = created.find((zone) => typeof zone === 'string');
  if (problem !== undefined) {
    log.error(problem);
    stop.abort();
    return EXIT_CODES.configuration.code;
  }
  zones = created.filter((zone) => typeof zone !== 'string');
  for (const zone of zones) for (const key of opened.source.store.keys()) zone.loop.serviceChanged(key);

  const server =
    config.listen === undefined
      ? undefined
      : await startHttpServer(
          {
            log,
            sources: {
              status,
              metrics,
              records: () => publishedRrsets(zones),
              services: () => publishedServices(zones, opened.source.store),
              confirmDelete: (zone) => confirmDelete(zones, zone),
            },
          },
          config.listen,
        );
  if (server !== undefined) log.info('Status served', { ...server.address });
  const ends = await runZones(zones, stopAll, stop);
  deps.notifier.stopping('stopping');
  stop.abort();
  await Promise.all([reading, server?.close()]);
  return exitCodeOf(ends, log);
};

const storeEvents = (zones: () => readonly ZoneService[], opened: () => OpenedSource): StoreEvents => ({
  onDirty: (key) => {
    for (const { loop } of zones()) loop.serviceChanged(key);
  },
  onAllDirty: () => {
    for (const { loop } of zones()) for (const key of opened().source.store.keys()) loop.serviceChanged(key);
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

const zoneOptionsOf = (config: Config, owner: string): ZoneOptions => ({
  ...defaultZoneOptions,
  owner,
  holder: `${hostname()}/${process.pid}`,
  soaIntervalMs: config.soaIntervalMs,
  fullTransferIntervalMs: config.resyncMs,
  guard: { ...defaultZoneOptions.guard, allowMassDelete: config.allowMassDelete },
});

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
