import { createPacer } from '../../pacer.ts';
import { needsConsent } from '../../plan/needsConsent.ts';
import { parseMarker } from '../../zone/marker.ts';
import type { UnitKey } from '../../zone/zoneLayout.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { heldNow, isOutsideName, planUnit } from './planUnit.ts';

/**
 * Looks at all that is dirty or held back, and holds back every unit that loses records when together they would lose too much. Adds and changes
 * go on. Ended by the Services' return (the sum falls below the share) or by consent.
 */
export const guardDeletions = async (context: ZoneContext): Promise<void> => {
  const { state, options, report } = context;
  if (!state.guardDue) return;
  state.guardDue = false;
  if (options.guard.allowMassDelete || state.deletionsAllowed) {
    letGo(context);
    return;
  }
  const losses = await findLosses(context);
  const removals = [...losses.values()].reduce((sum, count) => sum + count, 0);
  const owned = state.ownedRecords;
  if (!needsConsent(removals, owned, options.guard)) {
    letGo(context);
    return;
  }
  const before = state.guarded.size;
  state.guarded.clear();
  for (const [unit, count] of losses) state.guarded.set(unit, count);
  if (before !== losses.size) report({ kind: 'guarded', removals, owned, units: [...losses.keys()] });
};

const letGo = ({ state, report, nowMs }: ZoneContext): void => {
  if (state.guarded.size === 0) return;
  for (const unit of state.guarded.keys()) state.dirty.set(unit, state.dirty.get(unit) ?? nowMs());
  state.guarded.clear();
  report({ kind: 'guardEnded' });
};

/**
 * Units that would hold fewer records than before, and how many fewer. Of those already held back only the dirty ones are planned again; units that
 * hold nothing yet cannot lose anything and are not planned at all.
 */
const findLosses = async (context: ZoneContext): Promise<Map<UnitKey, number>> => {
  const { state } = context;
  const pacer = createPacer(context.nowMs);
  const losses = new Map(state.guarded);
  for (const unit of state.dirty.keys()) {
    losses.delete(unit);
    if (!holdsOurs(context, unit)) continue;
    const plan = planUnit(context, unit, Number.POSITIVE_INFINITY);
    if (plan.kind !== 'change') continue;
    const net = plan.removedRecords - plan.addedRecords;
    if (net > 0) losses.set(unit, net);
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  return losses;
};

const holdsOurs = (context: ZoneContext, unit: UnitKey): boolean =>
  isOutsideName(context, unit) ? heldNow(context, unit).marker.length > 0 : context.state.written.has(unit);

/** Records in the zone that are ours, by the last reading. */
export const countOwned = ({ state, options }: ZoneContext): number => {
  if (state.mirror === undefined) return 0;
  let count = 0;
  for (const digest of state.mirror.territory.values()) count += digest.count;
  for (const { marker } of state.mirror.outside.values()) {
    for (const rdata of marker) {
      const parsed = parseMarker(rdata);
      if (parsed?.owner === options.owner) count += parsed.records.length;
    }
  }
  return count;
};
