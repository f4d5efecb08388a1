import { PROBLEMS } from '../telemetry/problems.ts';
import { code, GENERATED, table } from './table.ts';

/** docs/reference/errors.md */
export const errorsPage = (): string =>
  [
    GENERATED,
    '# What can be wrong, and what fixes it',
    'The code stands in the log line, in `/v1/status` and in `k8s-bind status`. Whatever it is, the zone keeps its last good records meanwhile.',
    table(
      ['code', 'what it means', 'what to do'],
      Object.entries(PROBLEMS).map(([name, { meaning, remedy }]) => [code(name), meaning, remedy]),
    ),
    '',
  ].join('\n\n');
