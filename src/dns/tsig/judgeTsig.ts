import type { Buffer } from 'node:buffer';
import { rcodeName } from '../rcodeName.ts';
import type { TsigKey } from './tsigKey.ts';
import { tsigAlgorithms, tsigKeyName } from './tsigKey.ts';
import type { TsigRecord } from './tsigRecord.ts';
import { uint48 } from './tsigRecord.ts';
import { compareMac } from './tsigVariables.ts';

/** Why an answer must not be believed. */
export type TsigRejection =
  | {
      readonly kind: 'rejected';
      readonly reason: 'badMac' | 'badKey' | 'wrongId' | 'truncated' | 'unexpectedlyUnsigned';
    }
  | { readonly kind: 'rejected'; readonly reason: 'malformed'; readonly detail: string }
  /** The MAC is right, but the server's clock and ours differ by more than the fudge. */
  | {
      readonly kind: 'rejected';
      readonly reason: 'badTime';
      readonly signedSeconds: number;
      readonly nowSeconds: number;
      readonly fudgeSeconds: number;
    };

/**
 * The server did not accept our TSIG (RFC 8945 §5.2), so it did nothing. `verified` is whether the answer
 * itself is signed by our key: only then is it proof, and only then may `serverTimeSeconds` (BADTIME) correct
 * our clock. BADSIG and BADKEY come unsigned, so they are only hints.
 */
export type TsigError = {
  readonly kind: 'tsig-error';
  readonly error: 'BADSIG' | 'BADKEY' | 'BADTIME' | 'BADTRUNC' | (string & {});
  readonly verified: boolean;
  readonly serverTimeSeconds?: number;
};

/**
 * Judges one TSIG record against the MAC it should have; undefined when it is good. Order as RFC 8945 §5.2:
 * key, MAC, time, truncation.
 */
export const judgeTsig = (facts: {
  readonly key: TsigKey;
  readonly tsig: TsigRecord;
  readonly expectedMac: Buffer;
  readonly nowSeconds: number;
}): TsigRejection | TsigError | undefined => {
  const { key, tsig, expectedMac, nowSeconds } = facts;
  if (tsig.error !== 0) return judgeError(key, tsig, expectedMac);
  if (!isOurs(key, tsig)) return { kind: 'rejected', reason: 'badKey' };
  const comparison = compareMac(key, expectedMac, tsig.mac);
  if (comparison === 'malformed') {
    return { kind: 'rejected', reason: 'malformed', detail: `TSIG with a MAC of ${tsig.mac.length} octets` };
  }
  if (comparison === 'badMac') return { kind: 'rejected', reason: comparison };
  const { timeSeconds, fudgeSeconds } = tsig;
  if (Math.abs(nowSeconds - timeSeconds) > fudgeSeconds) {
    return { kind: 'rejected', reason: 'badTime', signedSeconds: timeSeconds, nowSeconds, fudgeSeconds };
  }
  return comparison === 'truncated' ? { kind: 'rejected', reason: comparison } : undefined;
};

/** Whether the record names our key and algorithm. */
const isOurs = (key: TsigKey, tsig: TsigRecord): boolean =>
  tsig.keyName === tsigKeyName(key) && tsig.algorithmName === tsigAlgorithms[key.algorithm].wireName;

const judgeError = (key: TsigKey, tsig: TsigRecord, expectedMac: Buffer): TsigError | TsigRejection => {
  const verified =
    isOurs(key, tsig) && tsig.mac.length > 0 && compareMac(key, expectedMac, tsig.mac) === 'same';
  // Signed, but wrongly: somebody else wrote it.
  if (!verified && tsig.mac.length > 0) return { kind: 'rejected', reason: 'badMac' };
  const error = rcodeName(tsig.error);
  if (error !== 'BADTIME' || tsig.otherData.length !== 6) return { kind: 'tsig-error', error, verified };
  return { kind: 'tsig-error', error, verified, serverTimeSeconds: uint48(tsig.otherData, 0) };
};
