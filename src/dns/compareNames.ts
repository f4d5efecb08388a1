import { parseLabels } from './parseLabels.ts';
import type { DomainName } from './rrset.ts';

/**
 * Canonical order of names (RFC 4034 §6.1): by labels from the right, each compared as octets, a missing
 * label first. For `sort`; zero only for equal names. Names without escapes are compared where they stand,
 * without making labels: a sort of 400,000 calls this 6 million times.
 */
export const compareNames = (a: DomainName, b: DomainName): number => {
  if (a === b) return 0;
  let atA = a.length - 1;
  let atB = b.length - 1;
  // Index of the dot behind the label in which the names begin to differ.
  let endA = atA;
  let endB = atB;
  for (; atA >= 0 && atB >= 0; atA--, atB--) {
    const code = a.charCodeAt(atA);
    if (code === backslash) return compareEscaped(a, b);
    if (code !== b.charCodeAt(atB)) break;
    if (code === dot) {
      endA = atA;
      endB = atB;
    }
  }
  // A backslash here escapes what was compared last: perhaps a dot, which then ends no label.
  if (a.charCodeAt(atA) === backslash || b.charCodeAt(atB) === backslash) return compareEscaped(a, b);
  // One is used up, and a dot of the other is next: all its labels are equal, and the other has more (or that
  // dot is escaped).
  if (atA < 0 && b.charCodeAt(atB) === dot)
    return b.charCodeAt(atB - 1) === backslash ? compareEscaped(a, b) : -1;
  if (atB < 0 && a.charCodeAt(atA) === dot)
    return a.charCodeAt(atA - 1) === backslash ? compareEscaped(a, b) : 1;
  return compareLabels(a, endA, b, endB);
};

const dot = 0x2e;
const backslash = 0x5c;

/** Compares the labels before the dots at `endA` and `endB`; behind them the names are equal. */
const compareLabels = (a: DomainName, endA: number, b: DomainName, endB: number): number => {
  // The root has no label before its dot.
  if (endA <= 0 || endB <= 0) return endA - endB;
  const startA = a.lastIndexOf('.', endA - 1) + 1;
  const startB = b.lastIndexOf('.', endB - 1) + 1;
  if (a.charCodeAt(startA - 2) === backslash || b.charCodeAt(startB - 2) === backslash)
    return compareEscaped(a, b);
  const shared = Math.min(endA - startA, endB - startB);
  for (let at = 0; at < shared; at++) {
    const codeA = a.charCodeAt(startA + at);
    const codeB = b.charCodeAt(startB + at);
    if (codeA === backslash || codeB === backslash) return compareEscaped(a, b);
    if (codeA !== codeB) return codeA - codeB;
  }
  return endA - startA - (endB - startB);
};

const compareEscaped = (a: DomainName, b: DomainName): number => {
  const labelsA = octetLabels(a);
  const labelsB = octetLabels(b);
  for (let back = 1; back <= Math.min(labelsA.length, labelsB.length); back++) {
    const difference = compareOctets(labelsA.at(-back) ?? [], labelsB.at(-back) ?? []);
    if (difference !== 0) return difference;
  }
  return labelsA.length - labelsB.length;
};

const octetLabels = (name: DomainName): readonly (readonly number[])[] => {
  const parsed = parseLabels(name);
  return parsed.kind === 'labels' ? parsed.labels : [];
};

const compareOctets = (a: readonly number[], b: readonly number[]): number => {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};
