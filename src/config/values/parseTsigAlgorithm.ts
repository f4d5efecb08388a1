import { parseAlgorithm } from '../../dns/tsig/tsigKey.ts';
import { type ParseText, secondHalf, value } from '../parsed.ts';

/** A TSIG algorithm as named.conf writes it, in lower case, perhaps with `-bits` behind it. */
export const parseTsigAlgorithm: ParseText<string> = (text) => {
  const parsed = parseAlgorithm(text);
  return parsed.kind === 'algorithm' ? value(text.toLowerCase()) : secondHalf(parsed.message);
};
