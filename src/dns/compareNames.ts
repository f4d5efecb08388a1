import { parseLabels } from './labelText.ts';
import type { DomainName } from './rrset.ts';

/**
 * Canonical order of names (RFC 4034 §6.1): by labels from the right, each compared as octets, a missing label first. For `sort`; zero only for
 * equal names. Names without escapes are compared where they stand, without making labels: a sort of 400,000 calls this 8 million times.
 */
export const compareNames = (a: DomainName, b: DomainName): number => {
  if (a === b) return 0;
  if (a.includes('\\') || b.includes('\\')) return compareEscaped(a, b);
  // Indexes of the dot that ends the label in hand; 0 once all labels are used up, also for the root.
  let endA = a.length - 1;
  let endB = b.length - 1;
  while (endA > 0 && endB > 0) {
    const startA = a.lastIndexOf('.', endA - 1) + 1;
    const startB = b.lastIndexOf('.', endB - 1) + 1;
    const shared = Math.min(endA - startA, endB - startB);
    for (let at = 0; at < shared; at++) {
      const difference = a.charCodeAt(startA + at) - b.charCodeAt(startB + at);
      if (difference !== 0) return difference;
    }
    const difference = endA - startA - (endB - startB);
    if (difference !== 0) return difference;
    endA = startA - 1;
    endB = startB - 1;
  }
  return endA - endB;
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
