import { objectRefText } from '../../model/objectRef.ts';
import type { RecordOptions } from '../../records/recordOptions.ts';
import type { RecordProblem } from '../../records/serviceRecords.ts';
import { mostCopies } from './copyOfWildcard.ts';
import type { Wildcard } from './existingName.ts';

/** Where a wildcard does not answer although its object asks for that. */
export const wildcardProblems = (
  wildcard: Wildcard,
  options: Pick<RecordOptions, 'maxWildcardNames' | 'maxRecords'>,
): readonly RecordProblem[] => {
  const { requested, copies, foreign } = wildcard;
  const { name, origin: object } = requested;
  const cannot = `Cannot answer as "${name}" of ${objectRefText(object)} asks`;
  const problems: RecordProblem[] = [];
  if (copies.isOver()) {
    const most = mostCopies(requested, options);
    const message = `${cannot} at and below all names that exist there: found more than ${most}, needed at most ${most} (--max-wildcard-names, --max-records)`;
    problems.push({ kind: 'too-many-names', object, name, message });
  }
  const [shown] = foreign.names();
  if (shown !== undefined) {
    const message = `${cannot} at "${shown}"${foreign.isOver() ? ' and others' : ''}: another writer has the name, and it stays as it is`;
    problems.push({ kind: 'shadowed-wildcard', object, name, message });
  }
  return problems;
};

/** Changes when {@link wildcardProblems} may; empty while there are none. */
export const troubleOf = ({ requested, copies, foreign }: Wildcard): string =>
  copies.isOver() || foreign.names().length > 0
    ? [requested.rrsets.length, copies.isOver(), foreign.isOver(), ...foreign.names()].join(' ')
    : '';
