import type { DomainName } from '../dns/rrset.ts';
import { foreignInside } from '../zone/foreignInside.ts';
import type { UnitKey } from '../zone/unit.ts';
import type { WrongAnswer } from './read/answers.ts';
import type { Conflict } from './write/conflicts.ts';
import type { Hold } from './write/holds.ts';
import type { Quarantined } from './write/quarantine.ts';
import type { Allowance } from './write/serverLimits.ts';
import type { ZoneParts } from './zoneContext.ts';

/** What a loop knows about its zone, for the status: it can be read, and nothing can be changed by it. */
export type ZoneView = {
  readonly zone: () => DomainName;
  /** The zone's serial as last seen; 0: never. */
  readonly serial: () => number;
  readonly isRead: () => boolean;
  readonly isClaimed: () => boolean;
  /** Who writes the zone while this process stands by; undefined while that is us. */
  readonly writtenBy: () => string | undefined;
  /** Everything desired has been written at least once since the start. */
  readonly isSettled: () => boolean;
  /** Names that others have inside the territory, and that are left alone. */
  readonly foreignInside: () => readonly DomainName[];
  /** Names of ours that the server answers otherwise. */
  readonly wrongAnswers: () => readonly WrongAnswer[];
  /** Nothing is sent before this moment, by the monotonic clock. */
  readonly notBeforeMs: () => number;
  /** Records in the zone that are ours. */
  readonly ownedRecords: () => number;
  /** Units that wait to be written, or are being written. */
  readonly pending: () => number;
  readonly pendingUnits: () => Iterable<UnitKey>;
  readonly quarantine: () => ReadonlyMap<UnitKey, Quarantined>;
  readonly conflicts: () => ReadonlyMap<DomainName, Conflict>;
  /** Units that hold fewer records than desired, because the server takes no longer RRsets than the limit. */
  readonly limited: () => ReadonlyMap<UnitKey, Allowance>;
  /** Units whose deletion is held back, with the records of each. */
  readonly heldBack: () => ReadonlyMap<UnitKey, number>;
  /** Units whose objects have nothing to publish for a while, and that keep what they have. */
  readonly holds: () => ReadonlyMap<UnitKey, Hold>;
};

export const zoneViewOf = (parts: ZoneParts): ZoneView => {
  const {
    answers,
    standing,
    standby,
    schedule,
    ledger,
    queue,
    quarantine,
    conflicts,
    serverLimits,
    brake,
    holds,
  } = parts;
  return {
    zone: () => standing.configured.zone,
    serial: () => standing.mirror()?.serial ?? 0,
    isRead: () => standing.mirror() !== undefined,
    isClaimed: () => standing.claim() !== undefined,
    writtenBy: () => standby.by()?.holder,
    foreignInside: () => {
      const mirror = standing.mirror();
      return mirror === undefined ? [] : foreignInside(mirror);
    },
    isSettled: schedule.settled,
    wrongAnswers: answers.wrong,
    notBeforeMs: schedule.notBeforeMs,
    ownedRecords: ledger.totalRecords,
    pending: queue.pending,
    pendingUnits: queue.pendingUnits,
    quarantine: quarantine.units,
    conflicts: conflicts.names,
    limited: serverLimits.units,
    heldBack: brake.held,
    holds: holds.units,
  };
};
