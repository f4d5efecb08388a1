import type { ZoneService } from './zoneService.ts';
import type { EndedZone, ZoneSet } from './zoneSet.ts';

/** The term that runs now, if any: the one place that knows which zones this process writes. */
export type CurrentTerm = {
  /** Undefined before the first term and between two. */
  readonly zones: () => readonly ZoneService[] | undefined;
  /** Runs one term with these zones. */
  readonly run: (set: ZoneSet, signal: AbortSignal) => Promise<readonly EndedZone[]>;
};

export const createCurrentTerm = (): CurrentTerm => {
  let zones: readonly ZoneService[] | undefined;
  return {
    zones: () => zones,
    run: async (set, signal) => {
      zones = set.zones;
      try {
        return await set.run(signal);
      } finally {
        zones = undefined;
      }
    },
  };
};
