import type { UpdateOutcome } from '../../server/updateOutcome.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { sendBatch } from './sendBatch.ts';
import type { Allowance } from './serverLimits.ts';
import { giveBack, settleApplied } from './settleBatch.ts';
import { takeBatch } from './takeBatch.ts';

/**
 * Writes as much of one unit as the allowance says, alone; whatever is taken is good content for the zone.
 */
export const tryUnit = async (
  context: ZoneContext,
  unit: UnitKey,
  allowance: Allowance | undefined,
): Promise<UpdateOutcome> => {
  const { serverLimits, nowMs } = context;
  serverLimits.set(unit, allowance);
  const startedMs = nowMs();
  const batch = await takeBatch(context, [unit], { isTrial: true });
  if (batch === undefined) return { kind: 'applied' };
  const outcome = await sendBatch(context, batch);
  if (outcome.kind === 'applied') settleApplied(context, batch, nowMs() - startedMs);
  else giveBack(context, batch);
  return outcome;
};
