import type { Buffer } from 'node:buffer';
import type { Hmac } from 'node:crypto';
import { malformedOr } from '../dnsError.ts';
import type { TsigError, TsigRejection } from './judgeTsig.ts';
import { judgeTsig } from './judgeTsig.ts';
import type { TsigKey } from './tsigKey.ts';
import type { TsigRecord } from './tsigRecord.ts';
import { findTsig } from './tsigRecord.ts';
import { addPriorMac, addTimers, addVariables, startMac, unsignedMessage } from './tsigVariables.ts';

/**
 * What is known of one message of a transfer. `pending` has no TSIG of its own: a later message's covers it,
 * so nothing that it says may be relied on before that one is `verified`.
 */
export type TransferVerdict =
  | { readonly kind: 'verified' | 'pending'; readonly octets: Uint8Array }
  | { readonly kind: 'unsigned' }
  | TsigError
  | TsigRejection;

/**
 * Verifies the messages of one answer in order. Anything but `verified` and `pending` is final: every later
 * message gets the same verdict.
 */
export type TransferVerifier = {
  readonly next: (octets: Uint8Array, nowSeconds: number) => TransferVerdict;
  /**
   * Whether every message so far is covered by a good MAC: a transfer must end like this (RFC 8945 §5.3.1).
   */
  readonly complete: () => boolean;
};

/** How many messages may come without a TSIG between two that have one (RFC 8945 §5.3.1). */
const maxUnsigned = 99;

/**
 * For an answer of many messages (AXFR, IXFR), of which the first and the last must be signed and at least
 * every hundredth between: the MAC runs over the unsigned ones (RFC 8945 §5.3.1). `requestMac` is that of
 * {@link signMessage}.
 */
export const createTransferVerifier = (request: {
  readonly key: TsigKey;
  readonly requestMac: Uint8Array;
  /** When given, another id is rejected as `wrongId`. */
  readonly id?: number;
}): TransferVerifier => {
  const { key, id } = request;
  let priorMac = request.requestMac;
  let running: Hmac | undefined;
  let messages = 0;
  let unsigned = 0;
  let failure: TransferVerdict | undefined;

  const startRunning = (): Hmac => {
    const hmac = startMac(key);
    addPriorMac(hmac, priorMac);
    return hmac;
  };
  const nextUnsigned = (octets: Uint8Array): TransferVerdict => {
    if (messages === 1) return { kind: 'unsigned' };
    if (++unsigned > maxUnsigned) return { kind: 'rejected', reason: 'unexpectedlyUnsigned' };
    running ??= startRunning();
    running.update(octets);
    return { kind: 'pending', octets };
  };
  const nextSigned = (octets: Uint8Array, tsig: TsigRecord, nowSeconds: number): TransferVerdict => {
    if (id !== undefined && tsig.originalId !== id) return { kind: 'rejected', reason: 'wrongId' };
    const message: Buffer = unsignedMessage(octets, tsig);
    const hmac = running ?? startRunning();
    hmac.update(message);
    if (messages === 1) addVariables(hmac, key, tsig);
    else addTimers(hmac, tsig);
    const verdict = judgeTsig({ key, tsig, expectedMac: hmac.digest(), nowSeconds });
    if (verdict !== undefined) return verdict;
    running = undefined;
    unsigned = 0;
    priorMac = tsig.mac;
    return { kind: 'verified', octets: message };
  };
  const judge = (octets: Uint8Array, nowSeconds: number): TransferVerdict => {
    messages++;
    const tsig = malformedOr(() => findTsig(octets));
    if (tsig === undefined) return nextUnsigned(octets);
    if ('kind' in tsig) return { kind: 'rejected', reason: 'malformed', detail: tsig.reason };
    return nextSigned(octets, tsig, nowSeconds);
  };
  return {
    next: (octets, nowSeconds) => {
      if (failure !== undefined) return failure;
      const verdict = judge(octets, nowSeconds);
      if (verdict.kind !== 'verified' && verdict.kind !== 'pending') failure = verdict;
      return verdict;
    },
    complete: () => messages > 0 && unsigned === 0 && failure === undefined,
  };
};
