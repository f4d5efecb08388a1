import { shownText } from '../model/visibleText.ts';
import type { ObjectProblem } from './objectSource.ts';

/**
 * What is wrong with single objects at the moment: said once when it appears or changes, forgotten when it is
 * fixed. Whoever may write objects decides how many there are, so what is kept and what is said has a bound.
 */
export type ObjectProblems = {
  readonly set: (at: Omit<ObjectProblem, 'message'>, messages: readonly string[]) => void;
  /** Drops the problems of objects that are gone. */
  readonly forget: (isGone: (problem: ObjectProblem) => boolean) => void;
  readonly list: () => readonly ObjectProblem[];
};

/**
 * A cluster whose every object is odd is still reported in full; one that changes them again and again is
 * not.
 */
const maxKept = 10_000;
const burst = 1_000;
const refillMs = 6_000;
/** Of one object; a Service may have any number of odd ports. */
const maxMessages = 10;

export const createObjectProblems = (
  onProblem: (problem: ObjectProblem) => void,
  nowMs: () => number = () => performance.now(),
): ObjectProblems => {
  const problems = new Map<string, ObjectProblem>();
  const mayTell = createAllowance(nowMs);
  return {
    list: () => [...problems.values()],
    forget: (isGone) => {
      for (const [key, problem] of problems) if (isGone(problem)) problems.delete(key);
    },
    set: (at, messages) => {
      // Nearly every object has none, and nearly always none is known: that costs no key.
      if (messages.length === 0 && problems.size === 0) return;
      const key = `${at.resource} ${at.namespace}/${at.name}`;
      const message = joined(messages);
      if (message === (problems.get(key)?.message ?? '')) return;
      problems.delete(key);
      if (message === '' || problems.size >= maxKept) return;
      const problem = { resource: at.resource, namespace: at.namespace, name: at.name, message };
      problems.set(key, problem);
      if (mayTell()) onProblem(problem);
    },
  };
};

const joined = (messages: readonly string[]): string => {
  const more = messages.length - maxMessages;
  const shown = messages
    .slice(0, maxMessages)
    .map((text) => shownText(text))
    .join('; ');
  return more > 0 ? `${shown}; and ${more} more` : shown;
};

/** So many at once, and then one for each interval. */
const createAllowance = (nowMs: () => number): (() => boolean) => {
  let left = burst;
  let filledMs = nowMs();
  return () => {
    const refilled = Math.floor((nowMs() - filledMs) / refillMs);
    left = Math.min(burst, left + refilled);
    filledMs += refilled * refillMs;
    if (left === 0) return false;
    left -= 1;
    return true;
  };
};
