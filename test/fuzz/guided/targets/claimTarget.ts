import { deepEqual } from 'node:assert/strict';
import { formatClaim, parseClaim } from '../../../../src/zone/claim.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { ownTexts } from './ownTexts.ts';

export const claimTarget: Target = textTarget({
  ...ownTexts,
  check: (text) => {
    const claim = parseClaim(text);
    if (claim !== undefined) deepEqual(parseClaim(formatClaim(claim)), claim);
  },
});
