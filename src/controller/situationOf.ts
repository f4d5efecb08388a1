import type { Situation, StandbySituation } from './nextStep.ts';
import type { ZoneContext } from './zoneContext.ts';

/**
 * All that decides the next step, as it is now.
 *
 * @param changesWaiting objects have changed and are not taken in yet
 */
export const situationOf = (context: ZoneContext, changesWaiting: boolean): Situation => {
  const { standing, schedule, queue, quarantine, serverLimits, source } = context;
  return {
    nowMs: context.nowMs(),
    notBeforeMs: schedule.notBeforeMs(),
    hasMirror: standing.mirror() !== undefined,
    readDue: schedule.readDue(),
    sourceSynced: source.synced(),
    hasClaim: standing.claim() !== undefined,
    standby: standbyOf(context),
    compareDue: schedule.compareDue(),
    readBackAtMs: schedule.readBackAtMs(),
    nextFullAtMs: schedule.nextFullAtMs(),
    // Units of a group that was refused wait in the queue like all others.
    workWaiting: changesWaiting || queue.size() > 0,
    nextRetryMs: quarantine.nextRetryMs(),
    limitProbeAtMs: serverLimits.probeAtMs(),
    holdEndAtMs: context.holds.nextEndMs(),
    nextSoaAtMs: schedule.nextSoaAtMs(),
    answersDueAtMs: context.answers.dueAtMs(),
  };
};

const standbyOf = ({ standby, schedule }: ZoneContext): StandbySituation | undefined => {
  const by = standby.by();
  return (
    by && {
      holderStopped: by.stopped,
      graceEndMs: standby.graceEndMs(),
      lastReadAtMs: schedule.lastReadAtMs(),
    }
  );
};
