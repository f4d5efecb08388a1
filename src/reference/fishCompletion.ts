import { assertNever } from '../assertNever.ts';
import {
  type CompletionFlag,
  type CompletionValue,
  completionCommands,
  completionFlags,
} from './completionFlags.ts';

/** Completion for fish. */
export const fishCompletion = (): string => {
  const commands = completionCommands();
  const names = commands.map(({ name }) => name);
  return [
    '# fish completion for k8s-bind, made from its table of options.',
    'complete -c k8s-bind -f',
    ...commands.map(
      ({ name, help }) => `complete -c k8s-bind -n __fish_use_subcommand -a ${name} -d ${quoted(help)}`,
    ),
    ...commands
      .filter(({ choices }) => choices.length > 0)
      .map(
        ({ name, choices }) =>
          `complete -c k8s-bind -n '__fish_seen_subcommand_from ${name}' -a '${choices.join(' ')}'`,
      ),
    ...completionFlags().map((flag) => flagLine(flag, names)),
    '',
  ].join('\n');
};

/** `run` is what is meant where no command is named. */
const flagLine = ({ flag, help, value, commands }: CompletionFlag, names: readonly string[]): string => {
  const others = names.filter((name) => !(commands as readonly string[]).includes(name));
  const condition = commands.includes('run')
    ? others.length === 0
      ? ''
      : ` -n 'not __fish_seen_subcommand_from ${others.join(' ')}'`
    : ` -n '__fish_seen_subcommand_from ${commands.join(' ')}'`;
  return `complete -c k8s-bind${condition} -l ${flag.slice(2)}${valueOf(value)} -d ${quoted(help)}`;
};

const valueOf = (value: CompletionValue): string => {
  switch (value.kind) {
    case 'none':
      return '';
    case 'text':
      return ' -x';
    case 'file':
      return ' -rF';
    case 'folder':
      return " -xa '(__fish_complete_directories)'";
    case 'choice':
      return ` -xa '${value.choices.join(' ')}'`;
    default:
      return assertNever(value);
  }
};

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
