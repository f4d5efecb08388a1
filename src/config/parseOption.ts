import type * as z from 'zod/mini';
import { didYouMean } from './didYouMean.ts';
import type { Option } from './option.ts';
import { ConfigProblem, type Setting, subject } from './setting.ts';

/**
 * The value of an option from its setting, or its default. Throws {@link ConfigProblem} for a value that its
 * schema refuses.
 */
export const parseOption = (option: Option<unknown>, setting: Setting | undefined): unknown => {
  if (setting === undefined && option.fallback === undefined) return undefined;
  const given = setting ?? {
    raw: option.fallback,
    source: { kind: 'default', name: `--${option.flag}` } as const,
  };
  const parsed = option.schema.safeParse(given.raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue === undefined)
    throw new ConfigProblem(`Cannot use ${subject(given)}: found a value that is refused, needed another`);
  throw new ConfigProblem(sentence(option, given, issue));
};

type Issue = z.core.$ZodIssue;

const sentence = (option: Option<unknown>, setting: Setting, issue: Issue): string => {
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const hint = didYouMean(key, ENTRY_KEYS) || ', see docs/reference/options.md';
    return `Cannot use ${subject(setting, [...issue.path, key], true)}: found no such key${hint}`;
  }
  const about = subject(setting, issue.path, option.secret);
  return `Cannot use ${about}: ${issue.code === 'invalid_type' && !issue.message.startsWith('found ') ? shapeFault(issue.expected) : issue.message}`;
};

/** Keys of the entries of `names:`, `allow:`, `ingress:` and `render:`. */
const ENTRY_KEYS = [
  'template',
  'selector',
  'namespaces',
  'namespaceSelector',
  'addresses',
  'ttl',
  'names',
  'kinds',
  'types',
  'class',
  'from',
  'output',
  'check',
  'reload',
];

const shapeFault = (expected: string): string =>
  expected === 'array' ? 'found no list, needed one' : 'found no map, needed "key: value"';
