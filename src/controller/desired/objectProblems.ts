import type { OriginKey } from '../../model/objectRef.ts';
import { joinProblems, noProblems } from '../../records/joinProblems.ts';
import { limitProblems } from '../../records/limitProblems.ts';
import type { RecordProblem } from '../../records/serviceRecords.ts';
import type { WildcardCopies } from './wildcardCopies.ts';

/** What is wrong with each object: what it asks for itself, and what has become of its wildcards. */
export type ObjectProblems = {
  /** The object was taken in. */
  readonly put: (key: OriginKey, problems: readonly RecordProblem[]) => void;
  /** Whether anything is wrong with what the object asks for itself. */
  readonly has: (key: OriginKey) => boolean;
  /** Names that wildcards are about have come or gone. */
  readonly renew: () => void;
};

type Wildcards = Pick<WildcardCopies, 'takeTroubled' | 'problemsOf'>;

/** @param report called with all problems of an object, each time they may be others */
export const createObjectProblems = (
  report: (key: OriginKey, problems: readonly RecordProblem[]) => void,
  wildcards: Wildcards,
): ObjectProblems => {
  const own = new Map<OriginKey, readonly RecordProblem[]>();
  const say = (key: OriginKey): void =>
    report(key, limitProblems(joinProblems(own.get(key) ?? noProblems, wildcards.problemsOf(key))));
  return {
    put: (key, problems) => {
      if (problems.length === 0) own.delete(key);
      else own.set(key, problems);
      for (const one of new Set([key, ...wildcards.takeTroubled()])) say(one);
    },
    has: (key) => own.has(key),
    renew: () => {
      for (const key of wildcards.takeTroubled()) say(key);
    },
  };
};
