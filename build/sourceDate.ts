import { root } from './bundle.ts';
import { run } from './run.ts';

/**
 * When the sources were last changed: SOURCE_DATE_EPOCH, or the date of the commit. Two builds of the same
 * sources are the same, octet for octet.
 */
export const sourceDate = async (): Promise<Date> => {
  const given = process.env['SOURCE_DATE_EPOCH'];
  const seconds = given ?? (await run(['git', 'log', '-1', '--format=%ct'], { cwd: root })).trim();
  return new Date(Number(seconds) * 1000);
};
