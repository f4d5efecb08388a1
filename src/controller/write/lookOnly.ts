import { createPacer } from '../../pacer.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { holdBack } from './holdBack.ts';
import { notePresent } from './notePresent.ts';
import { planUnit } from './planUnit.ts';
import { queueDue } from './queueDue.ts';

/**
 * Looks at all that waits while another process writes the zone: what we would change is out of step, and is
 * remembered with the moment it was first seen. What we would not write ourselves (held back, somebody else's
 * name) counts as in step; and so does what was refused, until we would try it again.
 */
export const lookOnly = async (context: ZoneContext): Promise<void> => {
  const { queue, quarantine, standby, nowMs } = context;
  queueDue(context);
  await holdBack(context);
  const pacer = createPacer(nowMs);
  for (const unit of queue.units()) {
    const seenMs = queue.get(unit)?.seenMs ?? nowMs();
    queue.remove(unit);
    if (wouldWrite(context, unit)) standby.noteBehind(unit, seenMs, quarantine.isTriedAgain(unit));
    else standby.noteInStep(unit);
    notePresent(context, unit);
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
};

const wouldWrite = (context: ZoneContext, unit: UnitKey): boolean =>
  !context.brake.isHeld(unit) &&
  !context.quarantine.isWaiting(unit) &&
  planUnit(context, unit, Number.POSITIVE_INFINITY).kind === 'change';
