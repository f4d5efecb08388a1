import type { Config } from '../config/options.ts';
import type { ZoneOptions } from '../controller/zoneContext.ts';
import type { ZoneEnd } from '../controller/zoneEvent.ts';
import { createZoneOrder } from '../controller/zoneOrder.ts';
import type { ConfiguredZone } from '../setup/configureZones.ts';
import type { NamedZone } from '../setup/explainEnd.ts';
import type { FoundReverseZone } from '../setup/findAllReverseZones.ts';
import type { OpenedSource } from '../setup/openSource.ts';
import { zoneOptionsOf } from '../setup/zoneOptionsOf.ts';
import { factsOf } from '../setup/zoneParts.ts';
import type { Store } from '../store/store.ts';
import { serviceConditions } from './condition/serviceConditions.ts';
import { createForwardServices, type EventsInView } from './createForwardServices.ts';
import { createReverseServices, type ReverseService } from './createReverseServices.ts';
import { createViewProof } from './createViewProof.ts';
import type { ZoneService, ZoneServiceDeps } from './zoneService.ts';

/** All zones, for one term: from taking their claims to being stopped, fenced out or asked to stand by. */
export type ZoneSet = {
  readonly zones: readonly ZoneService[];
  /** Runs until the signal aborts, or one zone must not be written any more, which ends the others too. */
  readonly run: (signal: AbortSignal) => Promise<readonly EndedZone[]>;
};

export type ZoneSetDeps = Omit<ZoneServiceDeps, 'onPass' | 'source' | 'events'> & {
  /** Writes Events for the owners of Services, about zones in one view. */
  readonly eventsIn: EventsInView;
  /** Keeps the conditions of Services, where that is asked for. */
  readonly conditionWriter?: OpenedSource['conditionWriter'];
};

export type EndedZone = NamedZone & { readonly end: ZoneEnd };

export type ZoneSetOptions = {
  readonly config: Config;
  readonly identity: Pick<ZoneOptions, 'owner' | 'holder'>;
  readonly configured: readonly ConfiguredZone[];
  readonly reverseZones: readonly FoundReverseZone[];
};

export const createZoneSet = (
  deps: ZoneSetDeps,
  store: Pick<Store, 'keys' | 'snapshot' | 'synced' | 'subscribe' | 'isAbsent' | 'anyAbsent'>,
  { config, identity, configured, reverseZones }: ZoneSetOptions,
): ZoneSet => {
  const forward: ZoneService[] = [];
  const reverse: ReverseService[] = [];
  const order = createZoneOrder({
    forward: () => forward.map(({ loop }) => loop),
    reverse: () => reverse,
    synced: store.synced,
    snapshot: store.snapshot,
  });
  const { synced, snapshot, isAbsent, anyAbsent } = store;
  const source = { synced, snapshot, isAbsent, anyAbsent };
  const wakeForward = (): void => {
    for (const { loop } of forward) loop.wake();
  };
  const proof = createViewProof({ log: deps.log, wake: wakeForward, owner: identity.owner }, configured);
  const conditions = config.once
    ? undefined
    : deps.conditionWriter?.(() => serviceConditions(forward, store));
  const onPass = (): void => {
    order.passed();
    proof.passed();
    conditions?.changed();
  };
  const { cacheDir } = config;
  const serviceDeps = { ...deps, source, onPass, cacheDir, mayWrite: proof.mayWrite };
  const options = { zone: zoneOptionsOf(config, identity), once: config.once, order };
  forward.push(...createForwardServices(serviceDeps, configured, options));
  reverse.push(...createReverseServices(serviceDeps, reverseZones, options));
  const zones: readonly ZoneService[] = [...forward, ...reverse];
  const allChanged = (): void => {
    for (const key of store.keys()) order.serviceChanged(key);
  };
  const wakeAll = (): void => {
    for (const { loop } of zones) loop.wake();
  };
  return {
    zones,
    run: async (signal) => {
      const unsubscribe = store.subscribe({
        onDirty: order.serviceChanged,
        onSynced: wakeAll,
        onServed: (kind) => {
          for (const { loop } of zones) loop.kindServed(kind);
        },
      });
      allChanged();
      const stop = new AbortController();
      const writing = conditions?.run(AbortSignal.any([signal, stop.signal]));
      try {
        return await runZones(zones, (either) => proof.run(forward, either), signal);
      } finally {
        // A standby would go on feeding zones that nobody writes.
        unsubscribe();
        stop.abort();
        await writing;
      }
    },
  };
};

const runZones = async (
  zones: readonly ZoneService[],
  proveViews: (signal: AbortSignal) => Promise<EndedZone | undefined>,
  signal: AbortSignal,
): Promise<readonly EndedZone[]> => {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const proving = proveViews(either).then((same) => {
    if (same !== undefined) stop.abort();
    return same;
  });
  const ends = await Promise.all(
    zones.map(async ({ zone, access, run }): Promise<EndedZone> => {
      const end = await run(either);
      if (end.kind !== 'converged') stop.abort();
      return { ...factsOf(access, zone), end };
    }),
  );
  const same = await proving;
  return same === undefined ? ends : [...ends, same];
};
