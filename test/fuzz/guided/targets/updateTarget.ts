import { deepEqual } from 'node:assert/strict';
import { encodeUpdate } from '../../../../src/dns/encodeUpdate.ts';
import { decodeUpdate } from '../../../support/decodeUpdate.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { encodedUpdates } from './encodedUpdates.ts';
import { wireWords } from './wireWords.ts';

export const updateTarget: Target = {
  seeds: encodedUpdates,
  words: wireWords,
  maxOctets: 4096,
  check: (octets) => {
    const update = decodeUpdate(octets);
    if (update.kind === 'malformed') inOneLine(update.reason);
    else deepEqual(decodeUpdate(encodeUpdate(update)), update);
  },
};
