import type { ResourceRecord } from './rrset.ts';

/**
 * Stands for a set of records, whatever their order: how many, and the sums (modulo 2^32 each) of two independent 32-bit hashes of name, type, TTL and
 * RDATA. Mutable, because a transfer adds 430,000 records to a few thousand of these. Adding and removing commute, and removing undoes adding.
 *
 * Against chance, not against malice: two different sets of one count are taken for equal with a chance of 2^-64, and whoever may write the zone
 * could compute a collision. What a digest leads to is only whether to look closer.
 */
export type RecordDigest = { count: number; high: number; low: number };

/** The digest of no records. */
export const emptyDigest = (): RecordDigest => ({ count: 0, high: 0, low: 0 });

/** Takes a record in. The same record twice counts twice. */
export const addRecord = (digest: RecordDigest, record: ResourceRecord): void => {
  const high = hashRecord(record, highLane);
  const low = hashRecord(record, lowLane);
  digest.count += 1;
  digest.high = (digest.high + high) >>> 0;
  digest.low = (digest.low + low) >>> 0;
};

/** Takes a record out again. Taking out one that is not in leaves a digest that equals none. */
export const removeRecord = (digest: RecordDigest, record: ResourceRecord): void => {
  const high = hashRecord(record, highLane);
  const low = hashRecord(record, lowLane);
  digest.count -= 1;
  digest.high = (digest.high - high) >>> 0;
  digest.low = (digest.low - low) >>> 0;
};

/** Whether two sets hold the same records, see {@link RecordDigest}. */
export const equalDigests = (a: RecordDigest, b: RecordDigest): boolean =>
  a.count === b.count && a.low === b.low && a.high === b.high;

/** Constants of one hash: all odd, so that multiplying loses nothing. Two lanes share none, so that texts that collide in one do not in the other. */
type Lane = { readonly seed: number; readonly spread: number; readonly multiplier: number };

const highLane: Lane = { seed: 0x243f6a89, spread: 0x9e3779b1, multiplier: 0xcc9e2d51 };
const lowLane: Lane = { seed: 0x13198a2f, spread: 0x85ebca77, multiplier: 0x1b873593 };

/** Straight from the texts, without joining them: one number in, one out, so nothing is allocated. */
const hashRecord = (record: ResourceRecord, lane: Lane): number => {
  let hash = hashText(record.name, lane.seed, lane);
  hash = hashText(record.type, hash, lane);
  hash = hashText(record.rdata, hash, lane);
  return finish(mix(hash, record.ttlSeconds, lane));
};

/** The length goes in as well, so that a character cannot move from one text to the next. */
const hashText = (text: string, seed: number, lane: Lane): number => {
  let hash = mix(seed, text.length, lane);
  for (let at = 0; at < text.length; at++) hash = mix(hash, text.charCodeAt(at), lane);
  return hash;
};

/** One round over a 32-bit word. Exclusive or, rotation and multiplication by an odd number are one to one: no two states become one. */
const mix = (hash: number, word: number, lane: Lane): number => {
  const state = hash ^ Math.imul(word, lane.spread);
  return Math.imul((state << 13) | (state >>> 19), lane.multiplier);
};

/** Lets every bit of the state change every bit of the result, as sums of unmixed states would cancel out. */
const finish = (hash: number): number => {
  let state = hash;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
};
