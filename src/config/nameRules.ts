import * as z from 'zod/mini';
import { parseNamespace } from './options/clusterOptions.ts';
import { fault, type ParseText, textSchema, value } from './parsed.ts';
import { parseTtlSeconds } from './values/duration.ts';
import { parseChoice, parseText } from './values/text.ts';

/** Which addresses of a Service are published. */
export type AddressPolicy = 'cluster-ip' | 'endpoints' | 'external' | 'node';

export const parseAddressPolicy = parseChoice<AddressPolicy>('cluster-ip', 'endpoints', 'external', 'node');

/** One entry of `names:`. Fields that are not given are absent: the template counts for every Service, with the global policy and TTL. */
export type NameTemplate = {
  readonly template: string;
  readonly selector?: string | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly namespaceSelector?: string | undefined;
  readonly addresses?: AddressPolicy | undefined;
  readonly ttlSeconds?: number | undefined;
};

/** One entry of `allow:`: names (patterns with `*` for one label) that annotations of Services in these namespaces may ask for. */
export type AllowRule = {
  readonly names: readonly string[];
  readonly namespaces?: readonly string[] | undefined;
  readonly namespaceSelector?: string | undefined;
};

/** A template needs a variable, otherwise all Services would want one name; whether its labels are valid shows with the Service. */
export const parseTemplate: ParseText<string> = (text) => {
  if (/[\s"\\]/.test(text) || text === '') return fault('it is not a name', NEEDED);
  const unclosed = text.replaceAll(/\{[^{}]+\}/g, 'x');
  if (/[{}]/.test(unclosed)) return fault('a brace is not closed', NEEDED);
  return unclosed
    .split('.')
    .slice(0, text.endsWith('.') ? -1 : undefined)
    .includes('')
    ? fault('it has an empty label', NEEDED)
    : value(text);
};

const NEEDED = "a template such as '{service}.{namespace}.lan' is needed";

const text = textSchema(parseText);
const namespaces = z.array(textSchema(parseNamespace));

const templateEntry = z.pipe(
  z.strictObject({
    template: textSchema(parseTemplate),
    selector: z.optional(text),
    namespaces: z.optional(namespaces),
    namespaceSelector: z.optional(text),
    addresses: z.optional(textSchema(parseAddressPolicy)),
    ttl: z.optional(textSchema(parseTtlSeconds)),
  }),
  z.transform(
    ({ ttl, ...entry }): NameTemplate => (ttl === undefined ? entry : { ...entry, ttlSeconds: ttl }),
  ),
);

/** An entry of `names:`, or the text of `--name`, which is the template alone. */
export const nameTemplateSchema = z.pipe(
  z.transform((entry: unknown) => (typeof entry === 'string' ? { template: entry } : entry)),
  templateEntry,
) as unknown as z.ZodMiniType<NameTemplate>;

/** An entry of `allow:`. */
export const allowRuleSchema: z.ZodMiniType<AllowRule> = z.strictObject({
  names: z.array(text),
  namespaces: z.optional(namespaces),
  namespaceSelector: z.optional(text),
});
