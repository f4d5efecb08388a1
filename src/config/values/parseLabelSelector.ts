import { parseSelector } from '../../records/parseSelector.ts';
import { type ParseText, secondHalf, value } from '../parsed.ts';

/** A label selector as kubectl's `--selector` takes it; answered as written. */
export const parseLabelSelector: ParseText<string> = (text) => {
  const parsed = parseSelector(text);
  return parsed.kind === 'selector' ? value(text) : secondHalf(parsed.message);
};
