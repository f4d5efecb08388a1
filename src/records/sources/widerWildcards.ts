import { type ObjectRef, objectRefText } from '../../model/objectRef.ts';
import { noProblems } from '../joinProblems.ts';
import type { RecordProblem, RequestedName } from '../serviceRecords.ts';

/**
 * `*.x` in a rule of an Ingress means one label before `x`, in DNS any number of them (RFC 4592): that is
 * reported once of an object.
 */
export const widerWildcards = (
  object: ObjectRef,
  names: readonly RequestedName[],
): readonly RecordProblem[] => {
  const found = names.find(({ name, rule }) => rule === 'ingress' && name.startsWith('*.'));
  if (found === undefined) return noProblems;
  const { name } = found;
  const message = `Cannot publish "${name}" of ${objectRefText(object)} for names of one label alone: it is published, and in DNS a wildcard answers for names of any number of labels`;
  return [{ kind: 'wider-wildcard', object, name, message }];
};
