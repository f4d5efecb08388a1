import type { DomainName, Rdata, RecordType, Rrset } from './rrset.ts';

/**
 * Stands for a set of records, whatever their order: how many, and the sums (modulo 2^32 each, signed) of two
 * independent 32-bit hashes of name, type, TTL and RDATA. Mutable, because a transfer adds 430,000 records to
 * a few thousand of these. Adding and removing commute, and removing undoes adding.
 *
 * Against chance, not against malice: two different sets of one count are taken for equal with a chance of
 * 2^-64, and whoever may write the zone could compute a collision. What a digest leads to is only whether to
 * look closer.
 */
export type RecordDigest = { count: number; high: number; low: number };

/** The digest of no records. */
export const emptyDigest = (): RecordDigest => ({ count: 0, high: 0, low: 0 });

/** The digest of all records of some RRsets. */
export const digestOf = (rrsets: readonly Rrset[]): RecordDigest => {
  const digest = emptyDigest();
  for (const { name, type, ttlSeconds, rdatas } of rrsets) {
    const hash = hashRrset(name, type, ttlSeconds);
    for (const rdata of rdatas) sumRdata(digest, hash, rdata, 1);
  }
  return digest;
};

/**
 * What the records of one RRset have in common, hashed: most of the octets, and the records of a transfer
 * come RRset by RRset.
 */
export type RrsetHash = { readonly high: number; readonly low: number };

/** Whether two sets hold the same records, see {@link RecordDigest}. */
export const equalDigests = (a: Readonly<RecordDigest>, b: Readonly<RecordDigest>): boolean =>
  a.count === b.count && a.low === b.low && a.high === b.high;

/**
 * Constants of one hash: all odd, so that multiplying loses nothing. Two lanes share none, so that texts that
 * collide in one do not in the other.
 */
type Lane = { readonly seed: number; readonly spread: number; readonly multiplier: number };

const highLane: Lane = { seed: 0x243f6a89, spread: 0x9e3779b1, multiplier: 0xcc9e2d51 };
const lowLane: Lane = { seed: 0x13198a2f, spread: 0x85ebca77, multiplier: 0x1b873593 };

/** Hashes what the records of an RRset share. */
export const hashRrset = (name: DomainName, type: RecordType, ttlSeconds: number): RrsetHash => {
  const hash = { high: highLane.seed, low: lowLane.seed };
  mixText(hash, name);
  mixText(hash, type);
  mixWord(hash, ttlSeconds);
  return hash;
};

/**
 * Takes the record of an RRset with this RDATA in (1), where twice counts twice, or out again (-1). Taking
 * out one that is not in leaves a digest that equals none.
 */
export const sumRdata = (digest: RecordDigest, rrset: RrsetHash, rdata: Rdata, sign: 1 | -1): void => {
  const hash = { high: rrset.high, low: rrset.low };
  mixText(hash, rdata);
  digest.count += sign;
  digest.high = (digest.high + sign * finish(hash.high)) | 0;
  digest.low = (digest.low + sign * finish(hash.low)) | 0;
};

type MutableHash = { -readonly [Key in keyof RrsetHash]: RrsetHash[Key] };

/**
 * Straight from the text, and both hashes in one pass: reading characters is what takes the time. Four
 * characters a round: canonical texts are ASCII, so that four of them are one word. The length goes in as
 * well, so that a character cannot move from one text to the next.
 */
const mixText = (hash: MutableHash, text: string): void => {
  const { length } = text;
  let high = mix(hash.high, length, highLane);
  let low = mix(hash.low, length, lowLane);
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const word = wordAt(text, at);
    high = mix(high, word, highLane);
    low = mix(low, word, lowLane);
  }
  for (; at < length; at++) {
    const character = text.charCodeAt(at);
    high = mix(high, character, highLane);
    low = mix(low, character, lowLane);
  }
  hash.high = high;
  hash.low = low;
};

const mixWord = (hash: MutableHash, word: number): void => {
  hash.high = mix(hash.high, word, highLane);
  hash.low = mix(hash.low, word, lowLane);
};

const wordAt = (text: string, at: number): number =>
  text.charCodeAt(at) |
  (text.charCodeAt(at + 1) << 8) |
  (text.charCodeAt(at + 2) << 16) |
  (text.charCodeAt(at + 3) << 24);

/**
 * One round over a 32-bit word. Exclusive or, rotation and multiplication by an odd number are one to one: no
 * two states become one.
 */
const mix = (hash: number, word: number, lane: Lane): number => {
  const state = hash ^ Math.imul(word, lane.spread);
  return Math.imul((state << 13) | (state >>> 19), lane.multiplier);
};

/** Lets every bit of the state change every bit of the result, as sums of unmixed states would cancel out. */
const finish = (hash: number): number => {
  let state = hash;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
};
