import { shownProblems } from '../model/visibleText.ts';
import type { Log, LogFields } from './log.ts';

/**
 * A log of what is said about objects. Whoever may write an object decides how much that is, so within a
 * while so many lines are written about each one, and so many about all. The last says that there are more.
 */
export type ObjectLog = (object: string) => Pick<Log, ObjectLevel>;

type ObjectLevel = 'info' | 'warn' | 'error';

/** All counts begin anew after this time. */
const whileMs = 600_000;
const mostLines = 1_000;
const noMore: LogFields = { more: `left out for up to ${whileMs / 60_000} min; the status counts them` };

export const createObjectLog = (log: Pick<Log, ObjectLevel>, nowMs: () => number): ObjectLog => {
  let startedMs = nowMs();
  let lines = 0;
  const byObject = new Map<string, number>();
  const spend = (object: string): LogFields | undefined => {
    if (nowMs() - startedMs >= whileMs) {
      startedMs = nowMs();
      lines = 0;
      byObject.clear();
    }
    const own = (byObject.get(object) ?? 0) + 1;
    if (lines >= mostLines || own > shownProblems) return undefined;
    lines += 1;
    byObject.set(object, own);
    return lines === mostLines || own === shownProblems ? noMore : {};
  };
  return (object) => {
    const at = (level: ObjectLevel) => (message: string, fields?: LogFields) => {
      const more = spend(object);
      if (more !== undefined) log[level](message, { ...fields, ...more });
    };
    return { info: at('info'), warn: at('warn'), error: at('error') };
  };
};
