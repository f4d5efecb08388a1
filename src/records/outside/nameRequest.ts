import type { Answer } from '../answers/answer.ts';
import type { AddressPolicy } from '../recordOptions.ts';
import type { NameRule } from '../serviceRecords.ts';

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
    | { readonly kind: 'answer'; readonly answer: Answer };
  /** Undefined: that of the answer. */
  readonly ttlSeconds: number | undefined;
};
