import { countText } from '../model/visibleText.ts';
import { findings } from './findings.ts';
import { isReady, readiness } from './readiness.ts';
import type { Status } from './status.ts';

/**
 * The whole status in one word and one line.
 *
 * | kind   | when                                                          |
 * | ------ | ------------------------------------------------------------- |
 * | `well` | nothing is wrong: every name that is asked for is answered    |
 * | `busy` | nothing is wrong, and something is not there yet              |
 * | `idle` | nothing is wrong, and another instance writes                 |
 * | `bad`  | something is wrong, were it one record of one object          |
 */
export type Verdict = { readonly kind: 'well' | 'busy' | 'idle' | 'bad'; readonly text: string };

export const verdictOf = (status: Status): Verdict => {
  const count = findings(status).reduce((sum, { more = 1 }) => sum + more, 0);
  if (count > 0) return { kind: 'bad', text: `${countText(count)} ${count === 1 ? 'problem' : 'problems'}` };
  const { leadership } = status;
  if (leadership.kind === 'standby')
    return { kind: 'idle', text: `standing by, ${leadership.holder} writes` };
  if (!isReady(readiness(status))) return { kind: 'busy', text: 'starting' };
  const other = status.zones.find(({ state }) => state === 'standby');
  if (other !== undefined)
    return { kind: 'idle', text: `standing by, ${other.writtenBy ?? 'another instance'} writes` };
  return { kind: 'well', text: 'All is well' };
};
