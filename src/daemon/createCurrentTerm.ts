import type { ZoneService } from './zoneService.ts';
import type { EndedZone, ZoneSet } from './zoneSet.ts';

/** The term that runs now, if any: the one place that knows which zones this process writes. */
export type CurrentTerm = {
  /** Undefined before the first term and between two. */
  readonly zones: () => readonly ZoneService[] | undefined;
  /** Those of this term; after one that ended because of another writer its own, until the next begins. */
  readonly shown: () => readonly ZoneService[] | undefined;
  /** Runs one term with these zones. */
  readonly run: (set: ZoneSet, signal: AbortSignal) => Promise<readonly EndedZone[]>;
};

export const createCurrentTerm = (): CurrentTerm => {
  let zones: readonly ZoneService[] | undefined;
  let fenced: readonly ZoneService[] | undefined;
  return {
    zones: () => zones,
    shown: () => zones ?? fenced,
    run: async (set, signal) => {
      zones = set.zones;
      fenced = undefined;
      try {
        const ends = await set.run(signal);
        if (ends.some(({ end }) => end.kind === 'fenced')) fenced = set.zones;
        return ends;
      } finally {
        zones = undefined;
      }
    },
  };
};
