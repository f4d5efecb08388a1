import type { ReadFailure, UpdateOutcome } from '../server/updateOutcome.ts';
import type { ZoneContext } from './zoneContext.ts';

/** Nothing is sent or read for a while; what was to be done stays to be done. */
export const waitBeforeRetry = (context: ZoneContext, outcome: UpdateOutcome, units: number): void => {
  const retryMs = delay(context);
  context.report({ kind: 'updateFailed', outcome, units, retryMs });
};

/** As {@link waitBeforeRetry}, after a query or transfer that failed. */
export const waitBeforeReading = (context: ZoneContext, failure: ReadFailure): void => {
  const retryMs = delay(context);
  context.report({ kind: 'readFailed', failure, retryMs });
};

const delay = (context: ZoneContext): number => {
  const retryMs = context.retry.nextMs();
  context.state.notBeforeMs = context.nowMs() + retryMs;
  return retryMs;
};
