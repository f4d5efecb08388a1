import type { OriginKey } from '../model/objectRef.ts';
import type { AnswerLane } from './answerLane.ts';
import type { Metrics } from './metrics.ts';
import type { FoundObjects, ObjectQuery } from './publishedObject.ts';
import type { PublishedRrset, PublishedService } from './publishedService.ts';
import type { Status } from './status.ts';
import type { Summary } from './summary.ts';

/** What is asked of {@link WhySource}: a text that a person typed, and a record type. */
export type WhyQuestion = {
  readonly text: string;
  readonly type: string | undefined;
  /** Of zones of one name, the one that is meant. */
  readonly view: string | undefined;
};

/** Why a name is answered as it is, as plain data; or why the text is no question. */
export type WhySource = (
  question: WhyQuestion,
  turn: AnswerLane['turn'],
) => Promise<
  { readonly kind: 'no-question'; readonly message: string } | { readonly links: readonly object[] }
>;

/** What the health server asks of the program: plain functions. */
export type StatusSources = {
  readonly status: () => Status;
  readonly summary: () => Summary;
  /** Of one object, or of all; undefined is a pause that may be taken. */
  readonly records: (object: OriginKey | undefined) => Iterable<PublishedRrset | undefined>;
  readonly services: () => Iterable<PublishedService>;
  readonly objects: (query: ObjectQuery) => FoundObjects;
  readonly why: WhySource;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  /** Lets held-back deletions go (of one zone, in one view, or of all); answers how many there were. */
  readonly confirmDelete: (zone: string | undefined, view: string | undefined) => number;
};

/** An answer; a body in parts is made as the reader takes it. An empty part is a pause that may be taken. */
export type Answer = {
  readonly code: number;
  readonly type: string;
  readonly body: string | Iterable<string>;
  /** The Content-Security-Policy; without it nothing is allowed. */
  readonly policy?: string;
  readonly retryAfterSeconds?: number;
};

export type Route = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly help: string;
  /** Changes something: only for this host, and never for a web page. */
  readonly local?: true;
  /**
   * Takes time that grows with the cluster: a few at once, and in the lane of costly answers. `in-pieces`:
   * the answer takes its turns itself, since it waits for others in between.
   */
  readonly costly?: true | 'in-pieces';
  /** Says nothing that a web page must not know, so it does not matter under which name it is asked. */
  readonly anyHost?: true;
  /** Stays open: its answer is sent whenever it has become another one, as an event (server-sent events). */
  readonly live?: true;
  readonly answer: (
    sources: StatusSources,
    query: URLSearchParams,
    turn: AnswerLane['turn'],
  ) => Answer | Promise<Answer>;
};
