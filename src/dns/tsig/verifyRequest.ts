import type { Buffer } from 'node:buffer';
import { malformedOr } from '../dnsError.ts';
import { judgeTsig, type TsigError, type TsigRejection } from './judgeTsig.ts';
import { type TsigKey, tsigKeyName } from './tsigKey.ts';
import { findTsig } from './tsigRecord.ts';
import { addVariables, startMac, unsignedMessage } from './tsigVariables.ts';

/** What the TSIG of a request from another program proves; `mac` goes into the signature of the answer. */
export type RequestVerdict =
  | { readonly kind: 'verified'; readonly octets: Buffer; readonly mac: Buffer; readonly key: TsigKey }
  | { readonly kind: 'unsigned' }
  | TsigError
  | TsigRejection;

/** Verifies a request such as NOTIFY (RFC 8945 §5.2) with whichever of the keys it names. */
export const verifyRequest = (request: {
  readonly octets: Uint8Array;
  readonly keys: readonly TsigKey[];
  readonly nowSeconds: number;
}): RequestVerdict => {
  const { octets, keys, nowSeconds } = request;
  const tsig = malformedOr(() => findTsig(octets));
  if (tsig === undefined) return { kind: 'unsigned' };
  if ('kind' in tsig) return { kind: 'rejected', reason: 'malformed', detail: tsig.reason };
  const key = keys.find((candidate) => tsigKeyName(candidate) === tsig.keyName);
  if (key === undefined) return { kind: 'rejected', reason: 'badKey' };
  const message = unsignedMessage(octets, tsig);
  const hmac = startMac(key);
  hmac.update(message);
  addVariables(hmac, key, tsig);
  const verdict = judgeTsig({ key, tsig, expectedMac: hmac.digest(), nowSeconds });
  return verdict ?? { kind: 'verified', octets: message, mac: tsig.mac, key };
};
