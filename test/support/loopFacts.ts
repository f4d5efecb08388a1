import type { ZoneLoop } from '../../src/controller/zoneLoop.ts';
import type { UnitKey } from '../../src/zone/unit.ts';

/** What tests look at inside a loop, and what they hasten, in one place: its parts may move. */

/** How many records in the zone the loop takes for its own. */
export const ownedRecords = ({ view }: ZoneLoop): number => view.ownedRecords();

/** The units whose deletion waits for a person's word, with the records that each would lose. */
export const heldBack = ({ view }: ZoneLoop): ReadonlyMap<UnitKey, number> => new Map(view.heldBack());

/** A person allows what is held back. */
export const allowDeletions = (loop: ZoneLoop): void => {
  loop.allowDeletions();
};

/** Has the loop ask for the zone's serial with its next step, whenever it asked last. */
export const askForSerialNow = ({ parts }: ZoneLoop): void => parts.schedule.askSoon(0);

/** Has the loop read the whole zone with its next step. */
export const readFullNow = ({ parts }: ZoneLoop): void => parts.schedule.doubt('full');

/** Has the loop try what is in quarantine with its next step, as if its time had come. */
export const retryNow = ({ parts }: ZoneLoop): void => {
  for (const unit of parts.quarantine.units().keys()) {
    parts.quarantine.retryNow(unit);
    parts.queue.add(unit, { seenMs: 0, reason: 'changed' });
  }
};

/** Has the loop try with its next step whether the server takes longer RRsets now. */
export const probeLimitNow = ({ parts }: ZoneLoop): void => parts.serverLimits.probeNow();
