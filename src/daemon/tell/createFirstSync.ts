import type { ZoneEvent } from '../../controller/zoneEvent.ts';

/**
 * Follows a zone's events until everything is written once, and reports how many units are done, of how many.
 * Both are 0 when it is over.
 */
export const createFirstSync = (
  tell: (done: number, total: number) => void,
): ((event: ZoneEvent) => void) => {
  let done = 0;
  let over = false;
  return (event) => {
    if (over) return;
    if (event.kind === 'written') {
      done += event.units.length;
      tell(done, done + event.remaining);
    } else if (event.kind === 'steady') {
      over = true;
      tell(0, 0);
    }
  };
};
