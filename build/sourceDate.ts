import { root } from './bundle.ts';
import { run } from './run.ts';

/**
 * When the sources were last changed: SOURCE_DATE_EPOCH, or the date of the commit. With it as the only date,
 * two builds of the same sources differ in nothing but what V8 prepared for the machine that builds.
 */
export const sourceDate = async (): Promise<Date> => {
  const given = process.env['SOURCE_DATE_EPOCH'];
  const seconds = given ?? (await run(['git', 'log', '-1', '--format=%ct'], { cwd: root })).trim();
  return new Date(Number(seconds) * 1000);
};
