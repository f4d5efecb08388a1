import { deepEqual, ok } from 'node:assert/strict';
import { parseRegistryEntry } from '../../../../src/cli/adopt/registryEntry.ts';
import { formatMarker, parseMarker } from '../../../../src/zone/marker.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { ownTexts } from './ownTexts.ts';

export const markerTarget: Target = textTarget({
  ...ownTexts,
  check: (text) => {
    const marker = parseMarker(text);
    // Marks of versions before 0.2 are read and never written.
    if (marker?.marks.every((mark) => mark.includes(':')))
      deepEqual(parseMarker(formatMarker(marker)), marker);
    const entry = parseRegistryEntry(text);
    if (entry?.service !== undefined) ok(entry.resource.startsWith('service/'));
  },
});
