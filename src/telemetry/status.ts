import type { ObjectRef } from '../model/objectRef.ts';
import type { Problem } from './problem.ts';

/**
 * All that the running daemon knows about itself, at one moment. Metrics, readiness, the status page and
 * `k8s-bind status` are made of it, so that they never disagree. Times are milliseconds since 1970; lists are
 * in canonical order.
 */
export type Status = {
  readonly version: string;
  readonly nowMs: number;
  readonly startedMs: number;
  /** Whose records these are; empty until it is known. */
  readonly owner: string;
  /** Where Services come from: the API server's address, or the path of the manifests. */
  readonly source: string;
  readonly leadership: Leadership;
  readonly watches: readonly WatchStatus[];
  readonly services: number;
  readonly endpoints: number;
  readonly zones: readonly ZoneStatus[];
  readonly usage: ProcessUsage;
  /** Objects that could not be understood, the first 100; absent where there are none. */
  readonly unreadable?: readonly UnreadableObject[];
};

/** An object that the API server or a manifest has, and that is left out. */
export type UnreadableObject = { readonly object: string; readonly message: string };

/** What the process takes: resident memory, and processor time in user and system mode since it started. */
export type ProcessUsage = { readonly residentBytes: number; readonly cpuSeconds: number };

/**
 * `alone`: there is no election, this instance writes. `undecided`: nobody is known to lead, perhaps it will
 * be this instance.
 */
export type Leadership =
  | { readonly kind: 'alone' }
  | { readonly kind: 'undecided' }
  | { readonly kind: 'leading' }
  | { readonly kind: 'standby'; readonly holder: string };

/** One watched resource. */
export type WatchStatus = {
  /** As in the API: `services`, `endpointslices`. */
  readonly resource: string;
  /** The first list is complete. */
  readonly synced: boolean;
  /** The API server has no such resource, which is no fault: `--source-missing ignore`. */
  readonly mayBeAbsent?: boolean;
  readonly objects: number;
  readonly relists: number;
  /** When the API server last said anything about it, a bookmark included; 0: never. */
  readonly lastHeardMs: number;
  /** When an object last changed; 0: never. */
  readonly lastEventMs: number;
  /** What keeps it from working now. */
  readonly problem?: string;
};

/**
 * | state       | the zone                                                        | ready |
 * | ----------- | --------------------------------------------------------------- | ----- |
 * | `starting`  | has not been read, or the watches have not synced               | no    |
 * | `syncing`   | the first plan is being written                                 | no    |
 * | `inStep`    | holds what it should, a change or two in flight                 | yes   |
 * | `behind`    | could not be written for a while; the last good records answer  | no    |
 * | `standby`   | is written by another instance, this one only watches           | yes   |
 * | `fencedOut` | was taken over by another instance; this one writes no more     | no    |
 */
export type ZoneState = 'starting' | 'syncing' | 'inStep' | 'behind' | 'standby' | 'fencedOut';

/** One zone, forward or reverse. */
export type ZoneStatus = {
  readonly zone: string;
  /** Tells it from a zone of the same name. */
  readonly view?: string;
  /** HOST:PORT of the name server. */
  readonly server: string;
  readonly state: ZoneState;
  /** The process that took the zone over from this one and writes it now, for people. */
  readonly writtenBy?: string;
  /** Serial of the zone as last seen; 0: never. */
  readonly serial: number;
  /** Records in the zone that are ours. */
  readonly recordsOwned: number;
  /** Services whose records are not yet in the zone. */
  readonly pending: number;
  /** When BIND last took an update; 0: never. */
  readonly lastWriteMs: number;
  /** When the zone, or its serial, was last read; 0: never. */
  readonly lastReadMs: number;
  /** Names that somebody else has. */
  readonly conflicts: readonly UnitProblem[];
  /** What BIND does not take. */
  readonly quarantined: readonly Quarantined[];
  /** What BIND takes in part only. */
  readonly limited: readonly UnitProblem[];
  /** What stays although its object has nothing to publish for now. */
  readonly held: readonly UnitProblem[];
  /** What DNS cannot hold. */
  readonly unpublishable: readonly UnitProblem[];
  /** Names that others have inside the territory (`_acme-challenge`), and that are left alone. */
  readonly foreign: readonly string[];
  /** Addresses that lie outside of the zone's networks, which is no fault; absent where there are none. */
  readonly leftOut?: { readonly addresses: number; readonly objects: number };
  /** The last changes by another writer that were put right. */
  readonly drift: readonly Drift[];
  /** A deletion that is held back. */
  readonly guard?: HeldDeletion;
  /** What keeps it from being written now. */
  readonly problem?: Problem;
};

/**
 * What is wrong with one Service or one name. `name` is empty where it is about all names of the Service
 * below `svc`; `object` is undefined where no single object asks for the name. `sinceMs` is 0 where it is not
 * known.
 */
export type UnitProblem = Problem & {
  /** How many problems of the object this one stands for; without it, itself. */
  readonly more?: number;
  readonly name: string;
  readonly object: ObjectRef | undefined;
  readonly sinceMs: number;
};

export type Quarantined = UnitProblem & { readonly retryMs: number };

/**
 * One record that another writer changed, as zone-file text; `was` or `found` is empty when it was added or
 * removed.
 */
export type Drift = {
  readonly atMs: number;
  readonly name: string;
  readonly was: string;
  readonly found: string;
};

/** A plan that deletes too large a share; ended by the Services' return, or by confirming it. */
export type HeldDeletion = Problem & {
  readonly deletes: number;
  readonly owned: number;
  readonly sinceMs: number;
};
