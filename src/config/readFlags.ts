import { parseArgs } from 'node:util';
import {
  COMMAND_NAMES,
  COMMANDS,
  type Command,
  type CommandName,
  isCommandName,
  wordsText,
} from './commands.ts';
import { didYouMean } from './didYouMean.ts';
import type { Option } from './option.ts';
import { OPTION_ROWS, type OptionName } from './options.ts';
import { ConfigProblem, type Layer, type Setting } from './setting.ts';
import { orList } from './values/parseText.ts';

/** The command line, taken apart. */
export type CommandLine = {
  readonly command: CommandName;
  readonly argument: string;
  readonly words: readonly string[];
  readonly layer: Layer;
};

type Token = { readonly name: string; readonly rawName: string; readonly value: string | undefined };

/**
 * Takes the arguments after the program's name apart. Throws {@link ConfigProblem} for what no option or
 * command takes.
 */
export const readFlags = (argv: readonly string[]): CommandLine => {
  const { tokens, positionals } = tokenize(argv);
  const named = positionals[0];
  const command = named === undefined || argv[0]?.startsWith('-') === true ? 'run' : commandOf(named);
  const rest = command === 'run' && named !== 'run' ? positionals : positionals.slice(1);
  const layer = new Map<OptionName, Setting>();
  for (const token of tokens) addToken(layer, token, command);
  const words = wordsOf(command, rest);
  return { command, argument: argumentOf(command, words.length > 0 ? [] : rest), words, layer };
};

const tokenize = (argv: readonly string[]) => {
  const options = Object.fromEntries(
    FLAG_ROWS.map(([, option]) => [
      option.flag,
      { type: option.shape === 'switch' ? 'boolean' : 'string' } as const,
    ]),
  );
  // Not strict: unknown flags and missing values get messages of our own below.
  const parsed = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const tokens = parsed.tokens.flatMap((token): readonly Token[] => (token.kind === 'option' ? [token] : []));
  return { tokens, positionals: parsed.positionals };
};

const FLAG_ROWS = OPTION_ROWS.filter(([, option]) => option.fileOnly !== true);

const commandOf = (word: string): CommandName => {
  if (isCommandName(word)) return word;
  throw new ConfigProblem(
    `Cannot run "${word}": found no such command${didYouMean(word, COMMAND_NAMES) || `, needed ${orList(COMMAND_NAMES)}`}`,
  );
};

/** The words that a command takes, such as the name that it is about. */
const wordsOf = (command: CommandName, rest: readonly string[]): readonly string[] => {
  const { words = [] }: Command = COMMANDS[command];
  if (words.length === 0) return [];
  const surplus = rest[words.length];
  if (surplus !== undefined)
    throw new ConfigProblem(
      `Cannot use "${surplus}": found more words than k8s-bind ${command}${wordsText(command)} takes`,
    );
  return rest;
};

/** Throws {@link ConfigProblem} where a word that the command needs is missing. */
export const checkWords = (command: CommandName, words: readonly string[]): void => {
  const { words: needed = [] }: Command = COMMANDS[command];
  if (needed.length === 0 || words.length > 0) return;
  throw new ConfigProblem(
    `Cannot run "${command}": found no ${needed[0] ?? ''}, needed k8s-bind ${command}${wordsText(command)}`,
  );
};

const argumentOf = (command: CommandName, rest: readonly string[]): string => {
  const row: (typeof COMMANDS)[CommandName] = COMMANDS[command];
  const choices: readonly string[] = 'argument' in row ? row.argument.choices : [];
  const [word, surplus] = rest;
  const unexpected = choices.length === 0 ? word : surplus;
  if (unexpected !== undefined) {
    throw new ConfigProblem(
      `Cannot use "${unexpected}": found an argument that ${command} does not take, needed flags`,
    );
  }
  if (word !== undefined && !choices.includes(word)) {
    throw new ConfigProblem(`Cannot ${command} "${word}": found no such form, needed ${orList(choices)}`);
  }
  return word ?? choices[0] ?? '';
};

const addToken = (layer: Map<OptionName, Setting>, token: Token, command: CommandName): void => {
  const rows = FLAG_ROWS.filter(([, option]) => option.flag === token.name);
  // One flag may mean something else to another command: the file of `render --output`.
  const row = rows.find(([, option]) => option.commands.includes(command)) ?? rows[0];
  const negated = FLAG_ROWS.find(
    ([, option]) => option.shape === 'switch' && `no-${option.flag}` === token.name,
  );
  const [name, option] = row ?? negated ?? unknownFlag(token);
  if (!option.commands.includes(command)) {
    throw new ConfigProblem(
      `Cannot use ${token.rawName} with "${command}": found a flag of ${orList(option.commands)}, needed none of these`,
    );
  }
  const before = layer.get(name)?.raw;
  const text = textOf(option, token, row === undefined);
  if (option.shape !== 'list' && before !== undefined && option.shape !== 'switch') {
    throw new ConfigProblem(`Cannot use --${option.flag} "${text}": found it twice, needed one value`);
  }
  const raw =
    option.shape === 'list'
      ? [...((before as readonly string[] | undefined) ?? []), ...splitList(text)]
      : text;
  layer.set(name, { raw, source: { kind: 'flag', name: `--${option.flag}` } });
};

const unknownFlag = (token: Token): never => {
  const flags = FLAG_ROWS.map(([, option]) => `--${option.flag}`);
  throw new ConfigProblem(
    `Cannot use ${token.rawName}: found no such flag${didYouMean(token.rawName, flags) || ', see --help'}`,
  );
};

const textOf = (option: Option<unknown>, token: Token, negated: boolean): string => {
  if (option.shape === 'switch') return negated ? 'false' : (token.value ?? 'true');
  const { value } = token;
  if (value === undefined || (value.startsWith('--') && value.length > 2)) {
    throw new ConfigProblem(`Cannot use --${option.flag}: found no value, needed ${option.metavar}`);
  }
  return value;
};

/**
 * The values of a list written as one text: separated by commas, blanks around them do not count, the empty
 * text has none.
 */
export const splitList = (text: string): readonly string[] =>
  text.trim() === '' ? [] : text.split(',').map((item) => item.trim());
