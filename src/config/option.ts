import * as z from 'zod/mini';
import type { CommandName } from './commands.ts';
import { type ParseText, textSchema } from './parsed.ts';
import { parseBoolean } from './values/parseText.ts';

/** Headings of `--help` and of the reference page, in their order. */
export const OPTION_GROUPS = [
  'zone',
  'cluster',
  'names',
  'addresses',
  'reverse zones',
  'records',
  'safety',
  'files',
  'output',
] as const;
export type OptionGroup = (typeof OPTION_GROUPS)[number];

/**
 * One row of the option table. From it come the type and default of the value, the flag, the environment
 * variable, the key in the file, the help and the reference page.
 *
 * | shape    | command line               | environment   | file            |
 * | -------- | -------------------------- | ------------- | --------------- |
 * | `switch` | `--flag`, `--no-flag`      | `true`        | `true`          |
 * | `one`    | `--flag V`                 | `V`           | `V`             |
 * | `list`   | `--flag V --flag V` or `V,V` | `V,V`       | a list, or `V,V` |
 */
export type Option<T> = OptionText & {
  readonly shape: 'switch' | 'one' | 'list';
  /**
   * Reads the raw value: a text for `switch` and `one`, an array of texts (or of maps, in the file) for
   * `list`.
   */
  readonly schema: z.ZodMiniType<T>;
  /** The value where nothing is set, as it would be written; absent: the value is undefined. */
  readonly fallback?: string | readonly string[];
  /** The only values it takes, where they can be counted. */
  readonly choices?: readonly string[];
};

/** What a row says about an option apart from its value. */
export type OptionText = {
  /** The flag without its dashes; the other names are made from it. */
  readonly flag: string;
  /**
   * The key in the file where it is not the flag in camelCase; `false`: not in the file, nor in the
   * environment.
   */
  readonly file?: string | false;
  /** It has no flag and no variable: its value is not a text. */
  readonly fileOnly?: true;
  /** What stands for the value in the help; empty for a switch. */
  readonly metavar: string;
  readonly group: OptionGroup;
  /** The commands that read it. */
  readonly commands: readonly CommandName[];
  readonly help: string;
  /** May be given for each zone of `zones:` apart. */
  readonly perZone?: true;
  /** Never shown in a message. */
  readonly secret?: true;
  /**
   * A path: relative to the file that names it, and there must be something; `secret`: and not everyone may
   * read it.
   */
  readonly path?: 'readable' | 'secret';
  /**
   * Of a path: whether a command that has the option opens the file, where somebody has set it or by its
   * default. Without it each does. Who opens it later, or another, says then what is wrong with it.
   */
  readonly isOpened?: (command: CommandName, isSet: boolean) => boolean;
  /** Of a list of maps: the keys that are paths, relative to the file. */
  readonly entryPaths?: readonly string[];
};

type Row = Omit<OptionText, 'metavar'>;

/** An option that is on or off; off by default. */
export const toggle = (row: Row): Option<boolean> => ({
  ...row,
  metavar: '',
  shape: 'switch',
  schema: textSchema(parseBoolean),
  fallback: 'false',
});

/** An option with one value, and a default. */
export const single = <T>(
  parse: ParseText<T>,
  row: OptionText & { readonly fallback: string },
): Option<T> => ({
  ...row,
  ...choicesOf(parse),
  shape: 'one',
  schema: textSchema(parse),
});

/** An option with one value that may be left out. */
export const optional = <T>(parse: ParseText<T>, row: OptionText): Option<T | undefined> => ({
  ...row,
  ...choicesOf(parse),
  shape: 'one',
  schema: textSchema<T | undefined>(parse),
});

/** An option with any number of values; none by default, unless `fallback` says so. */
export const list = <T>(
  item: ParseText<T> | z.ZodMiniType<T>,
  row: OptionText & { readonly fallback?: readonly string[] },
): Option<readonly T[]> => ({
  fallback: [],
  ...row,
  ...(typeof item === 'function' ? choicesOf(item) : {}),
  shape: 'list',
  schema: z.array(typeof item === 'function' ? textSchema(item) : item),
});

const choicesOf = ({ choices }: ParseText<unknown>): Pick<Option<unknown>, 'choices'> =>
  choices === undefined ? {} : { choices };

/** The key of an option in the file; undefined where it has none. */
export const fileKey = (option: OptionText): string | undefined =>
  option.file === false ? undefined : (option.file ?? camelCase(option.flag));

/** The environment variable of an option; undefined where it has none. */
export const environmentName = (option: OptionText): string | undefined =>
  option.file === false || option.fileOnly === true
    ? undefined
    : `K8S_BIND_${option.flag.toUpperCase().replaceAll('-', '_')}`;

/** The default as it would be written; empty where there is none, and for a switch, which is off. */
export const fallbackText = ({ fallback, shape }: Option<unknown>): string => {
  if (shape === 'switch') return '';
  return typeof fallback === 'string' ? fallback : (fallback ?? []).join(',');
};

const camelCase = (flag: string): string =>
  flag.replaceAll(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());
