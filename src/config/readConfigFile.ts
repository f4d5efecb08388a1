import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { countText } from '../model/visibleText.ts';
import { repeatedKey } from '../repeatedKey.ts';
import { withinStack } from '../withinStack.ts';
import { didYouMean } from './didYouMean.ts';
import { fileKey, type Option } from './option.ts';
import { OPTION_ROWS, type OptionName } from './options.ts';
import { splitList } from './readFlags.ts';
import { ConfigProblem, type Layer, type Setting } from './setting.ts';

/** A configuration file: what counts for all zones, and one layer for each entry of `zones:`. */
export type ConfigFile = { readonly layer: Layer; readonly zones: readonly Layer[] };

type Context = {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  /** How many values aliases may still stand for: one within itself has no end. */
  readonly aliased: { left: number };
};
type Row = readonly [OptionName, Option<unknown>];

/**
 * Reads a YAML file. Throws {@link ConfigProblem} naming the key and the line for what is not YAML or not an
 * option.
 */
export const readConfigFile = (file: string, text: string): ConfigFile => {
  const lines = new LineCounter();
  const document = withinStack(() =>
    parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false }),
  );
  if (document === undefined)
    throw new ConfigProblem(`Cannot read "${file}": found lists or maps nested too deep, needed options`);
  const context: Context = { file, document, lines, aliased: { left: mostAliased } };
  const invalid = (offset: number, found: string): ConfigProblem =>
    new ConfigProblem(
      `Cannot read "${file}" line ${lines.linePos(offset).line}: found "${found}", needed valid YAML`,
    );
  const [error] = document.errors;
  if (error !== undefined) throw invalid(error.pos[0], error.message.replace(/\.$/, ''));
  const repeated = repeatedKey(document.contents);
  if (repeated !== undefined) throw invalid(repeated, 'Map keys must be unique');
  const root = document.contents;
  if (root === null) return { layer: new Map(), zones: [] };
  if (!isMap(root))
    throw new ConfigProblem(`Cannot read "${file}" line 1: found no map, needed "key: value"`);
  const zones = root.get('zones', true);
  return {
    layer: readMap(context, root, [], FILE_ROWS),
    zones: zones === undefined ? [] : readZones(context, zones as Node),
  };
};

const FILE_ROWS = OPTION_ROWS.filter(([, option]) => fileKey(option) !== undefined);
const ZONE_ROWS = FILE_ROWS.filter(([, option]) => option.perZone === true);

const readZones = (context: Context, zones: Node): readonly Layer[] => {
  const at = (index?: number) =>
    `zones${index === undefined ? '' : `[${index}]`} in ${context.file} line ${lineAt(context, ['zones', ...(index === undefined ? [] : [index])])}`;
  if (!isSeq(zones))
    throw new ConfigProblem(`Cannot use ${at()}: found no list, needed "- zone: k8s.example."`);
  return zones.items.map((entry, index) => {
    if (!isMap(entry) || !entry.has('zone')) {
      throw new ConfigProblem(`Cannot use ${at(index)}: found no key "zone", needed "- zone: k8s.example."`);
    }
    return readMap(context, entry, ['zones', index], ZONE_ROWS);
  });
};

const readMap = (
  context: Context,
  map: YAMLMap,
  above: readonly (string | number)[],
  rows: readonly Row[],
): Layer => {
  const layer = new Map<OptionName, Setting>();
  for (const pair of map.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    if (key === 'zones' && above.length === 0) continue;
    const row = rows.find(([, option]) => fileKey(option) === key);
    const path = [...above, key];
    if (row === undefined) throw unknownKey(context, path, rows);
    const raw = rawOf(pair.value, context);
    layer.set(row[0], {
      raw: row[1].shape === 'list' && typeof raw === 'string' ? splitList(raw) : raw,
      source: {
        kind: 'file',
        file: context.file,
        name: pathText(path),
        lineAt: (below) => lineAt(context, [...path, ...below]),
      },
    });
  }
  return layer;
};

const unknownKey = (
  context: Context,
  path: readonly (string | number)[],
  rows: readonly Row[],
): ConfigProblem => {
  const key = String(path.at(-1));
  const names = rows.flatMap(([, option]) => fileKey(option) ?? []);
  const hint =
    didYouMean(key, path.length === 1 ? [...names, 'zones'] : names) || ', see docs/reference/options.md';
  return new ConfigProblem(
    `Cannot use ${pathText(path)} in ${context.file} line ${lineAt(context, path)}: found no such key${hint}`,
  );
};

/**
 * A YAML value as texts, lists of texts and maps of texts: scalars as they are written, so that all sources
 * are read by one parser.
 */
const rawOf = (node: unknown, context: Context): unknown => {
  if (isSeq(node)) return node.items.map((item) => rawOf(item, context));
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map((pair) => [
        String(isScalar(pair.key) ? pair.key.value : ''),
        rawOf(pair.value, context),
      ]),
    );
  }
  if (isAlias(node)) return rawAlias(node, context);
  if (!isScalar(node) || node.value === null) return '';
  return typeof node.value === 'string' ? node.value : (node.source ?? JSON.stringify(node.value));
};

const mostAliased = 1_000;

const rawAlias = (alias: Alias, context: Context): unknown => {
  const { file, document, aliased } = context;
  const resolved = alias.resolve(document);
  visit(resolved ?? null, () => {
    aliased.left -= 1;
    return aliased.left < 0 ? visit.BREAK : undefined;
  });
  if (aliased.left < 0)
    throw new ConfigProblem(
      `Cannot read "${file}": found aliases that stand for more than ${countText(mostAliased)} values, needed them written out`,
    );
  return rawOf(resolved, context);
};

/** The line of the key (or list entry) at `path`, or of the nearest thing above it. */
const lineAt = (context: Context, path: readonly PropertyKey[]): number => {
  for (let length = path.length; length > 0; length--) {
    const offset = offsetAt(context.document, path.slice(0, length));
    if (offset !== undefined) return context.lines.linePos(offset).line;
  }
  return 1;
};

const offsetAt = (document: Document, path: readonly PropertyKey[]): number | undefined => {
  const above: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(above)) {
    const pair = above.items.find(({ key }) => isScalar(key) && key.value === last);
    return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const entry: unknown = isSeq(above) ? above.items[Number(last)] : undefined;
  return typeof entry === 'object' && entry !== null && 'range' in entry && Array.isArray(entry.range)
    ? Number(entry.range[0])
    : undefined;
};

const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
