import type { ReadFailure, UpdateOutcome } from '../server/updateOutcome.ts';
import type { ZoneContext } from './zoneContext.ts';

/** Nothing is sent or read for a while; what was to be done stays to be done. */
export const waitBeforeRetry = (
  { schedule, report }: ZoneContext,
  outcome: UpdateOutcome,
  units: number,
): void => {
  report({ kind: 'update-failed', outcome, units, retryMs: schedule.wait('write') });
};

/** As {@link waitBeforeRetry}, after a query or transfer that failed. */
export const waitBeforeReading = ({ schedule, report }: ZoneContext, failure: ReadFailure): void => {
  report({ kind: 'read-failed', failure, retryMs: schedule.wait('read') });
};
