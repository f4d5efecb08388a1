import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import { lineMessages } from '../../telemetry/lineMessages.ts';
import type { Log } from '../../telemetry/log.ts';

/** A first sync that takes longer has lines that say how far it is, and no more than one in this time. */
const everyMs = 1_000;

export type FirstSyncDeps = {
  readonly log: Pick<Log, 'info'>;
  readonly nowMs: () => number;
  /** For a line that changes in place; both are 0 when the sync is over. */
  readonly tell: (done: number, total: number) => void;
};

/** Follows a zone's events until everything is written once: how many units are done, of how many. */
export const createFirstSync = ({ log, nowMs, tell }: FirstSyncDeps): ((event: ZoneEvent) => void) => {
  let done = 0;
  let over = false;
  let nextMs = nowMs() + everyMs;
  return (event) => {
    if (over) return;
    if (event.kind === 'written') {
      done += event.units.length;
      const total = done + event.remaining;
      tell(done, total);
      if (event.remaining === 0 || nowMs() < nextMs) return;
      nextMs = nowMs() + everyMs;
      log.info(lineMessages.firstSync, { done, total });
    } else if (event.kind === 'steady') {
      over = true;
      tell(0, 0);
    }
  };
};
