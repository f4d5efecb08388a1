import { dirname, resolve } from 'node:path';
import { isClusterDomain } from '../model/isClusterDomain.ts';
import { shownText } from '../model/visibleText.ts';
import { checkFile, reason } from './checkFile.ts';
import { checkTogether } from './checkTogether.ts';
import { COMMANDS, type CommandName } from './commands.ts';
import { EXIT_CODES } from './exitCodes.ts';
import type { Files } from './files.ts';
import { helpText } from './helpText.ts';
import { inFull } from './inFull.ts';
import type { Option } from './option.ts';
import {
  type Config,
  OPTION_ROWS,
  OPTIONS,
  type OptionName,
  type OptionValues,
  type ZoneConfig,
} from './options.ts';
import { parseOption } from './parseOption.ts';
import { readConfigFile } from './readConfigFile.ts';
import { readEnvironment } from './readEnvironment.ts';
import { checkWords, readFlags } from './readFlags.ts';
import { ConfigProblem, type Layer, type Setting, subject } from './setting.ts';

export type LoadOptions = {
  /** The arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
};

export type Loaded =
  | { readonly kind: 'ok'; readonly command: CommandName; readonly config: Config }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'problem';
      readonly line: string;
      readonly exitCode: typeof EXIT_CODES.configuration.code;
    };

/**
 * What the program is asked for: flags go before the environment, that before the file, that before the
 * defaults. An entry of `zones:` in the file goes before the same key outside of it. Whatever is wrong is one
 * line, ready to print.
 */
export const loadConfig = (options: LoadOptions): Loaded => {
  try {
    return load(options);
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error;
    return {
      kind: 'problem',
      line: shownText(error.message, mostCharacters),
      exitCode: EXIT_CODES.configuration.code,
    };
  }
};

/** Some name all options of a kind. */
const mostCharacters = 2_000;

const load = ({ argv, env, files }: LoadOptions): Loaded => {
  const typed = inFull(argv);
  const { command, argument, words, layer: flags } = readFlags(typed);
  if (isOn(flags, 'help'))
    return { kind: 'help', text: helpText(typed[0] === command ? command : undefined) };
  if (isOn(flags, 'version')) return { kind: 'version' };
  checkWords(command, words);
  const environment = readEnvironment(env);
  const file = loadFile(flags, environment, files);
  const values = resolveAll(command, [flags, environment, file.layer], files);
  const zoneLayers = selectZones(file.zones, flags, environment);
  const zoneOf = (layers: readonly Layer[]): ZoneConfig =>
    zoneConfig(resolveAll(command, layers, files), layers);
  const withoutEntry = values.zone === undefined ? [] : [[flags, environment, file.layer]];
  const withEntry = zoneLayers.map((entry) => [flags, environment, entry, file.layer]);
  const each = withEntry.length > 0 ? withEntry : withoutEntry;
  const all = each.map(zoneOf);
  if (all.length === 0 && COMMANDS[command].zone === 'required') {
    throw new ConfigProblem(
      `Cannot ${command}: found no zone, needed --zone NAME (such as --zone k8s.example.)`,
    );
  }
  checkTogether(values, all);
  for (const layers of each) checkDefaults(command, layers, files);
  const raw = new Map([...flags].map(([name, setting]) => [name, setting.raw] as const));
  return { kind: 'ok', command, config: { ...values, zones: all, argument, words, flags: raw } };
};

const isOn = (layer: Layer, name: 'help' | 'version'): boolean =>
  parseOption(OPTIONS[name], layer.get(name)) === true;

const loadFile = (flags: Layer, environment: Layer, files: Files) => {
  const setting = flags.get('config') ?? environment.get('config');
  const path = parseOption(OPTIONS.config, setting);
  if (setting === undefined || typeof path !== 'string')
    return { layer: new Map<OptionName, Setting>(), zones: [] };
  return readConfigFile(path, readText(setting, path, files));
};

const readText = (setting: Setting, path: string, files: Files): string => {
  try {
    return files.read(path);
  } catch (error) {
    throw new ConfigProblem(
      `Cannot use ${subject(setting)}: ${reason(error instanceof Error && 'code' in error ? error.code : error)}`,
    );
  }
};

/**
 * Every option from the first layer that has it. Files are only looked at for options that the command reads.
 */
const resolveAll = (command: CommandName, layers: readonly Layer[], files: Files): OptionValues => {
  const values = OPTION_ROWS.map(([name, option]) => {
    const setting = layers.map((layer) => layer.get(name)).find((found) => found !== undefined);
    const value = absolute(option, parseOption(option, setting), setting);
    if (setting !== undefined && typeof value === 'string' && isOpened(command, name, true, layers))
      checkFile(option, value, setting, files);
    return [name, value] as const;
  });
  return Object.fromEntries(values) as unknown as OptionValues;
};

/** What nobody has set is looked at last: what somebody has typed is nearer to them. */
const checkDefaults = (command: CommandName, layers: readonly Layer[], files: Files): void => {
  for (const [name, option] of OPTION_ROWS) {
    if (layers.some((layer) => layer.has(name)) || !isOpened(command, name, false, layers)) continue;
    const value = parseOption(option, undefined);
    if (typeof value === 'string') checkFile(option, value, undefined, files);
  }
};

const isOpened = (
  command: CommandName,
  name: OptionName,
  isSet: boolean,
  layers: readonly Layer[],
): boolean => {
  const option: Option<unknown> = OPTIONS[name];
  return (
    option.commands.includes(command) &&
    option.isOpened?.(command, isSet) !== false &&
    !(name === 'keyFile' && hasOtherKey(layers))
  );
};

/** With a key by flags or Kerberos, the key file is not read. */
const hasOtherKey = (layers: readonly Layer[]): boolean =>
  layers.some((layer) => layer.has('tsigSecret') || layer.get('gssTsig')?.raw === 'true');

/** A path in the file is relative to the file, also within an entry of a list. */
const absolute = (option: Option<unknown>, value: unknown, setting: Setting | undefined): unknown => {
  if (setting?.source.kind !== 'file') return value;
  const folder = dirname(setting.source.file);
  const { entryPaths } = option;
  if (entryPaths !== undefined && Array.isArray(value)) {
    return value.map((entry: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(
        Object.entries(entry).map(([key, text]) => [
          key,
          entryPaths.includes(key) && typeof text === 'string' ? resolve(folder, text) : text,
        ]),
      ),
    );
  }
  const isPath = option.path !== undefined && typeof value === 'string' && value !== '-';
  return isPath ? resolve(folder, value) : value;
};

const ZONE_ROWS = OPTION_ROWS.filter(([, option]) => option.perZone === true);

const zoneConfig = (values: OptionValues, layers: readonly Layer[]): ZoneConfig => {
  const config = Object.fromEntries(ZONE_ROWS.map(([name]) => [name, values[name]])) as unknown as ZoneConfig;
  const zone = `${config.below ?? ''}${config.zone}`;
  const isAsked = layers.some((layer) => layer.has('shortNames'));
  // By its search list a pod would be led to the Service of another namespace where its own has none.
  const withoutShortNames = !isAsked && isClusterDomain(zone, config.clusterDomain);
  return { ...config, zone, ...(withoutShortNames ? { shortNames: [] } : {}) };
};

/** The entries of `zones:`; with --zone and --view, only those of that zone and that view. */
const selectZones = (zones: readonly Layer[], flags: Layer, environment: Layer): readonly Layer[] => {
  const selectBy = (entries: readonly Layer[], name: 'zone' | 'view'): readonly Layer[] => {
    const setting = flags.get(name) ?? environment.get(name);
    if (setting === undefined || entries.length === 0) return entries;
    const requested = parseOption(OPTIONS[name], setting);
    const named = entries.map((entry) => parseOption(OPTIONS[name], entry.get(name)));
    const selected = entries.filter((_entry, index) => named[index] === requested);
    if (selected.length > 0) return selected;
    const found = named.flatMap((one) => (typeof one === 'string' ? [one] : [])).join(', ') || `no ${name}`;
    throw new ConfigProblem(
      `Cannot use ${subject(setting)}: found ${found} in the file, needed one of these`,
    );
  };
  return selectBy(selectBy(zones, 'zone'), 'view');
};
