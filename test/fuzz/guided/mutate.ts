import type { Seeded } from '../../support/seed.ts';
import type { Target } from './target.ts';

/** An input that is nearly the given one: one to eight changes, some of them with parts of another. */
export const mutate = (
  random: Seeded,
  target: Pick<Target, 'words' | 'maxOctets'>,
  input: Uint8Array,
  other: Uint8Array,
): Uint8Array => {
  let octets: Buffer = Buffer.from(input);
  for (let left = 1 + random.below(1 << random.below(4)); left > 0; left -= 1) {
    const change = random.pick(changes);
    octets = change({ random, words: target.words, other: Buffer.from(other) }, octets);
    if (octets.length > target.maxOctets) octets = octets.subarray(0, target.maxOctets);
  }
  return octets;
};

interface Means {
  readonly random: Seeded;
  readonly words: readonly string[];
  readonly other: Buffer;
}

type Change = (means: Means, octets: Buffer) => Buffer;

/** A stretch of some octets, mostly a short one. */
const stretch = (random: Seeded, octets: Buffer): { readonly from: number; readonly to: number } => {
  const from = random.below(octets.length + 1);
  const length = random.below(Math.min(octets.length - from, 1 << (1 + random.below(8))) + 1);
  return { from, to: from + length };
};

const replace = (octets: Buffer, from: number, to: number, part: Uint8Array): Buffer =>
  Buffer.concat([octets.subarray(0, from), part, octets.subarray(to)]);

const setOctet: Change = ({ random }, octets) => {
  const changed = Buffer.from(octets);
  if (changed.length > 0) changed[random.below(changed.length)] = random.below(256);
  return changed;
};

const flipBit: Change = ({ random }, octets) => {
  const changed = Buffer.from(octets);
  const at = random.below(Math.max(1, changed.length));
  if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8));
  return changed;
};

/** Numbers and lengths of one, two and four octets: near what is there, or at an edge. */
const setNumber: Change = ({ random }, octets) => {
  const size = random.pick([1, 2, 4]);
  if (octets.length < size) return octets;
  const changed = Buffer.from(octets);
  const at = random.below(changed.length - size + 1);
  const before = changed.readUIntBE(at, size);
  const most = 2 ** (8 * size);
  const number = random.pick([
    before + 1,
    before - 1,
    before + random.below(32),
    before - random.below(32),
    0,
    most - 1,
    most / 2,
    changed.length - at - size,
    changed.length,
  ]);
  changed.writeUIntBE(((number % most) + most) % most, at, size);
  return changed;
};

const decimals = ['0', '1', '-1', '255', '256', '65535', '65536', '2147483648', '1e9', '0.5'] as const;

/** A number in digits becomes another. */
const setDecimal: Change = ({ random }, octets) => {
  const found = [...octets.toString('latin1').matchAll(/\d+/g)];
  const one = found[random.below(found.length)];
  if (one === undefined) return octets;
  return replace(octets, one.index, one.index + one[0].length, Buffer.from(random.pick(decimals)));
};

const insertOctets: Change = ({ random }, octets) => {
  const { from } = stretch(random, octets);
  const part = Uint8Array.from({ length: 1 + random.below(4) }, () => random.below(256));
  return replace(octets, from, from, part);
};

const remove: Change = ({ random }, octets) => {
  const { from, to } = stretch(random, octets);
  return replace(octets, from, to, Buffer.alloc(0));
};

const duplicate: Change = ({ random }, octets) => {
  const { from, to } = stretch(random, octets);
  const copies = Array.from({ length: 1 + random.below(4) }, () => octets.subarray(from, to));
  const at = random.below(2) === 0 ? to : random.below(octets.length + 1);
  return replace(octets, at, at, Buffer.concat(copies));
};

/** The beginning of one and the end of the other, or a part of the other in place of a part. */
const splice: Change = ({ random, other }, octets) => {
  const mine = stretch(random, octets);
  const theirs = stretch(random, other);
  return random.below(2) === 0
    ? Buffer.concat([octets.subarray(0, mine.from), other.subarray(theirs.from)])
    : replace(octets, mine.from, mine.to, other.subarray(theirs.from, theirs.to));
};

const putWord: Change = ({ random, words }, octets) => {
  const word = Buffer.from(words[random.below(words.length)] ?? '', 'latin1');
  const { from, to } = stretch(random, octets);
  return replace(octets, from, random.below(2) === 0 ? from : to, word);
};

const changes: readonly [Change, ...Change[]] = [
  setOctet,
  flipBit,
  setNumber,
  setDecimal,
  insertOctets,
  remove,
  remove,
  duplicate,
  splice,
  putWord,
  putWord,
  putWord,
];
