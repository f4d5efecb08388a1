import { COMMAND_NAMES, COMMANDS } from '../config/commands.ts';
import { environmentName, fallbackText, fileKey, OPTION_GROUPS, type Option } from '../config/option.ts';
import { OPTION_ROWS } from '../config/options.ts';
import { OPTION_RULES, ZONES_AND_NAMES } from './optionRules.ts';
import { code, GENERATED, table } from './table.ts';

/** docs/reference/options.md */
export const optionsPage = (): string =>
  [
    GENERATED,
    '# Commands and options',
    OPTION_RULES,
    '## Commands',
    table(
      ['command', 'what it does'],
      COMMAND_NAMES.map((name) => [code(name), COMMANDS[name].help]),
    ),
    ...OPTION_GROUPS.map(section),
    ZONES_AND_NAMES,
    '',
  ].join('\n\n');

const section = (group: (typeof OPTION_GROUPS)[number]): string => {
  const options = OPTION_ROWS.map(([, option]) => option).filter((option) => option.group === group);
  const head = ['flag', 'file', 'default', 'what it does', 'commands'];
  return `## Options: ${group}\n\n${table(head, options.map(row))}`;
};

const row = (option: Option<unknown>): readonly string[] => [
  option.fileOnly === true
    ? ''
    : code(`--${option.flag}${option.metavar === '' ? '' : ` ${option.metavar}`}`),
  `${code(fileKey(option) ?? '')}${option.perZone === true ? ' z' : ''}`,
  code(fallbackText(option)),
  `${option.help}${variable(option)}`,
  option.commands.length === COMMAND_NAMES.length ? 'all' : option.commands.join(', '),
];

/** The variable follows from the flag; it is only worth a word where there is none. */
const variable = (option: Option<unknown>): string =>
  environmentName(option) === undefined && option.fileOnly !== true ? ' (flag only)' : '';
