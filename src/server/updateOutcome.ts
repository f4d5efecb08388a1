import { rcodeName } from '../dns/rcodeName.ts';

/**
 * What became of one UPDATE.
 *
 * | kind                  | applied? | answer                                                               |
 * | --------------------- | -------- | -------------------------------------------------------------------- |
 * | `applied`             | yes      | NOERROR under a valid TSIG. Single records may be missing: read back |
 * | `prerequisite-failed` | no       | NXDOMAIN, YXDOMAIN, NXRRSET, YXRRSET (RFC 2136 §2.4)                 |
 * | `refused`             | no       | REFUSED: policy, frozen or static zone, owner name (check-names)     |
 * | `server-failure`      | no       | SERVFAIL: a limit on records, a full disk                            |
 * | `not-authoritative`   | no       | NOTAUTH without TSIG error, NOTZONE: the zone is not (primary) here  |
 * | `rejected`            | no       | any other rcode, such as FORMERR; or it could not be encoded         |
 * | `tsig-error`          | no       | NOTAUTH with a TSIG error (RFC 8945 §5.2)                            |
 * | `unreachable`         | no       | never sent                                                           |
 * | `unknown`             | perhaps  | sent; no answer, or one that cannot be trusted                       |
 */
export type UpdateOutcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'prerequisite-failed'; readonly rcode: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'server-failure' }
  | { readonly kind: 'not-authoritative'; readonly rcode: string }
  | { readonly kind: 'rejected'; readonly rcode: string }
  | TsigErrorOutcome
  | { readonly kind: 'unreachable'; readonly reason: string }
  | UnknownOutcome;

/** Nothing that can be believed came back. */
export type UnknownOutcome = {
  readonly kind: 'unknown';
  readonly reason: string;
  /** What came makes no sense, so that the same question would bring the same. */
  readonly isMalformed?: true;
  /**
   * What an answer says that should have been signed and is not, unless that is NOERROR: a hint for people,
   * and never proof, since anybody may have written it.
   */
  readonly unsignedRcode?: string;
};

export type TsigErrorOutcome = {
  readonly kind: 'tsig-error';
  readonly error: string;
  /** Server's clock minus ours, where the server gave its time (BADTIME). */
  readonly skewSeconds?: number;
};

/** What went wrong with a query or a transfer. Never to be read as "the zone is empty". */
export type ReadFailure =
  | { readonly kind: 'refused' }
  | { readonly kind: 'not-authoritative'; readonly rcode: string }
  | { readonly kind: 'rejected'; readonly rcode: string }
  | TsigErrorOutcome
  | { readonly kind: 'unreachable'; readonly reason: string }
  | UnknownOutcome;

/** Whether the server knows no dynamic updates at all. NSD says so without a signature. */
export const saysNoUpdate = (outcome: UpdateOutcome): boolean =>
  (outcome.kind === 'unknown' && outcome.unsignedRcode === 'NOTIMP') ||
  (outcome.kind === 'rejected' && outcome.rcode === 'NOTIMP');

/** The outcome that an rcode stands for, by the table above. */
export const outcomeOfRcode = (rcode: string): UpdateOutcome => {
  switch (rcode) {
    case 'NOERROR':
      return { kind: 'applied' };
    case 'NXDOMAIN':
    case 'YXDOMAIN':
    case 'NXRRSET':
    case 'YXRRSET':
      return { kind: 'prerequisite-failed', rcode };
    case 'REFUSED':
      return { kind: 'refused' };
    case 'SERVFAIL':
      return { kind: 'server-failure' };
    case 'NOTAUTH':
    case 'NOTZONE':
      return { kind: 'not-authoritative', rcode };
    default:
      return { kind: 'rejected', rcode };
  }
};

/** What an rcode of a query or transfer says; undefined for one that carries an answer. */
export const readFailure = (rcode: number): ReadFailure | undefined => {
  const name = rcodeName(rcode);
  if (name === 'NOERROR' || name === 'NXDOMAIN') return undefined;
  if (name === 'REFUSED') return { kind: 'refused' };
  if (name === 'NOTAUTH') return { kind: 'not-authoritative', rcode: name };
  return { kind: 'rejected', rcode: name };
};
