import { compareNames } from '../../dns/compareNames.ts';
import type { DomainName } from '../../dns/rrset.ts';

/**
 * A set of names of which the first so many are chosen: those with the fewest labels, a `*` in front not
 * counted, and of these in canonical order. Which they are depends on the set alone, not on the order in
 * which names came. A name that comes or goes costs no more than the logarithm of all that there are.
 */
export type FirstNames = {
  /** Each returns the names that are chosen now and were not, or the other way round. */
  readonly add: (name: DomainName) => readonly DomainName[];
  readonly remove: (name: DomainName) => readonly DomainName[];
  readonly limit: (most: number) => readonly DomainName[];
  readonly has: (name: DomainName) => boolean;
  /** Those that are chosen, in their order. */
  readonly names: () => readonly DomainName[];
  /** Whether there are more than those. */
  readonly isOver: () => boolean;
};

export const createFirstNames = (most: number): FirstNames => {
  let room = most;
  const chosen: DomainName[] = [];
  const rest = new Set<DomainName>();
  /** A heap of `rest`, the first on top; what is no longer in `rest` is passed over. */
  const heap: DomainName[] = [];

  const putBack = (name: DomainName): void => {
    rest.add(name);
    pushHeap(heap, name);
    if (heap.length <= 2 * rest.size + 16) return;
    heap.length = 0;
    for (const one of rest) pushHeap(heap, one);
  };
  const takeFirst = (): DomainName | undefined => {
    for (let name = popHeap(heap); name !== undefined; name = popHeap(heap))
      if (rest.delete(name)) return name;
    return undefined;
  };
  /** Makes the chosen as many as there is room for. */
  const fill = (): readonly DomainName[] => {
    const moved: DomainName[] = [];
    while (chosen.length > room) {
      const last = chosen.pop() as DomainName;
      putBack(last);
      moved.push(last);
    }
    while (chosen.length < room) {
      const name = takeFirst();
      if (name === undefined) break;
      chosen.push(name);
      moved.push(name);
    }
    return moved;
  };

  return {
    add: (name) => {
      const at = placeIn(chosen, name);
      if (chosen[at] === name || rest.has(name)) return [];
      if (at === room) {
        putBack(name);
        return [];
      }
      chosen.splice(at, 0, name);
      return [name, ...fill()];
    },
    remove: (name) => {
      if (rest.delete(name)) return [];
      const at = placeIn(chosen, name);
      if (chosen[at] !== name) return [];
      chosen.splice(at, 1);
      return [name, ...fill()];
    },
    limit: (most) => {
      room = most;
      return fill();
    },
    has: (name) => chosen[placeIn(chosen, name)] === name,
    names: () => chosen,
    isOver: () => rest.size > 0,
  };
};

const compare = (a: DomainName, b: DomainName): number => depthOf(a) - depthOf(b) || compareNames(a, b);

const depthOf = (name: DomainName): number => {
  let count = name.startsWith('*.') ? -1 : 0;
  for (let at = name.indexOf('.'); at >= 0; at = name.indexOf('.', at + 1)) count += 1;
  return count;
};

/** Where a name stands in a sorted list, or would stand. */
const placeIn = (names: readonly DomainName[], name: DomainName): number => {
  let from = 0;
  let to = names.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (compare(names[middle] as DomainName, name) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
};

const pushHeap = (heap: DomainName[], name: DomainName): void => {
  let at = heap.push(name) - 1;
  for (
    let above = (at - 1) >> 1;
    at > 0 && compare(name, heap[above] as DomainName) < 0;
    above = (at - 1) >> 1
  ) {
    heap[at] = heap[above] as DomainName;
    at = above;
  }
  heap[at] = name;
};

const popHeap = (heap: DomainName[]): DomainName | undefined => {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let at = 0;
  for (let below = 1; below < heap.length; below = at * 2 + 1) {
    const other = below + 1;
    if (other < heap.length && compare(heap[other] as DomainName, heap[below] as DomainName) < 0)
      below = other;
    if (compare(last, heap[below] as DomainName) <= 0) break;
    heap[at] = heap[below] as DomainName;
    at = below;
  }
  heap[at] = last;
  return first;
};
