import { existsSync, readFileSync } from 'node:fs';

/** A stretch in which the daemon's event loop took nothing in. */
export interface BlockedStretch {
  /** Milliseconds since 1970. */
  readonly endMs: number;
  readonly blockedMs: number;
  /** What the thread worked meanwhile; the rest of the time another process had the core. */
  readonly cpuMs: number;
}

/** The stretches that the probe noted and that lie between two moments. */
export function blockedStretches(file: string, fromMs = 0, toMs = Infinity): readonly BlockedStretch[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as BlockedStretch)
    .filter(({ endMs, blockedMs }) => endMs - blockedMs >= fromMs && endMs <= toMs);
}

/** The longest by the thread's own time, which does not grow when other processes load the machine. */
export function longestBlockedMs(stretches: readonly BlockedStretch[]): number {
  return Math.max(0, ...stretches.map(({ blockedMs, cpuMs }) => Math.min(blockedMs, cpuMs)));
}
