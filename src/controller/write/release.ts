import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import type { Omitted } from './omitted.ts';
import type { Refusal } from './quarantine.ts';

/** The server has taken the unit, or it needs nothing any more. */
export const release = ({ quarantine, report }: ZoneContext, unit: UnitKey): void => {
  if (quarantine.release(unit)) report({ kind: 'released', unit });
};

/** The server refuses the unit although it stood alone, or keeps omitting records of it. */
export const refuse = ({ quarantine, queue, report }: ZoneContext, unit: UnitKey, outcome: Refusal): void => {
  queue.remove(unit);
  const { retryMs, attempts } = quarantine.refuse(unit, outcome);
  report({ kind: 'quarantined', unit, outcome, retryMs, attempts });
};

/** Takes note that the server acknowledged a unit and omitted records of it. */
export const noteOmitted = (context: ZoneContext, unit: UnitKey, omitted: Omitted): void => {
  const { quarantine, queue, nowMs } = context;
  if (quarantine.tolerate(unit)) queue.add(unit, { seenMs: nowMs(), reason: 'changed' });
  else refuse(context, unit, omitted);
};
