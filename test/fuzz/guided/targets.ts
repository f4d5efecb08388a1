import type { Target } from './target.ts';
import { fileTargets } from './targets/fileTargets.ts';
import { messageTargets } from './targets/messageTargets.ts';
import { recordTargets } from './targets/recordTargets.ts';
import { streamTargets } from './targets/streamTargets.ts';
import { textTargets } from './targets/textTargets.ts';

/** Everything that is read as octets or text. A new decoder is a row in one of these. */
export const targets: readonly Target[] = [
  ...messageTargets,
  ...textTargets,
  ...fileTargets,
  ...streamTargets,
  ...recordTargets,
];
