import type { Target } from './target.ts';

export interface TextTarget extends Omit<Target, 'seeds' | 'words' | 'check' | 'maxOctets'> {
  readonly seeds: readonly string[];
  /** Separated by blanks. */
  readonly words: string;
  readonly check: (text: string) => void;
  readonly maxOctets?: number;
}

/** A target that reads text: octets that are no UTF-8 become U+FFFD, as in any file that is read. */
export const textTarget = ({ seeds, words, check, maxOctets = 2048, ...others }: TextTarget): Target => ({
  ...others,
  maxOctets,
  seeds: seeds.map((seed) => Buffer.from(seed)),
  words: [...words.split(' '), ' ', '\n', '\t', '\r\n', '"', '\\', '\0', '\xc3\xa4'],
  check: (octets) => check(Buffer.from(octets).toString()),
});
