import { compareNames } from '../../dns/compareNames.ts';
import type { DomainName } from '../../dns/rrset.ts';
import { objectRefPath } from '../../model/objectRef.ts';
import { inTurns } from './inTurns.ts';
import type { AddressHolder, Pointer, PointerPolicy } from './pointersOf.ts';

/**
 * So many PTRs an address has: what BIND takes of one name and type by itself (`max-records-per-type`). Who
 * writes a slice may give an address any number of hostnames.
 */
const mostPointers = 100;

/** Those of one reverse name: in turns of the namespaces, so that none pushes the others out. */
export const limitPointers = (pointers: readonly Pointer[]): readonly Pointer[] =>
  pointers.length <= mostPointers ? pointers : inTurns(byPreference(pointers), namespaceOf, mostPointers);

/**
 * What one reverse name holds, of all that objects have there: one target with the policy `one`, else each
 * target once, up to {@link mostPointers}. In the order of the targets.
 *
 * Of several, the one goes first whose address is surely its own: that of a Node before that of a Pod, which
 * may share it, and that before one written by hand. Then comes that of the namespace in which a Pod has it,
 * then that of the namespace that had it first, then one with a hostname, then one of a Service before one of
 * a Pod, then that of the older object. An address has the PTR of a ServiceImport only while
 * it has none otherwise, of several the first in this order.
 */
export const choosePointers = (all: readonly Pointer[], policy: PointerPolicy): readonly Pointer[] => {
  if (all.length < 2) return all;
  const candidates = all.filter(({ heldBy }) => heldBy !== 'import');
  if (candidates.length === 0) return byPreference(all).slice(0, 1);
  const preferred = byPreference(candidates);
  if (policy === 'one') return preferred.slice(0, 1);
  const byTarget = new Map<DomainName, Pointer>();
  for (const pointer of preferred) if (!byTarget.has(pointer.target)) byTarget.set(pointer.target, pointer);
  return inTurns([...byTarget.values()], namespaceOf, mostPointers).toSorted(comparePointers);
};

export const comparePointers = (a: Pointer, b: Pointer): number =>
  compareNames(a.name, b.name) || compareTexts(a.target, b.target);

const holderOrder: Readonly<Record<AddressHolder, number>> = {
  service: 0,
  node: 1,
  pod: 2,
  unknown: 3,
  import: 4,
};

/**
 * A hostname is chosen by who writes the slice, so it decides within a namespace alone: no tenant gets the
 * name of another's address by it.
 */
const byPreference = (candidates: readonly Pointer[]): readonly Pointer[] => {
  const since = new Map<string, number>();
  for (const pointer of candidates)
    since.set(namespaceOf(pointer), Math.min(since.get(namespaceOf(pointer)) ?? Infinity, age(pointer)));
  // A Pod itself proves whose namespace its address is.
  const proven = new Set(candidates.filter(isOfPod).map(namespaceOf));
  const namespaceAge = (pointer: Pointer): number => since.get(namespaceOf(pointer)) ?? 0;
  return candidates.toSorted(
    (a, b) =>
      holderOrder[a.heldBy] - holderOrder[b.heldBy] ||
      Number(proven.has(namespaceOf(b))) - Number(proven.has(namespaceOf(a))) ||
      namespaceAge(a) - namespaceAge(b) ||
      compareTexts(namespaceOf(a), namespaceOf(b)) ||
      Number(b.hasHostname) - Number(a.hasHostname) ||
      Number(isOfPod(a)) - Number(isOfPod(b)) ||
      age(a) - age(b) ||
      comparePointers(a, b) ||
      compareTexts(objectRefPath(a.origin), objectRefPath(b.origin)),
  );
};

const isOfPod = ({ origin }: Pointer): boolean => origin.kind === 'Pod';

const namespaceOf = ({ origin }: Pointer): string => origin.namespace;

/** 0 is unknown, and counts as the youngest. */
const age = ({ createdMs }: Pointer): number => createdMs || Number.MAX_SAFE_INTEGER;

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
