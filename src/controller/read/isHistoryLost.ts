import { sameHeld } from '../../zone/heldName.ts';
import { heldAt, type Mirror } from '../../zone/mirror.ts';
import { outsideName } from '../write/heldNow.ts';
import { digestOfSource } from '../write/writtenSource.ts';
import type { ZoneContext } from '../zoneContext.ts';
import { sameDigest, type UnitChanges } from './confirmWritten.ts';

/**
 * Whether what the server took is neither in the changes since the serial we know nor there already. Then
 * these are changes of another history: the zone was put back to an earlier state, and has come past that
 * serial again. Of what was lost before it they say nothing, so the whole zone must be read. A server that
 * leaves out all of a unit looks the same the first time; then it is known.
 */
export const isHistoryLost = (context: ZoneContext, mirror: Mirror, changes: UnitChanges): boolean => {
  const { ledger, quarantine } = context;
  for (const unit of ledger.unconfirmed()) {
    if (changes.has(unit) || quarantine.hasOmissions(unit)) continue;
    const name = outsideName(context, unit);
    if (name === undefined) {
      const written = digestOfSource(context, ledger.source(unit));
      if (!sameDigest(written, mirror.territory.get(unit))) return true;
      continue;
    }
    const written = ledger.acknowledged(name);
    if (written !== undefined && !sameHeld(written, heldAt(mirror, name))) return true;
  }
  return false;
};
