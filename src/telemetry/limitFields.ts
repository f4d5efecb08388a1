import { countText, cut } from '../model/visibleText.ts';
import type { LogFields } from './log.ts';

/**
 * What one text of a line may have: names of 255 octets, and records of others, stand in the longest
 * messages.
 */
const longestText = 2_000;
const longestStack = 8_000;
const longestList = 50;
const deepest = 4;

/** The same for a message. */
export const limitMessage = (message: string): string => cut(message, longestText);

/**
 * The fields of a log line, each of limited length: servers, zones and objects of others are quoted in them,
 * and whoever writes these decides how long they are.
 */
export const limitFields = (fields: LogFields): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, key === 'error' ? value : limited(value, deepest)]),
  );

/** An error as it is written, its texts limited; a stack begins with its message. */
export const limitError = (fields: unknown): unknown => limited(fields, deepest, longestStack);

const limited = (value: unknown, depth: number, most: number = longestText): unknown => {
  if (typeof value === 'string') return cut(value, most);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return limitedList(value, depth, most);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, limited(one, depth - 1, most)]));
};

const limitedList = (list: readonly unknown[], depth: number, most: number): readonly unknown[] => [
  ...list.slice(0, longestList).map((one) => limited(one, depth - 1, most)),
  ...(list.length > longestList ? [`and ${countText(list.length - longestList)} more`] : []),
];
