import { setTimeout as sleep } from 'node:timers/promises';
import { createBackoff } from '../backoff.ts';
import { orAborted } from '../orAborted.ts';
import type { ConfiguredZone } from '../setup/configureZones.ts';
import { explain } from '../setup/explain.ts';
import type { Reach } from '../setup/reachSameZone.ts';
import { serverText } from '../setup/viewOf.ts';
import { factsOf } from '../setup/zoneParts.ts';
import type { Log } from '../telemetry/log.ts';
import { compareViews } from './compareViews.ts';
import { zoneLabels } from './zoneLabels.ts';
import type { ZoneService } from './zoneService.ts';
import type { EndedZone } from './zoneSet.ts';

/**
 * Two zones of one name on one server are two views, if their keys are matched by two. Until that is proved
 * the later one is not written, and the first one waits for a while: a claim in the wrong view, and records
 * of the one in the other, would be worse than a late start. One that cannot be read keeps nobody waiting for
 * longer, as nothing can be written there. Afterwards the claims tell views apart, as each has its name.
 */
export type ViewProof = {
  /** Whether the zone is known to be another one than each of its namesakes. */
  readonly mayWrite: (zone: ConfiguredZone) => boolean;
  /** A zone's loop has finished a step: it may have read its zone. */
  readonly passed: () => void;
  /** Proves all; or says which zone is the same as another. Undefined: all differ, or the signal aborted. */
  readonly run: (services: readonly ZoneService[], signal: AbortSignal) => Promise<EndedZone | undefined>;
};

export type ViewProofDeps = {
  readonly log: Log;
  /** Something is proved: who waited for it goes on. */
  readonly wake: () => void;
  /** Who we are in the claims. */
  readonly owner: string;
};

/** How long the first of two waits for the proof. */
const patienceMs = 10_000;

/** Two configured zones, by their places. */
type Pair = readonly [number, number];

export const createViewProof = (
  { log, wake, owner }: ViewProofDeps,
  configured: readonly ConfiguredZone[],
): ViewProof => {
  const pairs = new Set(namesakes(configured));
  let isPatient = true;
  let pass = Promise.withResolvers<void>();
  const settle = (pair: Pair): undefined => {
    pairs.delete(pair);
    wake();
  };
  /** Undefined: they differ, nobody can say, or the signal aborted. */
  const prove = async (
    pair: Pair,
    services: readonly ZoneService[],
    signal: AbortSignal,
  ): Promise<EndedZone | undefined> => {
    const backoff = createBackoff(Math.random, { baseMs: 500, maxMs: 30_000 });
    const [first, second] = pair.map((at) => services[at]);
    if (first === undefined || second === undefined) return settle(pair);
    while (!signal.aborted) {
      if (!isRead(first) || !isRead(second)) {
        await orAborted(pass.promise, signal);
        continue;
      }
      const reach = await orAborted(compareViews([first, second], owner), signal);
      if (reach === 'aborted') return undefined;
      if (reach.kind === 'same') return sameAs(first, second);
      if (reach.kind === 'different') return settle(pair);
      if (isFinal(reach)) {
        noteUnproved(log, second, reach);
        return settle(pair);
      }
      await sleep(backoff.nextMs(), undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  };
  return {
    mayWrite: (zone) => {
      const at = configured.indexOf(zone);
      return ![...pairs].some(([first, second]) => second === at || (first === at && isPatient));
    },
    passed: () => {
      if (pairs.size === 0) return;
      pass.resolve();
      pass = Promise.withResolvers<void>();
    },
    run: async (services, signal) => {
      const late = setTimeout(() => {
        isPatient = false;
        wake();
      }, patienceMs).unref();
      const found = await firstOf([...pairs].map((pair) => prove(pair, services, signal)));
      clearTimeout(late);
      return found;
    },
  };
};

/** The first that is there; undefined once none is. */
const firstOf = async (proofs: readonly Promise<EndedZone | undefined>[]): Promise<EndedZone | undefined> => {
  const all = Promise.all(proofs).then((found) => found.find((one) => one !== undefined));
  const each = proofs.map(async (proof) => (await proof) ?? all);
  return Promise.race([...each, all]);
};

const namesakes = (configured: readonly ConfiguredZone[]): readonly Pair[] =>
  configured.flatMap((one, first) =>
    configured.flatMap((other, second): readonly Pair[] =>
      first < second &&
      one.records.zone === other.records.zone &&
      serverText(one.access) === serverText(other.access)
        ? [[first, second]]
        : [],
    ),
  );

const isRead = ({ loop }: ZoneService): boolean => loop.view.isRead();

type Unknown = Extract<Reach, { readonly kind: 'unknown' }>;

/** A server that refuses says the same tomorrow; one that does not answer is asked again. */
const isFinal = ({ outcome }: Unknown): boolean =>
  outcome === undefined || (outcome.kind !== 'unreachable' && outcome.kind !== 'unknown');

const sameAs = (first: ZoneService, { zone, access }: ZoneService): EndedZone => ({
  ...factsOf(access, zone),
  end: { kind: 'other-view', otherView: first.access.view ?? '' },
});

const noteUnproved = (log: Log, { zone, access }: ZoneService, { outcome }: Unknown): void => {
  // A zone that is somebody else's is not written anyway.
  if (outcome === undefined) return;
  const reason = explain('writing', outcome, factsOf(access, zone)).message;
  log.warn('Cannot prove that views of one zone name differ', { ...zoneLabels(zone, access), reason });
};
