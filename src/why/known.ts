import type { DesiredZone } from '../controller/desired/desiredZone.ts';
import type { NameContest } from '../controller/desired/nameContests.ts';
import type { ZoneParts } from '../controller/zoneContext.ts';
import type { DecodedMessage } from '../dns/decodeMessage.ts';
import type { DomainName } from '../dns/rrset.ts';
import type { ObjectRef, OriginKey } from '../model/objectRef.ts';
import type { OriginSnapshot } from '../model/originSnapshot.ts';
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
  /** What a search of the whole cluster has found. */
  readonly found: Found;
  /** Records of others are shown: whoever asks has the key that reads the zone. */
  readonly showsForeign: boolean;
};

/** Of all objects those that have to do with a name. */
export type Found = {
  /** The first object in which the name is written, whether it gets it or not. */
  readonly mention: OriginSnapshot | undefined;
  /** Objects that have the address whose reverse name it is: first those whose cluster IP it is. */
  readonly holders: readonly OriginSnapshot[];
  /** Objects whose name is in the name, in whatever namespace. */
  readonly sameNamed: readonly ObjectRef[];
  /** Objects whose name is written nearly alike, the nearest first. */
  readonly near: readonly ObjectRef[];
  /** A name of the zone that is written nearly alike. */
  readonly nearName: DomainName | undefined;
  /** A name of the zone below it. */
  readonly below: DomainName | undefined;
};

export const nothingFound: Found = {
  mention: undefined,
  holders: [],
  sameNamed: [],
  near: [],
  nearName: undefined,
  below: undefined,
};

export type KnownCluster = Pick<Store, 'snapshot' | 'keys' | 'synced' | 'isAbsent' | 'namespaceState'>;

/** One zone of ours, forward or reverse. */
export type KnownZone = {
  readonly zone: DomainName;
  /** The zone on the server: a larger one where ours is a subtree of it. */
  readonly apex: DomainName;
  /** HOST:PORT. */
  readonly server: string;
  /** Tells it from a zone of the same name. */
  readonly view: string | undefined;
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
