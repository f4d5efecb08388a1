import type { Rrset } from '../../dns/rrset.ts';
import type { Asker } from '../asker.ts';
import type { NameRule, RecordProblem } from '../serviceRecords.ts';

/** A name that an object other than a Service asks for, not yet checked, with what is to stand there. */
export type SourceRequest = {
  /** As written: upper or lower case, with or without the trailing dot; `*.` in front asks for a wildcard. */
  readonly text: string;
  /** `any`: labels may begin with an underscore too, as those of `_dmarc` do. */
  readonly names: 'host' | 'any';
  readonly rule: NameRule;
  /** Who asks, for messages: `rule`, `endpoint 3`. */
  readonly askedBy: string;
  /** Empty while there is nothing to publish: the name is asked for all the same. */
  readonly content: readonly RrsetContent[];
};

/**
 * An RRset before it is known at which name it stands. RDATA is canonical, and each is there once; none where
 * the zone holds none of the addresses.
 */
export type RrsetContent = Omit<Rrset, 'name'>;

/** What a source makes of one object. */
export type MadeSource = {
  readonly requests: readonly SourceRequest[];
  /** RRsets below the object's own name in `svc.<zone>`, in canonical order; within its bounds. */
  readonly territory?: readonly Rrset[];
  /** RRsets below `pod.<zone>`, which other objects may have as well; within the bounds of one object. */
  readonly shared?: readonly Rrset[];
  readonly problems: readonly RecordProblem[];
  /** Absent for what is never held. */
  readonly holdable?: Holdable;
};

/**
 * An object whose records are held for a while when it has nothing to publish: it has lost what it publishes,
 * or has not got it yet, and is expected to get it.
 */
export type Holdable = {
  /** What it publishes by: its class or type. When that changes, what stood there is held no longer. */
  readonly as: string;
  /** What is missing, in words: `an address in status.loadBalancer`. Undefined while nothing is. */
  readonly waitsFor: string | undefined;
  /** It counts for what the object has below `svc` too, not for names outside alone. */
  readonly territory: boolean;
};

/** What every maker is given besides the snapshot. */
export type SourceContext = Asker & {
  /** TTL of the object's addresses: what the object's annotation asks for, else the option. */
  readonly ttlSeconds: number;
};

/** Makes requests of one object in one zone; a source is one such function for each of its kinds. */
export type SourceMaker<Snapshot> = (snapshot: Snapshot, context: SourceContext) => MadeSource;
