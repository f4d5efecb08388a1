/**
 * The same items in a list that has room for no more. One that grew by push, filter or flatMap keeps room for
 * up to seventeen: of a hundred thousand that are kept, each costs 130 octets less.
 */
export const exactList = <T>(items: readonly T[]): readonly T[] =>
  items.length === 0 ? none : items.slice();

const none: readonly never[] = Object.freeze([]);
