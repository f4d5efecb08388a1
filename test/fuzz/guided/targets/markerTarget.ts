import { deepEqual, ok } from 'node:assert/strict';
import { parseRegistryEntry } from '../../../../src/cli/adopt/registryEntry.ts';
import { formatMarker, type Marker, parseMarker } from '../../../../src/zone/marker.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { ownTexts } from './ownTexts.ts';

export const markerTarget: Target = textTarget({
  ...ownTexts,
  check: (text) => {
    const marker = parseMarker(text);
    // Marks of versions before 0.2 are read and never written.
    if (marker?.marks.every((mark) => mark.includes(':')))
      deepEqual(sorted(parseMarker(formatMarker(marker))), sorted(marker));
    const entry = parseRegistryEntry(text);
    if (entry?.service !== undefined) ok(entry.resource.startsWith('service/'));
  },
});

/** What is written has the marks of one type together; nobody looks at their order. */
const sorted = (marker: Marker | undefined): Marker | undefined =>
  marker && { ...marker, marks: marker.marks.toSorted() };
