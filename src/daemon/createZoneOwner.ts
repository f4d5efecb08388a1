import type { Config } from '../config/options.ts';
import type { OpenedSource } from '../setup/openSource.ts';
import type { Log } from '../telemetry/log.ts';

/** Who this process is in the claims of its zones. */
export type ZoneOwner = {
  /**
   * The configured owner, or the identity of the cluster, waited for as long as the API is away. Undefined
   * when there is none or the signal aborts first.
   */
  readonly find: (signal: AbortSignal) => Promise<string | undefined>;
  /** Empty until it is found. */
  readonly known: () => string;
};

export const createZoneOwner = (config: Config, opened: OpenedSource, log: Log): ZoneOwner => {
  let known = config.owner;
  return {
    known: () => known ?? '',
    find: async (signal) => {
      if (known !== undefined) return known;
      const result = await opened.owner(signal);
      if (result.kind === 'owner') known = result.owner;
      else if (!signal.aborted) log.error(result.message);
      return known;
    },
  };
};
