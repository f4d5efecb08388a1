import { assertNever } from '../assertNever.ts';
import { type CompletionFlag, completionCommands, completionFlags } from './completionFlags.ts';

/** Completion for bash. It needs nothing but bash itself. */
export const bashCompletion = (): string => {
  const commands = completionCommands();
  const flags = completionFlags();
  const flagsOf = (name: string): string =>
    flags
      .filter((flag) => (flag.commands as readonly string[]).includes(name))
      .map(({ flag }) => flag)
      .join(' ');
  return `# bash completion for k8s-bind, made from its table of options.
_k8s_bind() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=run index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
      ${commands.map(({ name }) => name).join('|')}) command=\${COMP_WORDS[index]}; break ;;
    esac
  done
  case $command:$previous in
${flags.map(valueCase).join('')}  esac
  if [[ $current == -* ]]; then
    case $command in
${commands.map(({ name }) => `      ${name}) COMPREPLY=($(compgen -W '${flagsOf(name)}' -- "$current")) ;;\n`).join('')}    esac
  elif ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$current"))
  else
    case $command in
${commands
  .filter(({ choices }) => choices.length > 0)
  .map(
    ({ name, choices }) =>
      `      ${name}) COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$current")) ;;\n`,
  )
  .join('')}    esac
  fi
}
complete -o filenames -F _k8s_bind k8s-bind
`;
};

const valueCase = ({ flag, value, commands }: CompletionFlag): string => {
  const place = commands.map((command) => `${command}:${flag}`).join('|');
  switch (value.kind) {
    case 'none':
      return '';
    case 'text':
      return `    ${place}) return ;;\n`;
    case 'file':
      return `    ${place}) COMPREPLY=($(compgen -f -- "$current")); return ;;\n`;
    case 'folder':
      return `    ${place}) COMPREPLY=($(compgen -d -- "$current")); return ;;\n`;
    case 'choice':
      return `    ${place}) COMPREPLY=($(compgen -W '${value.choices.join(' ')}' -- "$current")); return ;;\n`;
    default:
      return assertNever(value);
  }
};
