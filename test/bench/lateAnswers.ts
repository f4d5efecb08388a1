import type { DecodedMessage } from '../../src/dns/decodeMessage.ts';
import type { Named } from '../support/named.ts';
import { waitFor } from '../support/waitFor.ts';
import { openAnswerPoll } from './answerPoll.ts';

export type IsRight = (answer: DecodedMessage) => boolean;

/**
 * Answers of a zone that is written seconds later: it is looked at in between, and waited for at the end, so
 * that who answers in milliseconds need not wait for it.
 */
export interface LateAnswers extends Disposable {
  /** @param repliedMs the API's reply, by `performance.now()` */
  readonly expect: (name: string, isRight: IsRight, repliedMs: number) => void;
  readonly look: () => Promise<void>;
  /** Waits for the rest. Returns the milliseconds from each reply to the look that found the right answer. */
  readonly all: (by: string) => Promise<readonly number[]>;
}

export async function openLateAnswers(named: Named): Promise<LateAnswers> {
  const poll = await openAnswerPoll(named, { lines: () => [] });
  const waiting = new Map<string, { readonly repliedMs: number; readonly isRight: IsRight }>();
  const found: number[] = [];
  // Once one is not there, those after it are not either.
  const look = async (): Promise<void> => {
    for (const [name, { repliedMs, isRight }] of waiting) {
      if (!isRight(await poll.ask(name))) return;
      waiting.delete(name);
      found.push(performance.now() - repliedMs);
    }
  };
  return {
    expect: (name, isRight, repliedMs) => void waiting.set(name, { repliedMs, isRight }),
    look,
    all: async (by) => {
      const isDone = async (): Promise<boolean> => {
        await look();
        return waiting.size === 0;
      };
      await waitFor(`${by} has written everything`, isDone, { deadlineMs: 120_000, intervalMs: 50 });
      return found;
    },
    [Symbol.dispose]: () => poll[Symbol.dispose](),
  };
}
