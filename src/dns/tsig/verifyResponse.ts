import type { Buffer } from 'node:buffer';
import { malformedOr } from '../dnsError.ts';
import type { TsigError, TsigRejection } from './judgeTsig.ts';
import { judgeTsig } from './judgeTsig.ts';
import type { TsigKey } from './tsigKey.ts';
import { findTsig } from './tsigRecord.ts';
import { addPriorMac, addVariables, startMac, unsignedMessage } from './tsigVariables.ts';

/**
 * What the TSIG of an answer proves.
 *
 * | kind         | meaning                                                                              |
 * | ------------ | ------------------------------------------------------------------------------------ |
 * | `verified`   | the server that has our key answers our request; `octets` is the answer without TSIG |
 * | `unsigned`   | anybody may have written it                                                          |
 * | `tsig-error` | the server refused our TSIG                                                          |
 * | `rejected`   | signed, but not rightly: as if it had never come                                     |
 */
export type TsigVerdict =
  | { readonly kind: 'verified'; readonly octets: Buffer; readonly mac: Buffer }
  | { readonly kind: 'unsigned' }
  | TsigError
  | TsigRejection;

/**
 * Verifies the answer to a signed request (RFC 8945 §5.3.2). `requestMac` is that of {@link signMessage},
 * `id` the request's.
 */
export const verifyResponse = (response: {
  readonly octets: Uint8Array;
  readonly key: TsigKey;
  readonly requestMac: Uint8Array;
  readonly nowSeconds: number;
  /** When given, another id is rejected as `wrongId`. */
  readonly id?: number;
}): TsigVerdict => {
  const { octets, key, requestMac, nowSeconds, id } = response;
  const tsig = malformedOr(() => findTsig(octets));
  if (tsig === undefined) return { kind: 'unsigned' };
  if ('kind' in tsig) return { kind: 'rejected', reason: 'malformed', detail: tsig.reason };
  if (id !== undefined && tsig.originalId !== id) return { kind: 'rejected', reason: 'wrongId' };
  const message = unsignedMessage(octets, tsig);
  const hmac = startMac(key);
  addPriorMac(hmac, requestMac);
  hmac.update(message);
  addVariables(hmac, key, tsig);
  const verdict = judgeTsig({ key, tsig, expectedMac: hmac.digest(), nowSeconds });
  return verdict ?? { kind: 'verified', octets: message, mac: tsig.mac };
};
