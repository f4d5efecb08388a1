import type { ZoneLoop } from '../../src/controller/zoneLoop.ts';
import type { UnitKey } from '../../src/zone/zoneLayout.ts';

/** What tests look at inside a loop, in one place: its parts may move. */

/** How many records in the zone the loop takes for its own. */
export const ownedRecords = ({ state }: ZoneLoop): number => state.ownedRecords;

/** The units whose deletion waits for a person's word, with the records that each would lose. */
export const heldBack = ({ state }: ZoneLoop): ReadonlyMap<UnitKey, number> => new Map(state.guarded);

/** A person allows what is held back. */
export const allowDeletions = (loop: ZoneLoop): void => {
  loop.allowDeletions();
};

/** Has the loop ask for the zone's serial with its next step, whenever it asked last. */
export const askForSerialNow = ({ state }: ZoneLoop): void => {
  state.nextSoaAtMs = 0;
};
