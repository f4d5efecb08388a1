import type { DesiredZone } from '../controller/desired/desiredZone.ts';
import type { NameContest } from '../controller/desired/nameContests.ts';
import type { ZoneParts } from '../controller/zoneContext.ts';
import type { DecodedMessage } from '../dns/decodeMessage.ts';
import type { DomainName } from '../dns/rrset.ts';
import type { OriginKey } from '../model/objectRef.ts';
import type { PointerOptions } from '../records/inside/pointersOf.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import type { RecordProblem } from '../records/serviceRecords.ts';
import type { Store } from '../store/store.ts';
import type { Problem } from '../telemetry/problem.ts';
import type { UnitKey } from '../zone/unit.ts';

/** All that an explanation is made of, at one moment: nothing in it is changed by explaining. */
export type Known = {
  readonly zones: readonly KnownZone[];
  readonly cluster: KnownCluster;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Records of others are shown: whoever asks has the key that reads the zone. */
  readonly showsForeign: boolean;
};

export type KnownCluster = Pick<Store, 'snapshot' | 'keys' | 'synced' | 'isAbsent' | 'namespaceState'>;

/** One zone of ours, forward or reverse. */
export type KnownZone = {
  readonly zone: DomainName;
  /** The zone on the server: a larger one where ours is a subtree of it. */
  readonly apex: DomainName;
  /** HOST:PORT. */
  readonly server: string;
  /** Whose records are ours. */
  readonly owner: string;
  /** Undefined of a reverse zone. */
  readonly records: RecordOptions | undefined;
  /** Which forward zones have PTRs in it; empty of a forward zone. */
  readonly pointers: readonly PointerOptions[];
  readonly desired: DesiredZone;
  readonly parts: KnownParts;
  /** What cannot be published of each object. */
  readonly problems: ReadonlyMap<OriginKey, readonly RecordProblem[]>;
  readonly contests: ReadonlyMap<DomainName, NameContest>;
  /** What keeps the zone from being read or written as a whole. */
  readonly problem: Problem | undefined;
  /** False: no daemon is known that keeps it, this is what one would do. */
  readonly isKept: boolean;
  /** Why the server does not take a unit that stands apart. */
  readonly refusal: (unit: UnitKey) => Problem | undefined;
  /** That the server takes a part of the unit only. */
  readonly limit: (unit: UnitKey) => Problem | undefined;
  readonly written: (unit: UnitKey) => WrittenMessage | undefined;
};

export type KnownParts = Pick<
  ZoneParts,
  'standing' | 'ledger' | 'queue' | 'quarantine' | 'conflicts' | 'serverLimits' | 'brake' | 'holds'
>;

/** One UPDATE that the name server took. */
export type WrittenMessage = {
  /** Counted since the process started. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly added: number;
  readonly removed: number;
  readonly octets: number;
  readonly durationMs: number;
};

/** What the name server answered to the one question. */
export type KnownAnswer =
  | { readonly kind: 'answer'; readonly message: DecodedMessage }
  | { readonly kind: 'no-answer'; readonly problem: Problem }
  /** The question was not put. */
  | { readonly kind: 'not-asked' };
