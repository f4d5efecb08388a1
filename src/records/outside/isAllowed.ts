import type { DomainName, RecordType } from '../../dns/rrset.ts';
import type { Asker } from '../asker.ts';
import type { AllowRule } from '../recordOptions.ts';
import { inScope } from '../scope.ts';

/**
 * Whether an operator's rule gives the object the name. Without a rule nothing is allowed.
 *
 * @param types of the records that are asked for, where they are known. A Service's annotation asks for
 *   whatever addresses it has, which a rule gives that has any type of address or none.
 */
export const isAllowed = (
  asker: Asker,
  name: DomainName,
  types: readonly RecordType[] | undefined,
): boolean =>
  asker.options.allow.some(
    (rule) =>
      concerns(asker, rule) &&
      givesTypes(rule, types) &&
      (rule.types !== undefined || !needsTypes(asker, name, types)) &&
      matchesRule(asker, rule.patterns, name),
  );

/**
 * Whether such a rule has the name's first label as it is, without a `*`: the operator has thought of this
 * very name.
 */
export const isAllowedByName = (asker: Asker, name: DomainName): boolean => {
  const [first = ''] = labelsOf(name);
  return asker.options.allow.some(
    (rule) =>
      concerns(asker, rule) &&
      matchesRule(
        asker,
        rule.patterns.filter((pattern) => labelsOf(pattern)[0] === first),
        name,
      ),
  );
};

/**
 * A delegation takes all that is below it, the zone's own name is the zone, and a wildcard of a DNSEndpoint
 * may hold anything: none is given by a rule that has not thought of it.
 */
export const needsTypes = (
  { object, options }: Asker,
  name: DomainName,
  types: readonly RecordType[] | undefined,
): boolean =>
  name === options.zone ||
  types?.includes('NS') === true ||
  (object.kind === 'DNSEndpoint' && name.startsWith('*.'));

const concerns = ({ object, scoped }: Asker, { kinds, scope }: AllowRule): boolean =>
  (kinds === undefined || kinds.includes(object.kind)) && inScope(scoped, scope);

const addressTypes: readonly RecordType[] = ['A', 'AAAA', 'CNAME'];

const givesTypes = (rule: AllowRule, types: readonly RecordType[] | undefined): boolean => {
  const given = rule.types;
  if (given === undefined) return true;
  return types === undefined
    ? addressTypes.some((type) => given.includes(type))
    : types.every((type) => given.includes(type));
};

/** A wildcard is given only by a rule that names it as it is (a `*` here is one label of the name). */
const matchesRule = ({ scoped, options }: Asker, patterns: readonly string[], name: DomainName): boolean =>
  patterns.some((pattern) => {
    const filled = pattern
      .replaceAll('{namespace}', scoped.namespace)
      .replaceAll('{zone}', options.zone.slice(0, -1));
    return name.startsWith('*.')
      ? labelsOf(filled).join('.') === labelsOf(name).join('.')
      : matchesPattern(filled, name);
  });

/**
 * Compares label by label, without regard to case and trailing dot: `*` is any text inside a label, `**` any
 * number of labels, also none.
 */
export const matchesPattern = (pattern: string, name: DomainName): boolean =>
  matchesLabels(labelsOf(pattern), labelsOf(name));

const labelsOf = (text: string): readonly string[] => text.trim().toLowerCase().replace(/\.$/, '').split('.');

const matchesLabels = (patterns: readonly string[], labels: readonly string[]): boolean =>
  matchesParts({ patterns, texts: labels, any: '**', fits: matchesLabel });

const matchesLabel = (pattern: string, label: string): boolean =>
  matchesParts({ patterns: pattern, texts: label, any: '*', fits: isSame });

const isSame = (pattern: string, text: string): boolean => pattern === text;

type Parts = {
  readonly patterns: string | readonly string[];
  readonly texts: string | readonly string[];
  /** What stands for any number of texts. */
  readonly any: string;
  readonly fits: (pattern: string, text: string) => boolean;
};

/** Greedy with one point of return: time grows with the product of the lengths, whatever the pattern. */
const matchesParts = ({ patterns, texts, any, fits }: Parts): boolean => {
  let inPattern = 0;
  let star = -1;
  let starAt = 0;
  for (let at = 0; at < texts.length; ) {
    const pattern = patterns[inPattern];
    if (pattern === any) {
      star = inPattern++;
      starAt = at;
    } else if (pattern !== undefined && fits(pattern, texts[at] ?? '')) {
      inPattern++;
      at++;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++starAt;
    } else return false;
  }
  while (patterns[inPattern] === any) inPattern++;
  return inPattern === patterns.length;
};
