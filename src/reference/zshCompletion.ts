import { assertNever } from '../assertNever.ts';
import {
  type CompletionFlag,
  type CompletionValue,
  completionCommands,
  completionFlags,
} from './completionFlags.ts';

/** Completion for zsh, by its `_arguments`. */
export const zshCompletion = (): string => {
  const commands = completionCommands();
  const flags = completionFlags();
  const branches = commands.map(({ name, choices }) => {
    const own = flags.filter((flag) => flag.commands.includes(name)).map(specOf);
    const argument = choices.length === 0 ? [] : [`'1:format:(${choices.join(' ')})'`];
    return `    ${name})\n      _arguments -s -S ${[...own, ...argument].join(' \\\n        ')}\n      ;;\n`;
  });
  return `#compdef k8s-bind
# zsh completion for k8s-bind, made from its table of options.
_k8s_bind() {
  local command=run
  local -a commands=(
${commands.map(({ name, help }) => `    ${quoted(`${name}:${help}`)}\n`).join('')}  )
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    return
  fi
  if [[ -n $words[2] && $words[2] != -* ]]; then
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${branches.join('')}  esac
}
if [[ $funcstack[1] == _k8s-bind ]]; then
  _k8s_bind "$@"
else
  compdef _k8s_bind k8s-bind
fi
`;
};

const specOf = ({ flag, help, metavar, value, repeats }: CompletionFlag): string =>
  quoted(`${repeats ? '*' : ''}${flag}[${help.replaceAll(/[[\]]/g, '\\$&')}]${actionOf(metavar, value)}`);

const actionOf = (metavar: string, value: CompletionValue): string => {
  const label = metavar
    .toLowerCase()
    .replaceAll(/[^a-z|=-]/g, ' ')
    .trim();
  switch (value.kind) {
    case 'none':
      return '';
    case 'text':
      return `:${label}: `;
    case 'file':
      return `:${label}:_files`;
    case 'folder':
      return `:${label}:_files -/`;
    case 'choice':
      return `:${label}:(${value.choices.join(' ')})`;
    default:
      return assertNever(value);
  }
};

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
