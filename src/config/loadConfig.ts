import { dirname, resolve } from 'node:path';
import { isClusterDomain } from '../model/isClusterDomain.ts';
import { visibleText } from '../model/visibleText.ts';
import { checkFile, reason } from './checkFile.ts';
import { checkTogether } from './checkTogether.ts';
import { COMMANDS, type CommandName } from './commands.ts';
import { EXIT_CODES } from './exitCodes.ts';
import type { Files } from './files.ts';
import { helpText } from './helpText.ts';
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
import { readFlags } from './readFlags.ts';
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
    return { kind: 'problem', line: visibleText(error.message), exitCode: EXIT_CODES.configuration.code };
  }
};

const load = ({ argv, env, files }: LoadOptions): Loaded => {
  const { command, argument, words, layer: flags } = readFlags(argv);
  if (isOn(flags, 'help')) return { kind: 'help', text: helpText(argv[0] === command ? command : undefined) };
  if (isOn(flags, 'version')) return { kind: 'version' };
  const environment = readEnvironment(env);
  const file = loadFile(flags, environment, files);
  const values = resolveAll(command, [flags, environment, file.layer], files);
  const zoneLayers = selectZones(file.zones, flags, environment);
  const zoneOf = (layers: readonly Layer[]): ZoneConfig =>
    zoneConfig(resolveAll(command, layers, files), layers);
  const zones = zoneLayers.map((entry) => zoneOf([flags, environment, entry, file.layer]));
  const one = [flags, environment, file.layer];
  const all = zones.length > 0 || values.zone === undefined ? zones : [zoneOf(one)];
  if (all.length === 0 && COMMANDS[command].zone === 'required') {
    throw new ConfigProblem(
      `Cannot ${command}: found no zone, needed --zone NAME (such as --zone k8s.example.)`,
    );
  }
  checkTogether(values, all);
  return { kind: 'ok', command, config: { ...values, zones: all, argument, words } };
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
    const used = option.commands.includes(command) && !(name === 'keyFile' && hasOtherKey(layers));
    if (used && typeof value === 'string') checkFile(option, value, setting, files);
    return [name, value] as const;
  });
  return Object.fromEntries(values) as unknown as OptionValues;
};

/** With a key by flags or Kerberos, the key file is not read. */
const hasOtherKey = (layers: readonly Layer[]): boolean =>
  layers.some((layer) => layer.has('tsigSecret') || layer.get('gssTsig')?.raw === 'true');

/** A path in the file is relative to the file. */
const absolute = (option: Option<unknown>, value: unknown, setting: Setting | undefined): unknown =>
  option.path === undefined || typeof value !== 'string' || value === '-' || setting?.source.kind !== 'file'
    ? value
    : resolve(dirname(setting.source.file), value);

const ZONE_ROWS = OPTION_ROWS.filter(([, option]) => option.perZone === true);

const zoneConfig = (values: OptionValues, layers: readonly Layer[]): ZoneConfig => {
  const config = Object.fromEntries(ZONE_ROWS.map(([name]) => [name, values[name]])) as unknown as ZoneConfig;
  const zone = `${config.below ?? ''}${config.zone}`;
  const isAsked = layers.some((layer) => layer.has('shortNames'));
  // By its search list a pod would be led to the Service of another namespace where its own has none.
  const withoutShortNames = !isAsked && isClusterDomain(zone, config.clusterDomain);
  return { ...config, zone, ...(withoutShortNames ? { shortNames: [] } : {}) };
};

/** The entries of `zones:`; with --zone, only those of that zone. */
const selectZones = (zones: readonly Layer[], flags: Layer, environment: Layer): readonly Layer[] => {
  const setting = flags.get('zone') ?? environment.get('zone');
  if (setting === undefined || zones.length === 0) return zones;
  const requested = parseOption(OPTIONS.zone, setting);
  const named = zones.map((entry) => parseOption(OPTIONS.zone, entry.get('zone')));
  const selected = zones.filter((_entry, index) => named[index] === requested);
  if (selected.length > 0) return selected;
  throw new ConfigProblem(
    `Cannot use ${subject(setting)}: found ${named.join(', ')} in the file, needed one of these`,
  );
};
