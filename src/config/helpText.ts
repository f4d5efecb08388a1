import { COMMAND_NAMES, COMMANDS, type CommandName, wordsText } from './commands.ts';
import { fallbackText, OPTION_GROUPS, type Option } from './option.ts';
import { OPTION_ROWS } from './options.ts';

const LEFT_COLUMN = 34;

/** The text of `--help`: for one command, or the overview with the options of `run`. */
export const helpText = (command: CommandName | undefined): string =>
  command === undefined
    ? overview()
    : `${usage(command)}\n\n${COMMANDS[command].help}\n${optionSections(command)}`;

const overview = (): string => {
  const commands = COMMAND_NAMES.map((name) => twoColumns(`  ${name}`, COMMANDS[name].help));
  return [
    'k8s-bind keeps a zone of your BIND in step with Kubernetes Services.',
    '',
    '  k8s-bind --zone k8s.example.',
    '',
    'Commands (k8s-bind COMMAND --help says more):',
    ...commands,
    '',
    'Options of run:',
    optionSections('run'),
  ].join('\n');
};

const usage = (command: CommandName): string => {
  const row: (typeof COMMANDS)[CommandName] = COMMANDS[command];
  return `k8s-bind ${command}${wordsText(command)}${row.zone === 'required' ? ' --zone NAME' : ''} [options]`;
};

const optionSections = (command: CommandName): string => {
  const rows = OPTION_ROWS.map(([, option]) => option).filter(
    (option) => option.commands.includes(command) && option.fileOnly !== true,
  );
  const sections = OPTION_GROUPS.map((group) => ({
    group,
    options: rows.filter((option) => option.group === group),
  }));
  return sections
    .filter(({ options }) => options.length > 0)
    .map(({ group, options }) => `\n${group}\n${options.map(optionLine).join('\n')}`)
    .join('\n')
    .concat(
      '\n\nEach option has a variable and a key in the file: --soa-interval is K8S_BIND_SOA_INTERVAL and soaInterval.\n',
    );
};

const optionLine = (option: Option<unknown>): string => {
  const left = `  --${option.flag}${option.metavar === '' ? '' : ` ${option.metavar}`}`;
  return twoColumns(left, `${option.help}${defaultText(option)}`);
};

const defaultText = (option: Option<unknown>): string => {
  const shown = fallbackText(option);
  return shown === '' ? '' : ` (${shown})`;
};

const twoColumns = (left: string, right: string): string =>
  left.length >= LEFT_COLUMN
    ? `${left}\n${' '.repeat(LEFT_COLUMN)}${right}`
    : `${left.padEnd(LEFT_COLUMN)}${right}`;
