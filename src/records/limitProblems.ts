import { type ObjectRef, objectRefText } from '../model/objectRef.ts';
import { countText, shownProblems, shownText } from '../model/visibleText.ts';
import type { RecordProblem } from './serviceRecords.ts';

/**
 * What is reported of one object's problems, whatever its annotations, ports and names hold: each once, as
 * one line of limited length, and so many of them. The last one counts the others. Sorted, so that no order
 * of slices shows. A list that was limited before can be joined and limited again.
 */
export const limitProblems = (problems: readonly RecordProblem[]): readonly RecordProblem[] => {
  if (problems.length === 0) return problems;
  const all = onceEach(problems).sort(gravestFirst);
  // Where the difference was cut out of two messages, they are one.
  const shown = onceEach(
    all.slice(0, shownProblems).map((problem) => ({ ...problem, message: shownMessage(problem) })),
  );
  const [first] = all;
  const more = all.slice(shownProblems).reduce((sum, problem) => sum + (problem.more ?? 1), 0);
  if (first === undefined || more === 0) return shown;
  const { object } = first;
  const message = `and ${countText(more)} more problems of ${shownObject(object)}`;
  return [...shown, { kind: 'more', object, message, more }];
};

const onceEach = (problems: readonly RecordProblem[]): RecordProblem[] => [
  ...new Map(problems.map((problem) => [problem.message, problem])).values(),
];

/** That a bound was reached says more than each thing that was within it. */
const gravestFirst = (a: RecordProblem, b: RecordProblem): number =>
  Number(isBound(b)) - Number(isBound(a)) || (a.message < b.message ? -1 : 1);

const isBound = ({ kind }: RecordProblem): boolean => kind.startsWith('too-many-');

const mostCharacters = 300;

/** Whatever is cut, the object that it is about stays. */
const shownMessage = ({ object, message }: RecordProblem): string => {
  const shown = shownText(message, mostCharacters);
  const about = shownObject(object);
  if (shown === message || shown.includes(about)) return shown;
  return `${shownText(message, mostCharacters - about.length - 3)} (${about})`;
};

const shownObject = (object: ObjectRef): string => shownText(objectRefText(object), mostCharacters / 2);
