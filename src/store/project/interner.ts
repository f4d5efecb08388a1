import { exactList } from '../../exactList.ts';

/**
 * Makes equal strings and equal ports lists one and the same, for a model with a hundred thousand of them.
 * It forgets everything past `limit` entries, so that names which come and go for months do not pile up.
 */
export type Interner = {
  readonly text: (text: string) => string;
  readonly list: <T extends object>(items: readonly T[]) => readonly T[];
};

export const createInterner = (limit = 20_000): Interner => {
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly object[]>();
  return {
    text: (text) => intern(texts, limit, text, text),
    list: <T extends object>(items: readonly T[]) =>
      (items.length === 0
        ? none
        : intern(lists, limit, JSON.stringify(items), exactList(items))) as readonly T[],
  };
};

const intern = <T>(known: Map<string, T>, limit: number, key: string, value: T): T => {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= limit) known.clear();
  known.set(key, value);
  return value;
};

const none: readonly object[] = Object.freeze([]);
