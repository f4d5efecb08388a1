import type { ZoneContext } from '../zoneContext.ts';

/** What waited for a moment that has come goes back into the queue: it is looked at again. */
export const queueDue = (context: ZoneContext): void => {
  retryDue(context);
  endHolds(context);
};

/** Units whose quarantine is over. */
const retryDue = ({ quarantine, queue, nowMs }: ZoneContext): void => {
  for (const unit of quarantine.takeDue()) queue.add(unit, { seenMs: nowMs(), reason: 'changed' });
};

/** What was held long enough goes. */
const endHolds = ({ holds, queue, nowMs, report }: ZoneContext): void => {
  for (const unit of holds.takeOver()) {
    queue.add(unit, { seenMs: nowMs(), reason: 'changed' });
    report({ kind: 'hold-ended', unit });
  }
};
