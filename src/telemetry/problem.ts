import type { ProblemCode } from './problems.ts';

/** What is wrong, and the line that fixes it (for named.conf, or a command); empty when there is none. */
export type Problem = { readonly code: ProblemCode; readonly message: string; readonly fix: string };

/** The facts that the texts of the table are about. Each text says which of them it needs. */
export type ProblemFacts = {
  readonly zone: string;
  /** The zone in named.conf, where ours is a subtree of it. */
  readonly largerZone?: string;
  /** The view that the zone is in, where it has a namesake. */
  readonly view?: string;
  /** The view whose data our key reaches. */
  readonly otherView: string;
  /** HOST:PORT of the name server. */
  readonly server: string;
  /** The name of our key. */
  readonly key: string;
  /** What was to be done: `read zone "k8s.example."`. Stands behind "Cannot". */
  readonly task: string;
  /** What the server answered, or why nothing was sent. */
  readonly found: string;
  readonly reason: string;
  readonly rcode: string;
  /** What the server runs, as far as that is known: `NSD`. */
  readonly software: string;
  /** Server's clock minus ours; 0 where it is not known. */
  readonly skewSeconds: number;
  /** Record types. */
  readonly types: readonly string[];
  /** A domain name. */
  readonly name: string;
  /** `Service default/web`. */
  readonly object: string;
  /** The object that has what another one asks for. */
  readonly winner: string;
  /** Lines of a zone file, the first few. */
  readonly records: string;
  readonly count: number;
  readonly limit: number;
  readonly owned: number;
  readonly owner: string;
  /** A process, for people. */
  readonly holder: string;
  readonly network: string;
  readonly file: string;
};

/**
 * One row of the table of problems: what the page of errors says, and what a person reads when it happens.
 * `remedy` is what to do besides `fix`, the one line that puts it right.
 */
export type ProblemRow = {
  readonly meaning: string;
  readonly remedy: string;
  readonly text: (facts: ProblemFacts) => string;
  readonly fix?: (facts: ProblemFacts) => string;
};

/** The part of the facts that a text needs. */
export type Of<Name extends keyof ProblemFacts> = Pick<ProblemFacts, Name>;
