import { existsSync } from 'node:fs';
import { EXIT_CODES } from '../config/exitCodes.ts';
import type { Config } from '../config/options.ts';
import type { ConfiguredZone } from '../setup/configureZones.ts';
import { configureZones } from '../setup/configureZones.ts';
import { explainEnd } from '../setup/explainEnd.ts';
import { type FoundReverseZone, findAllReverseZones } from '../setup/findAllReverseZones.ts';
import { holderText } from '../setup/holderText.ts';
import { waitForSessionKey } from '../setup/waitForSessionKey.ts';
import type { Log } from '../telemetry/log.ts';
import { type DaemonDeps, type DaemonParts, openDaemonParts } from './daemonParts.ts';
import { followKeys } from './followKeys.ts';
import { keepRendered } from './keepRendered.ts';
import { listenForNotify } from './listenForNotify.ts';
import { createServiceEvents } from './tell/serviceEvents.ts';
import { createZoneSet, type EndedZone } from './zoneSet.ts';

/**
 * The composition root: builds every part from the configuration, joins them, and runs until stopped. Returns
 * the exit code.
 */
export const runDaemon = async (deps: DaemonDeps, config: Config, signal: AbortSignal): Promise<number> => {
  const { log } = deps;
  await waitForSessionKey({ log, exists: existsSync }, config.zones, signal);
  if (signal.aborted) return EXIT_CODES.ok.code;
  const configured = configureZones(config, deps.host.env);
  if (typeof configured === 'string') {
    log.error(configured);
    return EXIT_CODES.configuration.code;
  }
  const stop = new AbortController();
  const stopAll = AbortSignal.any([signal, stop.signal]);
  const parts = await openDaemonParts(deps, config, configured, stopAll);
  if (typeof parts === 'string') {
    log.error(parts);
    return EXIT_CODES.configuration.code;
  }
  for (const { access } of configured) followKeys(access, log, stopAll);
  const { store } = parts.opened.source;
  const rendering = keepRendered({ log, env: deps.host.env, store }, config, stopAll);
  try {
    const code = await runParts(deps, config, configured, parts, stopAll);
    if (code !== EXIT_CODES.ok.code || !config.once) return code;
    return (await rendering) ? code : EXIT_CODES.refused.code;
  } finally {
    parts.announcer.close();
    parts.freeOnce.close();
    deps.systemd.stopping('stopping');
    stop.abort();
    await Promise.all([parts.reading, rendering, parts.server?.close()]);
    parts.opened.close();
  }
};

const runParts = async (
  deps: DaemonDeps,
  config: Config,
  configured: readonly ConfiguredZone[],
  parts: DaemonParts,
  signal: AbortSignal,
): Promise<number> => {
  const { log } = deps;
  const { opened, metrics, announcer, freeOnce, leadership, term } = parts;
  const owner = await parts.owner.find(signal);
  const reverseZones = owner === undefined ? undefined : await reverseZonesOf(configured, log, signal);
  if (owner === undefined || reverseZones === undefined) {
    return signal.aborted ? EXIT_CODES.ok.code : EXIT_CODES.configuration.code;
  }
  const { store } = opened.source;
  const setDeps = {
    log,
    metrics,
    onChange: () => {
      announcer.announce();
      freeOnce.look();
    },
    eventsIn: (view: string | undefined) =>
      createServiceEvents({ write: opened.writeEvent, snapshot: store.snapshot, view }),
    ...(opened.conditionWriter && { conditionWriter: opened.conditionWriter }),
    ...(deps.onProgress === undefined ? {} : { onProgress: deps.onProgress }),
  };
  const hosts = [...new Set(configured.map(({ access }) => access.server.host))];
  const notify = await listenForNotify({ log, hosts, zones: () => term.zones() ?? [] }, config.notifyListen);
  if (typeof notify === 'string') {
    log.error(notify);
    return EXIT_CODES.configuration.code;
  }
  try {
    const identity = { owner, holder: holderText(deps.host.pid) };
    const setOptions = { config, identity, configured, reverseZones };
    const ends = await leadership.run(
      (turn) => term.run(createZoneSet(setDeps, store, setOptions), turn),
      signal,
    );
    return exitCodeOf(ends, log);
  } finally {
    // Also after an exception: a socket that still listens would keep a process alive that does nothing any
    // more.
    await notify.close();
  }
};

const reverseZonesOf = async (
  configured: readonly ConfiguredZone[],
  log: Log,
  signal: AbortSignal,
): Promise<readonly FoundReverseZone[] | undefined> => {
  const found = await findAllReverseZones(configured, log, signal);
  if (found.kind === 'found') return found.zones;
  if (found.kind === 'missing') {
    const { code, message, fix } = found.problem;
    log.error(message, { code, fix });
  }
  return undefined;
};

const exitCodeOf = (ends: readonly EndedZone[], log: Log): number => {
  let code: number = EXIT_CODES.ok.code;
  for (const { end, ...named } of ends) {
    const explained = explainEnd(named, end);
    if (explained === undefined) continue;
    log.error(explained.message, explained.fields);
    code = explained.exitCode;
  }
  return code;
};
