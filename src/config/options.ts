import type * as z from 'zod/mini';
import type { Option } from './option.ts';
import { ADDRESS_OPTIONS } from './options/addressOptions.ts';
import { CLUSTER_OPTIONS } from './options/clusterOptions.ts';
import { PROCESS_OPTIONS } from './options/processOptions.ts';
import { RECORD_OPTIONS } from './options/recordOptions.ts';
import { RENDER_OPTIONS } from './options/renderOptions.ts';
import { SERVER_OPTIONS } from './options/serverOptions.ts';
import { SOURCE_OPTIONS } from './options/sourceOptions.ts';

/** The one table of options. A new option is one row in one of these. */
export const OPTIONS = {
  ...SERVER_OPTIONS,
  ...CLUSTER_OPTIONS,
  ...SOURCE_OPTIONS,
  ...RECORD_OPTIONS,
  ...ADDRESS_OPTIONS,
  ...RENDER_OPTIONS,
  ...PROCESS_OPTIONS,
} as const;

type Table = typeof OPTIONS;
/** The name of an option in the code: a property of {@link Config}. */
export type OptionName = keyof Table;

/** All options, read and checked. */
export type OptionValues = { readonly [Name in OptionName]: z.output<Table[Name]['schema']> };

/** The names of the options that each zone may have apart; the table marks them with `perZone`. */
export type ZoneOptionName =
  | (Exclude<keyof typeof SERVER_OPTIONS, 'owner' | 'soaIntervalMs' | 'resyncMs'> & OptionName)
  | keyof typeof SOURCE_OPTIONS
  | keyof typeof RECORD_OPTIONS
  | keyof typeof ADDRESS_OPTIONS
  | 'namespaces'
  | 'namespaceSelector'
  | 'selector';

/**
 * What counts for one zone: its own settings where the file has some, those of the whole program otherwise.
 */
export type ZoneConfig = Omit<{ readonly [Name in ZoneOptionName]: OptionValues[Name] }, 'zone'> & {
  /** Absolute, lower case; with `below` the subtree, of a zone that ends alike. */
  readonly zone: string;
};

/**
 * What the program was asked for. `zones` has one entry for `--zone`, or one for each entry of `zones:`; it
 * is empty where no zone was named.
 */
export type Config = OptionValues & {
  readonly zones: readonly ZoneConfig[];
  /** The positional argument of the command, or its default; empty for a command that takes none. */
  readonly argument: string;
  /** What the command line said, as it was typed: a text, or a list of texts. */
  readonly flags: ReadonlyMap<OptionName, unknown>;
  /** The words that follow the command, such as a name; empty for a command that takes none. */
  readonly words: readonly string[];
};

/** The rows with their names, in the order of the table. */
export const OPTION_ROWS = Object.entries(OPTIONS) as readonly (readonly [OptionName, Option<unknown>])[];
