import { zoneInView } from '../../model/zoneInView.ts';
import type { Problem } from '../../telemetry/problem.ts';
import type { ProblemCode } from '../../telemetry/problems.ts';

/** One line of `k8s-bind check`. */
export type Finding = {
  readonly level: 'ok' | 'warning' | 'error';
  /** What was looked at, in a word. */
  readonly check: string;
  /** Its row in the table of problems, where it has one. */
  readonly code?: ProblemCode;
  readonly message: string;
  /** The line that fixes it: for named.conf, the shell or the command line. */
  readonly fix?: string;
};

export const ok = (check: string, message: string): Finding => ({ level: 'ok', check, message });

export const warning = (check: string, message: string, fix?: string): Finding => ({
  level: 'warning',
  check,
  message,
  ...(fix === undefined || fix === '' ? {} : { fix }),
});

export const error = (check: string, message: string, fix: string): Finding => ({
  ...warning(check, message, fix),
  level: 'error',
});

/** A fault that the table of problems has a row for. */
export const faultOf = (check: string, { code, message, fix }: Problem): Finding => {
  const { level, ...said } = error(check, message, fix === '' ? (fixes.get(code) ?? lookItUp) : fix);
  return { level, ...said, code };
};

/** What to look at where the daemon only goes on trying, and so says nothing to be done. */
const fixes: ReadonlyMap<ProblemCode, string> = new Map([
  ['unreachable', 'start named, or --server HOST:PORT'],
  ['rejected', "named's log says why (categories update, update-security, security)"],
  ['unknown', "again; where it stays, named's log says why (categories update, network)"],
  ['readFailed', "again; where it stays, named's log says why (categories xfer-out, network)"],
  ['tsigError', 'key { algorithm … } with the same bits in named.conf and in --key-file'],
]);

const lookItUp = 'docs/reference/errors.md says more of this code';

/** Findings about one zone, or (empty) about none. */
export type FindingGroup = {
  readonly zone: string;
  /** Absent where it is about all views of the zone, or where there are none. */
  readonly view?: string;
  readonly findings: readonly Finding[];
};

export const findingsText = (groups: readonly FindingGroup[]): string => {
  const all = groups.flatMap(({ findings }) => findings);
  const count = (level: Finding['level']): number => all.filter((finding) => finding.level === level).length;
  return [
    ...groups.flatMap(({ zone, view, findings }) => [
      ...(zone === '' ? [] : [`zone ${zoneInView(zone, view)}`]),
      ...findings.map(line),
    ]),
    `${counted(count('error'), 'error')}, ${counted(count('warning'), 'warning')}, ${count('ok')} ok`,
    '',
  ].join('\n');
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const line = ({ level, check, message, fix }: Finding): string =>
  `${level.padEnd(8)} ${check.padEnd(10)} ${message}${fix === undefined ? '' : `\n${' '.repeat(20)}fix: ${fix}`}`;
