import type { DomainName, Rdata } from '../dns/rrset.ts';
import type { ServiceKey } from '../model/service.ts';
import type { Claim } from '../zone/claim.ts';
import type { HeldName } from '../zone/heldName.ts';
import type { Mirror } from '../zone/mirror.ts';
import type { UnitKey, ZoneLayout } from '../zone/zoneLayout.ts';
import type { Quarantine } from './write/quarantine.ts';
import type { WrittenSource } from './write/writtenSource.ts';

/** A claim that is in the zone, with the exact RDATA that every UPDATE has as its prerequisite. */
export type HeldClaim = { readonly claim: Claim; readonly name: DomainName; readonly rdata: Rdata };

/** A name that is somebody else's. */
export type HeldConflict = {
  readonly reason: string;
  readonly service: ServiceKey;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
};

/**
 * All that one zone's loop knows. `mirror` is what the server told at its serial; `written`, `writtenNames` and `unconfirmed` are what was
 * acknowledged since and not yet read back.
 */
export type ZoneState = {
  /** As configured. */
  readonly wantedLayout: ZoneLayout;
  /** As configured, and for as long as something stands there what the claim in the zone covers beyond that: it is ours, and goes. */
  layout: ZoneLayout;
  mirror: Mirror | undefined;
  claim: HeldClaim | undefined;
  /** The highest epoch this process held: it may take a claim that was lost, not one that was never its own. */
  heldEpoch: number | undefined;
  /** The mirror is fresh and has not been compared with what is desired yet. */
  compareDue: boolean;
  /** The outcome of the last message, or of the zone's content, is not known: read before anything is written. */
  readDue: 'no' | 'incremental' | 'full';
  /** When the last burst is read back; undefined when nothing is unconfirmed. */
  readBackAtMs: number | undefined;
  /** A burst that does not end is read back at this moment all the same. */
  readBackLatestMs: number | undefined;
  nextSoaAtMs: number;
  /** When the server last told its serial. */
  lastReadAtMs: number;
  nextFullAtMs: number;
  /** Nothing is sent before this moment, after the server refused or was not to be reached. */
  notBeforeMs: number;
  /** Plans in a row that the server's content contradicted. */
  stalePlans: number;
  /** The server refused everything for a while; an edit made meanwhile may have kept the serial, so the whole zone is read once it takes updates again. */
  fullReadAfterRefusal: boolean;
  readonly written: Map<UnitKey, WrittenSource>;
  readonly writtenNames: Map<DomainName, HeldName>;
  readonly unconfirmed: Set<UnitKey>;
  /** Units and names to look at, in order, with the moment their change was seen. */
  readonly dirty: Map<UnitKey, number>;
  /** Dirty for the reason that the zone changed, not Kubernetes: what is then written is healing. */
  readonly suspects: Set<UnitKey>;
  /** Groups of units to be sent apart, because a message with all of them was refused. */
  readonly groups: (readonly UnitKey[])[];
  readonly quarantine: Map<UnitKey, Quarantine>;
  /** Units that were acknowledged and then not found as written, with how often in a row. */
  readonly leftOut: Map<UnitKey, number>;
  /** The longest RRset that the server takes, once it has refused a longer one (`max-records-per-type`). */
  recordLimit: number | undefined;
  /** Units and names that hold fewer records than desired because of that limit. */
  readonly limited: Set<UnitKey>;
  /** When the limit is tried again, and how long after that. */
  limitProbeAtMs: number | undefined;
  limitProbeWaitMs: number;
  /** Units whose deletions are held back by the guard, with the number of records each would lose. */
  readonly guarded: Map<UnitKey, number>;
  /** What is dirty has changed since the guard looked at it. */
  guardDue: boolean;
  /** A person allowed the deletions that the guard held back; ends when everything is written. */
  deletionsAllowed: boolean;
  /** Records that are ours: counted when the zone is compared, kept up with every write. */
  ownedRecords: number;
  readonly conflicts: Map<DomainName, HeldConflict>;
  /** Everything desired has been written at least once since the start. */
  settled: boolean;
};

export const createZoneState = (layout: ZoneLayout): ZoneState => ({
  wantedLayout: layout,
  layout,
  mirror: undefined,
  claim: undefined,
  heldEpoch: undefined,
  compareDue: false,
  readDue: 'no',
  readBackAtMs: undefined,
  readBackLatestMs: undefined,
  nextSoaAtMs: 0,
  lastReadAtMs: Number.NEGATIVE_INFINITY,
  nextFullAtMs: 0,
  notBeforeMs: 0,
  stalePlans: 0,
  fullReadAfterRefusal: false,
  written: new Map(),
  writtenNames: new Map(),
  unconfirmed: new Set(),
  dirty: new Map(),
  suspects: new Set(),
  groups: [],
  quarantine: new Map(),
  leftOut: new Map(),
  recordLimit: undefined,
  limited: new Set(),
  limitProbeAtMs: undefined,
  limitProbeWaitMs: 0,
  guarded: new Map(),
  guardDue: true,
  deletionsAllowed: false,
  ownedRecords: 0,
  conflicts: new Map(),
  settled: false,
});
