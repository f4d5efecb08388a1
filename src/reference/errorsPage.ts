import type { ProblemFacts, ProblemRow } from '../telemetry/problem.ts';
import { PROBLEMS } from '../telemetry/problems.ts';
import { code, GENERATED, table } from './table.ts';

/** What stands for the facts of a moment. */
const EXAMPLE: ProblemFacts = {
  zone: 'ZONE',
  otherView: 'VIEW',
  server: 'SERVER',
  key: 'KEY',
  task: 'TASK',
  found: 'ANSWER',
  reason: 'REASON',
  rcode: 'RCODE',
  software: 'SOFTWARE',
  skewSeconds: 0,
  types: [],
  name: 'NAME',
  object: 'OBJECT',
  winner: 'OBJECT',
  records: 'RECORDS',
  count: 0,
  limit: 0,
  owned: 0,
  owner: 'OWNER',
  holder: 'HOLDER',
  network: 'NETWORK',
  file: 'FILE',
};

/** docs/reference/errors.md */
export const errorsPage = (): string => {
  const rows = Object.entries<ProblemRow>(PROBLEMS);
  return [
    GENERATED,
    '# What can be wrong, and what fixes it',
    'The code stands in the log line (`code`), in `/v1/status`, on the status page and in `k8s-bind status`, and with a capital as the reason of the Event on a Service. Whatever it is, the zone keeps its last good records meanwhile.',
    table(
      ['code', 'what it means', 'what to do'],
      rows.map(([name, row]) => [code(name), row.meaning, remedyOf(row)]),
    ),
    '',
  ].join('\n\n');
};

const remedyOf = ({ fix, remedy }: ProblemRow): string =>
  [code(fix?.(EXAMPLE) ?? ''), remedy].filter((text) => text !== '').join('; ');
