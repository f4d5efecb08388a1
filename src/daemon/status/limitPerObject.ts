import { objectRefKey, objectRefText } from '../../model/objectRef.ts';
import { countText, shownProblems } from '../../model/visibleText.ts';
import type { UnitProblem } from '../../telemetry/status.ts';

/**
 * So many problems of each object, and one more that counts the others: an annotation may ask for any number
 * of names. What is of no single object stays as it is.
 */
export const limitPerObject = <Kept extends UnitProblem>(problems: readonly Kept[]): readonly Kept[] => {
  if (problems.length <= shownProblems) return problems;
  const groups = Map.groupBy(problems, ({ object }) =>
    object === undefined ? undefined : objectRefKey(object),
  );
  return [...groups].flatMap(([key, group]) => (key === undefined ? group : limitGroup(group)));
};

const limitGroup = <Kept extends UnitProblem>(group: readonly Kept[]): readonly Kept[] => {
  const [first] = group;
  const more = group.slice(shownProblems).reduce((sum, problem) => sum + (problem.more ?? 1), 0);
  if (first?.object === undefined || more === 0) return group;
  const message = `and ${countText(more)} more of ${objectRefText(first.object)}`;
  return [...group.slice(0, shownProblems), { ...first, name: '', message, fix: '', more }];
};
