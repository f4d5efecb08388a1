/** What the reflector remembers between attempts. */
export type ReflectorMemory = {
  /** The server does not know lists by watch, or is not to be asked: lists are used. */
  readonly watchListRefused: boolean;
  /** Of the last object that was applied; undefined until everything was read once. */
  readonly resourceVersion: string | undefined;
  /** Failures in a row, without refused requests; two healthy minutes end the row. */
  readonly failures: number;
  /**
   * Requests in a row that got no stream, but a refusal. What a server that just starts refuses must not cost
   * what the minutes before without a server would.
   */
  readonly refusals: number;
  /**
   * How often in a row the version asked for was not to be had (410). What was refused for want of rights
   * before must not make the reading wait that this asks for.
   */
  readonly expiries: number;
  /** A refusal that one prompt retry can fix (401, 410) got it, and no stream has lasted since. */
  readonly prompted: boolean;
  /** Since when streams have ended in nothing but 5xx, in the clock's milliseconds. */
  readonly serverErrorsSinceMs: number | undefined;
};

/** How the initial events of a watch are used, see `firstAttempt`. */
export type WatchList = 'always' | 'again' | 'off';

export const newMemory = (watchList: WatchList): ReflectorMemory => ({
  watchListRefused: watchList === 'off',
  resourceVersion: undefined,
  failures: 0,
  refusals: 0,
  expiries: 0,
  prompted: false,
  serverErrorsSinceMs: undefined,
});
