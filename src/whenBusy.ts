/** What {@link whenBusy} has of the process and of time. */
export type BusyDeps = {
  /** Milliseconds of processor time that the process has used since it started. */
  readonly usedMs: () => number;
  /** Monotonic, in milliseconds. */
  readonly nowMs: () => number;
};

/** Of one processor; what the process uses below this share counts for nothing, however long. */
const lightShare = 0.25;
/** The program and a small cluster take 200 to 300 ms of this at the start. */
const heavyMs = 500;
/** It looks often at the start, where much may be to do, and seldom later, where waking up is work itself. */
const firstLookMs = 100;
const rarer = 1.5;
const longestMs = 1_000;

/**
 * Does something once, as soon as the process has used half a second of processor time more than a quarter of
 * what there was. It keeps no process alive. A large cluster is seen sooner, by its objects: the start of the
 * program alone takes most of that half second.
 */
export const whenBusy = ({ usedMs, nowMs }: BusyDeps, action: () => void): void => {
  let lastUsedMs = usedMs();
  let lastMs = nowMs();
  let aboveMs = 0;
  const look = (delayMs: number): void => {
    const [used, now] = [usedMs(), nowMs()];
    aboveMs = Math.max(0, aboveMs + (used - lastUsedMs) - (now - lastMs) * lightShare);
    [lastUsedMs, lastMs] = [used, now];
    if (aboveMs < heavyMs) lookIn(Math.min(longestMs, delayMs * rarer));
    else action();
  };
  const lookIn = (delayMs: number): void => void setTimeout(look, delayMs, delayMs).unref();
  lookIn(firstLookMs);
};
