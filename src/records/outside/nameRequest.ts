import type { Answer } from '../answers/answer.ts';
import type { SingleEndpoint } from '../answers/singleEndpoints.ts';
import { noProblems } from '../joinProblems.ts';
import type { AddressPolicy } from '../recordOptions.ts';
import type { NameRule, RecordProblem } from '../serviceRecords.ts';

/** A name outside the territory that a template or an annotation asks for, not yet checked. */
export type NameRequest = {
  /** As written or filled in: upper or lower case, with or without the trailing dot. */
  readonly text: string;
  readonly rule: NameRule;
  /** Who asks, for messages: `template "{service}.lan"`, `annotation k8s-bind.io/hostname`. */
  readonly askedBy: string;
  /** Whose addresses, or an answer of its own (external-dns's `target`). */
  readonly content:
    | { readonly kind: 'policy'; readonly policy: AddressPolicy }
    /**
     * Undefined: there is nothing to publish, or what was asked for cannot be used, which is a problem of its
     * own. The name is requested all the same.
     */
    | { readonly kind: 'answer'; readonly answer: Answer | undefined };
  /** Those that have names of their own below this one. */
  readonly endpoints: readonly SingleEndpoint[];
  /** Undefined: that of the answer. */
  readonly ttlSeconds: number | undefined;
};

/** By the operator's configuration, not by an annotation. */
export const isTemplate = ({ rule }: NameRequest): boolean => rule === 'short-name' || rule === 'template';

/** What a maker of names returns: requests, and what cannot even be asked for. */
export type MadeRequests = {
  readonly requests: readonly NameRequest[];
  readonly problems: readonly RecordProblem[];
  /** How many more names were asked for than are looked at. */
  readonly surplus: number;
};

export const noRequests: MadeRequests = { requests: [], problems: noProblems, surplus: 0 };

export const joinRequests = (all: readonly MadeRequests[]): MadeRequests => {
  const made = all.filter((one) => one !== noRequests);
  const [first = noRequests, ...others] = made;
  if (others.length === 0) return first;
  return {
    requests: made.flatMap(({ requests }) => requests),
    problems: made.flatMap(({ problems }) => problems),
    surplus: made.reduce((sum, { surplus }) => sum + surplus, 0),
  };
};
