import { expect, test } from 'vitest';
import { needsConsent } from '../../../src/plan/needsConsent.ts';

test.each([
  [20, 20, false],
  [21, 21, true],
  [30, 100, false],
  [31, 100, true],
  [0, 0, false],
])('to delete %i of %i records needs a person’s word: %s', (removed, owned, needed) => {
  expect(needsConsent(removed, owned, { share: 0.3, records: 20 })).toBe(needed);
});
