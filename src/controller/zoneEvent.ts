import type { DomainName, ResourceRecord } from '../dns/rrset.ts';
import type { UpdateOperation } from '../dns/updateMessage.ts';
import type { ObjectRef } from '../model/objectRef.ts';
import type { TransferMode } from '../server/transferState.ts';
import type { ReadFailure, UpdateOutcome } from '../server/updateOutcome.ts';
import type { Claim } from '../zone/claim.ts';
import type { Cut } from '../zone/cutOver.ts';
import type { UnitKey } from '../zone/unit.ts';
import type { WrongAnswer } from './read/answers.ts';
import type { NotableChange } from './write/notableChanges.ts';
import type { ProgrammedChange } from './write/programmedChange.ts';
import type { Refusal } from './write/quarantine.ts';

/**
 * What happens in one zone, as data: logs, metrics, Events and the status page are made from it elsewhere.
 */
export type ZoneEvent =
  | {
      readonly kind: 'read';
      readonly mode: TransferMode;
      readonly serial: number;
      readonly durationMs: number;
    }
  /** The serial was asked for, and is known. */
  | { readonly kind: 'answered' }
  | { readonly kind: 'read-failed'; readonly failure: ReadFailure; readonly retryMs: number }
  | { readonly kind: 'claimed'; readonly claim: Claim; readonly previous: Claim | undefined }
  /** Fenced out: another process of the same owner writes the zone, and this one watches. */
  | { readonly kind: 'standing-by'; readonly by: Claim }
  | { readonly kind: 'compared'; readonly units: number; readonly differing: number }
  | {
      readonly kind: 'written';
      readonly units: readonly UnitKey[];
      readonly added: number;
      readonly removed: number;
      readonly octets: number;
      readonly durationMs: number;
      /** For each unit the milliseconds since its change was seen. */
      readonly latenciesMs: readonly number[];
      /** Changes of endpoints whose time is known. */
      readonly programmed: readonly ProgrammedChange[];
      readonly remaining: number;
      /** How many RRsets were created, replaced or deleted … */
      readonly changed: number;
      /** … and the first of them. */
      readonly notable: readonly NotableChange[];
    }
  | {
      readonly kind: 'update-failed';
      readonly outcome: UpdateOutcome;
      readonly units: number;
      readonly retryMs: number;
    }
  | { readonly kind: 'steady'; readonly serial: number }
  /** A query or an update has not been answered for this long. */
  | { readonly kind: 'no-answer-yet'; readonly waitedMs: number }
  /** The server took our records, and answers something else. */
  | ({ readonly kind: 'wrong-answer' } & WrongAnswer)
  | { readonly kind: 'answers-right' }
  | { readonly kind: 'drift'; readonly unit: UnitKey; readonly healing: readonly UpdateOperation[] }
  | {
      readonly kind: 'conflict';
      readonly name: DomainName;
      readonly origin: ObjectRef | undefined;
      readonly reason: string;
    }
  | { readonly kind: 'conflict-ended'; readonly name: DomainName }
  | {
      readonly kind: 'quarantined';
      readonly unit: UnitKey;
      readonly outcome: Refusal;
      readonly retryMs: number;
      readonly attempts: number;
    }
  | { readonly kind: 'released'; readonly unit: UnitKey }
  | {
      readonly kind: 'held-back';
      readonly removals: number;
      readonly owned: number;
      readonly units: readonly UnitKey[];
    }
  | { readonly kind: 'brake-released' }
  /** The unit has nothing to publish for a while, and keeps what it has. */
  | {
      readonly kind: 'holding';
      readonly unit: UnitKey;
      readonly origin: ObjectRef;
      readonly waitsFor: string;
    }
  | { readonly kind: 'hold-ended'; readonly unit: UnitKey }
  /** An RRset of the unit is longer than the server takes: a subset is published. */
  | { readonly kind: 'record-limit'; readonly unit: UnitKey; readonly limit: number }
  /** The server takes longer RRsets now: everything is published again. */
  | { readonly kind: 'record-limit-ended' }
  /** The server refuses these RRsets of the unit, each as its name and type: the others are published. */
  | { readonly kind: 'rrsets-refused'; readonly unit: UnitKey; readonly rrsets: readonly string[] };

/** Why a zone's loop ended. */
export type ZoneEnd =
  | { readonly kind: 'stopped' }
  /**
   * `--once`: everything is written and confirmed, but for what the server refuses and what the brake holds
   * back.
   */
  | {
      readonly kind: 'converged';
      readonly refused: readonly UnitKey[];
      readonly heldBack: readonly UnitKey[];
    }
  /** Another process of the same owner took over. */
  | { readonly kind: 'fenced'; readonly by: Claim }
  | { readonly kind: 'foreign-owner'; readonly claim: Claim }
  | {
      readonly kind: 'occupied';
      readonly records: readonly ResourceRecord[];
      /** Delegations in the territory: nothing of ours below them would be answered. */
      readonly cuts: readonly Cut[];
      readonly total: number;
    }
  | { readonly kind: 'unreadable-claim'; readonly rdatas: readonly string[] }
  /** Our key reaches the zone data of another view, which a zone of the same name is in. */
  | { readonly kind: 'other-view'; readonly otherView: string };
