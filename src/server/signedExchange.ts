import { assertNever } from '../assertNever.ts';
import { type DecodedMessage, decodeMessage } from '../dns/decodeMessage.ts';
import type { TsigError, TsigRejection } from '../dns/tsig/judgeTsig.ts';
import { signMessage } from '../dns/tsig/signMessage.ts';
import { type TsigVerdict, verifyResponse } from '../dns/tsig/verifyResponse.ts';
import type { Exchange } from './exchange.ts';
import type { KeyRing } from './keyRing.ts';
import { createRequestIds } from './requestIds.ts';
import { unsignedAnswer } from './unsignedAnswer.ts';
import type { TsigErrorOutcome, UnknownOutcome } from './updateOutcome.ts';

/** An answer whose TSIG was right, or why there is none. */
export type SignedResult =
  | { readonly kind: 'answer'; readonly message: DecodedMessage }
  | TsigErrorOutcome
  | { readonly kind: 'unreachable'; readonly reason: string }
  | UnknownOutcome;

export type SignedExchangeDeps = {
  readonly exchange: Exchange;
  readonly keys: KeyRing;
  /** Seconds since 1970, as TSIG has them. */
  readonly nowSeconds: () => number;
  /** A random 16-bit number. */
  readonly randomId: () => number;
};

const requestTimeoutMs = 20_000;

/**
 * Signs each request and lets only verified answers through. `encode` makes the message anew for each
 * attempt, with a new id.
 */
export type SignedExchange = (encode: (id: number) => Uint8Array) => Promise<SignedResult>;

export const createSignedExchange = (deps: SignedExchangeDeps): SignedExchange => {
  const { keys, exchange } = deps;
  const withId = createRequestIds(deps.randomId);
  const attemptWith = async (octets: Uint8Array): Promise<SignedResult> => {
    const key = keys.current();
    const timeSeconds = deps.nowSeconds() + keys.skewSeconds();
    const signed = signMessage({ octets, key, timeSeconds });
    const result = await exchange.request(signed.octets, requestTimeoutMs);
    if (result.kind === 'no-answer') return { kind: 'unknown', reason: result.reason };
    if (result.kind === 'unreachable') return result;
    const nowSeconds = deps.nowSeconds() + keys.skewSeconds();
    const verdict = verifyResponse({ octets: result.octets, key, requestMac: signed.mac, nowSeconds });
    return verdict.kind === 'unsigned' ? unsignedAnswer(result.octets) : toResult(verdict, deps);
  };
  const attempt = (encode: (id: number) => Uint8Array): Promise<SignedResult> =>
    withId((id) => attemptWith(encode(id)));
  return async (encode) => {
    const result = await attempt(encode);
    return result.kind === 'tsig-error' && mayHelpToRetry(result, deps.keys) ? attempt(encode) : result;
  };
};

/** A new key, or the server's own time under a valid MAC: worth exactly one more attempt. */
export const mayHelpToRetry = ({ error, skewSeconds }: TsigErrorOutcome, keys: KeyRing): boolean => {
  if (error !== 'BADTIME') return keys.reload();
  if (skewSeconds === undefined || skewSeconds === keys.skewSeconds()) return false;
  keys.setSkew(skewSeconds);
  return true;
};

const toResult = (
  response: Exclude<TsigVerdict, { kind: 'unsigned' }>,
  { nowSeconds }: Pick<SignedExchangeDeps, 'nowSeconds'>,
): SignedResult => {
  switch (response.kind) {
    case 'verified': {
      const message = decodeMessage(response.octets);
      if (message.kind === 'message') return { kind: 'answer', message };
      return { kind: 'unknown', reason: `the answer is malformed: ${message.reason}` };
    }
    case 'tsig-error':
      return tsigErrorOutcome(response, nowSeconds());
    case 'rejected':
      return { kind: 'unknown', reason: rejectionText(response) };
    default:
      return assertNever(response);
  }
};

/** What the server said of our TSIG; its time only counts under a valid MAC. */
export const tsigErrorOutcome = (
  { error, verified, serverTimeSeconds }: TsigError,
  ownSeconds: number,
): TsigErrorOutcome =>
  serverTimeSeconds === undefined || !verified
    ? { kind: 'tsig-error', error }
    : { kind: 'tsig-error', error, skewSeconds: serverTimeSeconds - ownSeconds };

/** Why an answer is not believed, for people. */
export const rejectionText = (rejection: TsigRejection): string => {
  switch (rejection.reason) {
    case 'badTime':
      return `the answer was signed at ${rejection.signedSeconds}, ${Math.abs(rejection.nowSeconds - rejection.signedSeconds)} s off our clock`;
    case 'malformed':
      return `the answer is malformed: ${rejection.detail}`;
    default:
      return `the answer's TSIG is not valid (${rejection.reason})`;
  }
};
