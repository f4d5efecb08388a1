import type { OptionName } from './options.ts';

/** Where a value was written, so that a message can name the place. */
export type Source =
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'environment'; readonly name: string }
  | {
      readonly kind: 'file';
      readonly file: string;
      /** The key, with the keys above it: `zones[0].ttl`. */
      readonly name: string;
      /** The line, counted from 1, of the value at a path below the key. */
      readonly lineAt: (path: readonly PropertyKey[]) => number;
    }
  | { readonly kind: 'default'; readonly name: string };

/** A raw value: texts, lists and maps of texts; and where it stands. */
export type Setting = { readonly raw: unknown; readonly source: Source };

/** What one source says. Options it does not mention are not in it. */
export type Layer = ReadonlyMap<OptionName, Setting>;

/**
 * A wrong configuration: one line for the user. Thrown inside `src/config` only, and caught by loadConfig.
 */
export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem';
}

/**
 * `--zone "a..b"`, or `zone "a..b" in k8s-bind.yaml line 3`. The value is left out when it is secret or not a
 * text.
 */
export const subject = (setting: Setting, path: readonly PropertyKey[] = [], secret = false): string => {
  const { source } = setting;
  const value = valueAt(setting.raw, path);
  const quoted = secret || typeof value !== 'string' ? '' : ` "${value}"`;
  if (source.kind !== 'file') return `${source.name}${quoted}`;
  const key = path.reduce<string>(
    (name, step) => `${name}${typeof step === 'number' ? `[${step}]` : `.${String(step)}`}`,
    source.name,
  );
  return `${key}${quoted} in ${source.file} line ${source.lineAt(path)}`;
};

/** The value at `path`, or the last one above it that is there. */
const valueAt = (raw: unknown, path: readonly PropertyKey[]): unknown => {
  let value = raw;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return value;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[step];
  }
  return value;
};
