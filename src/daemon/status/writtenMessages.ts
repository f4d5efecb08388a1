import type { ZoneEvent } from '../../controller/zoneEvent.ts';
import type { WrittenMessage } from '../../why/known.ts';
import type { UnitKey } from '../../zone/unit.ts';

/** By which UPDATE each unit was written last, of the last few thousand units that were. */
export type WrittenMessages = {
  readonly note: (event: ZoneEvent) => void;
  readonly of: (unit: UnitKey) => WrittenMessage | undefined;
};

/** A unit and its message take 100 octets: a first sync of a large zone must not be remembered as a whole. */
const keptUnits = 5_000;

/** @param timeMs milliseconds since 1970 */
export const createWrittenMessages = (timeMs: () => number): WrittenMessages => {
  const messages = new Map<UnitKey, WrittenMessage>();
  let number = 0;
  return {
    of: (unit) => messages.get(unit),
    note: (event) => {
      if (event.kind !== 'written') return;
      number += 1;
      const { added, removed, octets, durationMs } = event;
      const message = { number, atMs: timeMs(), added, removed, octets, durationMs };
      for (const unit of event.units) {
        // The map keeps the order of writing.
        messages.delete(unit);
        messages.set(unit, message);
      }
      for (const unit of messages.keys()) {
        if (messages.size <= keptUnits) break;
        messages.delete(unit);
      }
    },
  };
};
