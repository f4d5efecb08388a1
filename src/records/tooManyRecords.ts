import { objectRefText } from '../model/objectRef.ts';
import type { Asker } from './asker.ts';
import type { RecordProblem } from './serviceRecords.ts';

/** The object asks for more records than one may have: a stable part of them is published. */
export const tooManyRecords = (
  { object, options }: Pick<Asker, 'object' | 'options'>,
  found: number,
): RecordProblem => {
  const needed = `needed at most ${options.maxRecords} of one object (--max-records)`;
  const message = `Cannot publish all records of ${objectRefText(object)}: found ${found}, ${needed}`;
  return { kind: 'too-many-records', object, message };
};
