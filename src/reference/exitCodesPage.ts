import { EXIT_CODES } from '../config/exitCodes.ts';
import { code, GENERATED, table } from './table.ts';

/** docs/reference/exit-codes.md */
export const exitCodesPage = (): string =>
  [
    GENERATED,
    '# Exit codes',
    table(
      ['code', 'meaning', 'start it again?'],
      Object.values(EXIT_CODES).map(({ code: number, meaning, restart }) => [
        code(String(number)),
        meaning,
        restart,
      ]),
    ),
    'The systemd unit does not restart on the codes with "no": they need a change by hand, or another instance is at work.',
    '',
  ].join('\n\n');
