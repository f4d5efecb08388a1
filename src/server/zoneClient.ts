import type { DomainName, RecordType, ResourceRecord } from '../dns/rrset.ts';
import type { UpdateContent } from '../dns/updateMessage.ts';
import type { TransferMode } from './transferState.ts';
import type { ReadFailure, UpdateOutcome } from './updateOutcome.ts';

/** One zone on one name server, as the controller uses it: everything that goes wrong is a value. */
export type ZoneClient = {
  /** Whether who stands in between could change what a transfer says: false without a key for transfers. */
  readonly areReadsSigned: boolean;
  readonly update: (update: UpdateContent) => Promise<UpdateOutcome>;
  readonly soa: () => Promise<SoaResult>;
  /** Asks for one RRset as a resolver does, to see whether the zone itself answers. */
  readonly ask: (name: DomainName, type: RecordType) => Promise<AskResult>;
  /** IXFR from a serial, or AXFR when there is none. */
  readonly transfer: (fromSerial: number | undefined, sink: TransferSink) => Promise<TransferResult>;
  readonly close: () => void;
};

/**
 * What stands between a record of the zone and who asks for it; `absent`: nothing that the answer would show.
 */
export type HidingCause = 'alias' | 'zone' | 'delegation' | 'absent';

export type AskResult =
  | { readonly kind: 'answered' }
  /** The zone holds the RRset, and something else is answered. */
  | { readonly kind: 'hidden'; readonly cause: HidingCause; readonly found: string }
  /** Nothing is known: the server refuses the question, or (`isReached` false) does not answer at all. */
  | { readonly kind: 'not-known'; readonly isReached: boolean };

export type SoaResult =
  | {
      readonly kind: 'soa';
      readonly serial: number;
      /** How long resolvers remember that a name does not exist. */
      readonly negativeTtlSeconds: number;
    }
  | ReadFailure;

/** Takes in a transfer as it streams. Nothing that came counts unless the transfer ends as `complete`. */
export type TransferSink = {
  /**
   * The records that follow are the whole zone, or changes to it. Called before the first record; not called
   * when nothing changed.
   */
  readonly begin: (mode: 'full' | 'incremental') => void;
  /** Called first of all: how long resolvers remember that a name does not exist, by the newest SOA. */
  readonly negativeTtl?: (seconds: number) => void;
  /** A record of a type this program may write, whoever wrote it; the zone's own NS among them. */
  readonly record: (change: 'add' | 'remove', record: ResourceRecord) => void;
  /** A record of a type this program never writes, DNSSEC's own and the SOA left out. */
  readonly other: (
    change: 'add' | 'remove',
    record: { readonly name: DomainName; readonly type: string },
  ) => void;
};

export type TransferResult =
  | { readonly kind: 'complete'; readonly mode: TransferMode; readonly serial: number }
  | ReadFailure;
