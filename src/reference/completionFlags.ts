import { COMMAND_NAMES, COMMANDS, type CommandName } from '../config/commands.ts';
import { OPTION_ROWS } from '../config/options.ts';

/** What can follow a flag. */
export type CompletionValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'file' }
  | { readonly kind: 'folder' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  /** Something that nobody can guess. */
  | { readonly kind: 'text' };

export interface CompletionFlag {
  /** With its dashes. */
  readonly flag: string;
  readonly help: string;
  readonly metavar: string;
  readonly value: CompletionValue;
  readonly repeats: boolean;
  readonly commands: readonly CommandName[];
}

export interface CompletionCommand {
  readonly name: CommandName;
  readonly help: string;
  /** What its argument can be. */
  readonly choices: readonly string[];
}

/** The commands, as a shell's completion needs them. */
export const completionCommands = (): readonly CompletionCommand[] =>
  COMMAND_NAMES.map((name) => {
    const row: (typeof COMMANDS)[CommandName] = COMMANDS[name];
    return { name, help: row.help, choices: 'argument' in row ? row.argument.choices : [] };
  });

/** The flags, as a shell's completion needs them. */
export const completionFlags = (): readonly CompletionFlag[] =>
  OPTION_ROWS.map(([, option]) => option)
    .filter(({ fileOnly }) => fileOnly !== true)
    .map(({ flag, help, metavar, shape, choices, commands }) => ({
      flag: `--${flag}`,
      help,
      metavar,
      value: valueOf(metavar, choices),
      repeats: shape === 'list',
      commands,
    }));

const valueOf = (metavar: string, choices: readonly string[] | undefined): CompletionValue => {
  if (metavar === '') return { kind: 'none' };
  if (choices !== undefined) return { kind: 'choice', choices };
  if (metavar === 'DIR') return { kind: 'folder' };
  return metavar === 'FILE' || metavar === 'PATH' ? { kind: 'file' } : { kind: 'text' };
};
