import { Buffer } from 'node:buffer';
import type { Hmac } from 'node:crypto';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { headerOctets, uint16, writeUint16, writeUint32 } from '../header.ts';
import { encodeName, maxNameWireOctets } from '../nameReader.ts';
import type { TsigKey } from './tsigKey.ts';
import { macOctetsOf, minimumMacOctets, tsigAlgorithms, tsigKeyName } from './tsigKey.ts';
import type { TsigRecord } from './tsigRecord.ts';
import { classAny } from './tsigRecord.ts';

/** The parts of a TSIG record that go into its MAC. */
export type TsigVariables = Pick<TsigRecord, 'timeSeconds' | 'fudgeSeconds' | 'error' | 'otherData'>;

export const startMac = (key: TsigKey): Hmac => createHmac(tsigAlgorithms[key.algorithm].hash, key.secret);

/** Takes in the MAC that this one answers or follows, with its length before it (RFC 8945 §4.3.1). */
export const addPriorMac = (hmac: Hmac, mac: Uint8Array): void => {
  const length = Buffer.alloc(2);
  writeUint16(length, 0, mac.length);
  hmac.update(length).update(mac);
};

/** The message without its TSIG record and with its first id, as it was signed (RFC 8945 §4.3.2, §5.3). */
export const unsignedMessage = (octets: Uint8Array, tsig: TsigRecord): Buffer => {
  const message = Buffer.from(octets.subarray(0, tsig.offset));
  writeUint16(message, 0, tsig.originalId);
  writeUint16(message, headerOctets - 2, uint16(message, headerOctets - 2) - 1);
  return message;
};

/** TSIG variables: names in lower case and uncompressed (RFC 8945 §4.3.3). */
export const addVariables = (hmac: Hmac, key: TsigKey, variables: TsigVariables): void => {
  const name = tsigKeyName(key);
  const { wireName } = tsigAlgorithms[key.algorithm];
  const { otherData } = variables;
  const octets = Buffer.alloc(maxNameWireOctets(name) + maxNameWireOctets(wireName) + 18 + otherData.length);
  let at = encodeName(name, octets, 0);
  writeUint16(octets, at, classAny);
  at = encodeName(wireName, octets, at + 6);
  at = writeTimers(octets, at, variables);
  writeUint16(octets, at, variables.error);
  writeUint16(octets, at + 2, otherData.length);
  octets.set(otherData, at + 4);
  hmac.update(octets.subarray(0, at + 4 + otherData.length));
};

/** What replaces the variables in all messages of an answer but the first (RFC 8945 §5.3.1). */
export const addTimers = (hmac: Hmac, variables: TsigVariables): void => {
  const octets = Buffer.alloc(8);
  writeTimers(octets, 0, variables);
  hmac.update(octets);
};

/** Time (48 bits) and fudge; returns the offset behind. */
export const writeTimers = (
  target: Uint8Array,
  offset: number,
  timers: Pick<TsigVariables, 'timeSeconds' | 'fudgeSeconds'>,
): number => {
  writeUint16(target, offset, Math.floor(timers.timeSeconds / 2 ** 32));
  writeUint32(target, offset + 2, timers.timeSeconds % 2 ** 32);
  writeUint16(target, offset + 6, timers.fudgeSeconds);
  return offset + 8;
};

/**
 * Holds a MAC that was received against the right one, in constant time. Truncation as RFC 8945 §5.2.2.1
 * allows: a length no HMAC has, or below the legal minimum, is `malformed`; one that is legal but shorter
 * than this key's is `truncated`.
 */
export const compareMac = (
  key: TsigKey,
  expected: Buffer,
  received: Uint8Array,
): 'same' | 'badMac' | 'truncated' | 'malformed' => {
  if (received.length > expected.length) return 'malformed';
  if (received.length < minimumMacOctets(key.algorithm)) return 'malformed';
  if (!timingSafeEqual(expected.subarray(0, received.length), received)) return 'badMac';
  return received.length < macOctetsOf(key) ? 'truncated' : 'same';
};
