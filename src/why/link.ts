import type { Problem } from '../telemetry/problem.ts';
import type { Link, LinkKind, Reason } from './explanation.ts';

/** A link that holds. */
export const link = (kind: LinkKind, subject: string, detail: string): Link => ({
  kind,
  verdict: 'ok',
  subject,
  detail,
});

/** A link of which nothing can be said. */
export const unknownLink = (kind: LinkKind, subject: string, detail: string): Link => ({
  ...link(kind, subject, detail),
  verdict: 'unknown',
});

export type Break = { readonly subject: string; readonly detail: string; readonly fix?: string };

/** A link that does not hold. */
export const brokenLink = (kind: LinkKind, reason: Reason, { subject, detail, fix }: Break): Link => ({
  kind,
  verdict: 'broken',
  subject,
  detail,
  reason,
  ...(fix === undefined || fix === '' ? {} : { fix }),
});

/** A link that is broken by a problem of the table, in its words. */
export const problemLink = (kind: LinkKind, reason: Reason, subject: string, problem: Problem): Link => {
  const { code, message: detail, fix } = problem;
  return { ...brokenLink(kind, reason, { subject, detail, fix }), code };
};

export const isBroken = ({ verdict }: Link): boolean => verdict === 'broken';
