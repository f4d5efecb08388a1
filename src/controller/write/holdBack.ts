import { createPacer } from '../../pacer.ts';
import type { UnitKey } from '../../zone/unit.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { outsideName } from './heldNow.ts';
import { isKept } from './isKept.ts';
import { originAtName } from './originAtName.ts';
import { ownRrsets } from './ownRrsets.ts';

/**
 * Puts the brake on before anything is planned: of all that waits, the units whose objects are gone are those
 * that would vanish, with all the records that the ledger has of them. What is held and has an object again
 * goes on at once, also when the object returned with other names.
 */
export const holdBack = async (context: ZoneContext): Promise<void> => {
  const { queue, brake, ledger, nowMs, report } = context;
  // Before a first sync nothing of ours is there, and so nothing can vanish.
  if (ledger.totalRecords() === 0 && brake.held().size === 0) return;
  const pacer = createPacer(nowMs);
  const gone = new Map<UnitKey, number>();
  let ended = false;
  for (const unit of new Set([...brake.held().keys(), ...queue.units()])) {
    const records = ledger.records(unit);
    if (records > 0 && !isAskedFor(context, unit) && !isKept(context, unit)) gone.set(unit, records);
    else if (brake.isHeld(unit)) {
      ended = brake.release(unit);
      queue.add(unit, { seenMs: nowMs(), reason: 'changed' });
    }
    const pause = pacer.pause();
    if (pause !== undefined) await pause;
  }
  if (brake.hold(gone, ledger.totalRecords())) reportHeld(context);
  else if (ended) report({ kind: 'brake-released' });
};

/** Whether an object that exists stands behind the unit: what it says about itself is never held back. */
const isAskedFor = (context: ZoneContext, unit: UnitKey): boolean =>
  context.desired.isAskedFor(unit, () => ownRrsets(context, unit)) || isCopy(context, unit);

/** A copy of what a wildcard holds that is still requested: it goes with the name that it was there for. */
const isCopy = (context: ZoneContext, unit: UnitKey): boolean => {
  const name = outsideName(context, unit);
  if (name === undefined) return false;
  const origin = originAtName(context, name);
  return origin !== undefined && context.desired.present.isOfWildcard(name, origin);
};

const reportHeld = ({ brake, ledger, report }: ZoneContext): void => {
  const held = brake.held();
  const removals = [...held.values()].reduce((sum, records) => sum + records, 0);
  report({ kind: 'held-back', removals, owned: ledger.totalRecords(), units: [...held.keys()] });
};
