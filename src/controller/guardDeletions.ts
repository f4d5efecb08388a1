import { needsConsent } from '../plan/guard.ts';
import type { UnitKey } from '../zone/layout.ts';
import { parseMarker } from '../zone/marker.ts';
import { createPacer } from './pacer.ts';
import { isOutsideName, planUnit } from './planUnit.ts';
import type { ZoneContext } from './zoneContext.ts';

/**
 * Looks at all that is dirty or held back, and holds back every unit that loses records when together they would lose too much. Adds and changes
 * go on. Ended by the Services' return (the sum falls below the share) or by consent.
 */
export const guardDeletions = async (context: ZoneContext): Promise<void> => {
  const { state, options, report } = context;
  if (options.guard.allowMassDelete || state.deletionsAllowed) {
    release(context);
    return;
  }
  const { losing, removals } = await findLosses(context);
  const owned = state.ownedRecords;
  if (!needsConsent(removals, owned, options.guard)) {
    release(context);
    return;
  }
  const before = state.guarded.size;
  state.guarded.clear();
  for (const unit of losing) state.guarded.add(unit);
  if (before !== losing.length) report({ kind: 'guarded', removals, owned, units: losing });
};

const release = ({ state, report, nowMs }: ZoneContext): void => {
  if (state.guarded.size === 0) return;
  for (const unit of state.guarded) state.dirty.set(unit, state.dirty.get(unit) ?? nowMs());
  state.guarded.clear();
  report({ kind: 'guardEnded' });
};

/** Units that would hold fewer records than before. Units that hold nothing yet cannot lose anything and are not planned here. */
const findLosses = async (context: ZoneContext): Promise<{ losing: UnitKey[]; removals: number }> => {
  const { state } = context;
  const pacer = createPacer(context.nowMs);
  const losing: UnitKey[] = [];
  let removals = 0;
  for (const unit of new Set([...state.dirty.keys(), ...state.guarded])) {
    if (!isOutsideName(context, unit) && !state.written.has(unit)) continue;
    const plan = planUnit(context, unit, Number.POSITIVE_INFINITY);
    if (plan.kind !== 'change') continue;
    const net = plan.removedRecords - plan.addedRecords;
    if (net > 0) {
      losing.push(unit);
      removals += net;
    }
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  return { losing, removals };
};

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
