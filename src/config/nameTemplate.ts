import * as z from 'zod/mini';
import { recordTypeNames } from '../dns/recordTypes.ts';
import type { RecordType } from '../dns/rrset.ts';
import { templateFault } from '../records/outside/fillTemplate.ts';
import { type AddressPolicy, addressPolicyNames } from '../records/recordOptions.ts';
import { parseNamespace } from './options/clusterOptions.ts';
import { type ParseText, secondHalf, textSchema, value } from './parsed.ts';
import { parseTtlSeconds } from './values/parseDurationMs.ts';
import { parseLabelSelector } from './values/parseLabelSelector.ts';
import { parseChoice, parseText } from './values/parseText.ts';

export const parseAddressPolicy = parseChoice<AddressPolicy>(...addressPolicyNames);

/**
 * One entry of `names:`. Fields that are not given are absent: the template counts for every Service, with
 * the global policy and TTL.
 */
export type NameTemplate = {
  readonly template: string;
  readonly selector?: string | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly namespaceSelector?: string | undefined;
  readonly addresses?: AddressPolicy | undefined;
  readonly ttlSeconds?: number | undefined;
};

/**
 * One entry of `allow:`: names (patterns: `*` for any text in a label, `**` for any labels, `{namespace}`,
 * `{zone}`) that annotations of Services in these namespaces may ask for.
 */
export type AllowRule = {
  readonly names: readonly string[];
  readonly kinds?: readonly string[] | undefined;
  readonly types?: readonly RecordType[] | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly namespaceSelector?: string | undefined;
};

/** A template whose labels and variables can be right; whether they are, shows with the Service. */
export const parseTemplate: ParseText<string> = (text) => {
  const message = templateFault(text);
  return message === undefined ? value(text) : secondHalf(message);
};

/** As a zone file has it, in any case. */
const parseRecordType: ParseText<RecordType> = (text) =>
  parseChoice<RecordType>(...recordTypeNames)(text.toUpperCase());

const text = textSchema(parseText);
const selector = textSchema(parseLabelSelector);
const namespaces = z.array(textSchema(parseNamespace));

const templateEntry = z.pipe(
  z.strictObject({
    template: textSchema(parseTemplate),
    selector: z.optional(selector),
    namespaces: z.optional(namespaces),
    namespaceSelector: z.optional(selector),
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
  kinds: z.optional(z.array(textSchema(parseText))),
  types: z.optional(z.array(textSchema(parseRecordType))),
  namespaces: z.optional(namespaces),
  namespaceSelector: z.optional(selector),
});
