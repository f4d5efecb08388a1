import type { ObjectProblem } from './objectSource.ts';

/**
 * What is wrong with single objects at the moment: said once when it appears or changes, forgotten when it is
 * mended.
 */
export type ObjectProblems = {
  readonly set: (at: Omit<ObjectProblem, 'message'>, messages: readonly string[]) => void;
  /** Drops the problems of objects that are gone. */
  readonly forget: (isGone: (problem: ObjectProblem) => boolean) => void;
  readonly list: () => readonly ObjectProblem[];
};

export const createObjectProblems = (onProblem: (problem: ObjectProblem) => void): ObjectProblems => {
  const problems = new Map<string, ObjectProblem>();
  return {
    list: () => [...problems.values()],
    forget: (isGone) => {
      for (const [key, problem] of problems) if (isGone(problem)) problems.delete(key);
    },
    set: (at, messages) => {
      // Nearly every object has none, and nearly always none is known: that costs no key.
      if (messages.length === 0 && problems.size === 0) return;
      const key = `${at.resource} ${at.namespace}/${at.name}`;
      const message = messages.join('; ');
      if (message === (problems.get(key)?.message ?? '')) return;
      problems.delete(key);
      if (message === '') return;
      const problem = { resource: at.resource, namespace: at.namespace, name: at.name, message };
      problems.set(key, problem);
      onProblem(problem);
    },
  };
};
