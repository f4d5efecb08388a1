import { Buffer } from 'node:buffer';
import { DnsError } from '../dnsError.ts';
import { headerOctets, maxMessageOctets, uint16, writeUint16 } from '../header.ts';
import { encodeName, maxNameWireOctets } from '../nameReader.ts';
import type { TsigKey } from './tsigKey.ts';
import { assertUsableKey, macOctetsOf, tsigAlgorithms, tsigKeyName } from './tsigKey.ts';
import { classAny, typeTsig } from './tsigRecord.ts';
import { addPriorMac, addVariables, startMac, writeTimers } from './tsigVariables.ts';

/** A message as it goes over the wire, and its MAC, which the answer's MAC covers. */
export type SignedMessage = { readonly octets: Buffer; readonly mac: Buffer };

/** How far the clocks may differ (RFC 8945 §10). */
export const defaultFudgeSeconds = 300;

/**
 * Puts a TSIG record behind a message (RFC 8945 §5.1). `priorMac` only for an answer: the MAC of its request.
 * Throws DnsError `badKey` for a key that must not be used, `messageTooLong` when the record does not fit:
 * leave {@link tsigOctets} free.
 */
export const signMessage = (request: {
  readonly octets: Uint8Array;
  readonly key: TsigKey;
  readonly timeSeconds: number;
  readonly fudgeSeconds?: number;
  readonly priorMac?: Uint8Array;
}): SignedMessage => {
  const { octets, key, timeSeconds, fudgeSeconds = defaultFudgeSeconds, priorMac } = request;
  assertUsableKey(key);
  const hmac = startMac(key);
  if (priorMac !== undefined) addPriorMac(hmac, priorMac);
  hmac.update(octets);
  addVariables(hmac, key, { timeSeconds, fudgeSeconds, error: 0, otherData: Buffer.alloc(0) });
  const mac = hmac.digest().subarray(0, macOctetsOf(key));

  const signed = Buffer.alloc(octets.length + tsigOctets(key));
  signed.set(octets);
  writeUint16(signed, headerOctets - 2, uint16(octets, headerOctets - 2) + 1);
  const end = writeTsig(signed, octets.length, {
    key,
    timeSeconds,
    fudgeSeconds,
    mac,
    id: uint16(octets, 0),
  });
  if (end > maxMessageOctets) {
    throw new DnsError(
      'messageTooLong',
      `Cannot sign the message: found ${end} octets with its TSIG record, needed at most ${maxMessageOctets}`,
    );
  }
  return { octets: signed.subarray(0, end), mac };
};

/** Octets that a key's TSIG record takes at most. */
export const tsigOctets = (key: TsigKey): number =>
  maxNameWireOctets(tsigKeyName(key)) +
  10 +
  maxNameWireOctets(tsigAlgorithms[key.algorithm].wireName) +
  16 +
  macOctetsOf(key);

type TsigToWrite = {
  readonly key: TsigKey;
  readonly timeSeconds: number;
  readonly fudgeSeconds: number;
  readonly mac: Uint8Array;
  readonly id: number;
};

/** Writes the record (RFC 8945 §4.2), names uncompressed; returns the offset behind it. */
const writeTsig = (target: Uint8Array, offset: number, tsig: TsigToWrite): number => {
  const fixed = encodeName(tsigKeyName(tsig.key), target, offset);
  writeUint16(target, fixed, typeTsig);
  writeUint16(target, fixed + 2, classAny);
  let at = encodeName(tsigAlgorithms[tsig.key.algorithm].wireName, target, fixed + 10);
  at = writeTimers(target, at, tsig);
  writeUint16(target, at, tsig.mac.length);
  target.set(tsig.mac, at + 2);
  at += 2 + tsig.mac.length;
  writeUint16(target, at, tsig.id);
  // Error and length of other data: zero.
  const end = at + 6;
  writeUint16(target, fixed + 8, end - fixed - 10);
  return end;
};
