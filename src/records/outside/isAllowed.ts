import type { DomainName } from '../../dns/rrset.ts';
import type { AllowRule } from '../recordOptions.ts';
import { inScope } from '../scope.ts';
import type { ServiceContext } from '../serviceContext.ts';

/**
 * Whether an operator's rule lets annotations of this Service ask for the name. Without a rule nothing is
 * allowed.
 */
export const isAllowed = (context: ServiceContext, name: DomainName): boolean =>
  context.options.allow.some(
    (rule) => inScope(context.snapshot, rule.scope) && matchesRule(context, rule, name),
  );

/**
 * Whether such a rule has the name's first label as it is, without a `*`: the operator has thought of this
 * very name.
 */
export const isAllowedByName = (context: ServiceContext, name: DomainName): boolean => {
  const [first = ''] = labelsOf(name);
  return context.options.allow.some(
    ({ scope, patterns }) =>
      inScope(context.snapshot, scope) &&
      matchesRule(context, { patterns: patterns.filter((pattern) => labelsOf(pattern)[0] === first) }, name),
  );
};

const matchesRule = (
  { service, options }: ServiceContext,
  { patterns }: Pick<AllowRule, 'patterns'>,
  name: DomainName,
): boolean =>
  patterns.some((pattern) => {
    const filled = pattern
      .replaceAll('{namespace}', service.namespace)
      .replaceAll('{zone}', options.zone.slice(0, -1));
    return matchesPattern(filled, name);
  });

/**
 * Compares label by label, without regard to case and trailing dot: `*` is any text inside a label, `**` any
 * number of labels, also none.
 */
export const matchesPattern = (pattern: string, name: DomainName): boolean =>
  matchesLabels(labelsOf(pattern), labelsOf(name));

const labelsOf = (text: string): readonly string[] => text.trim().toLowerCase().replace(/\.$/, '').split('.');

const matchesLabels = (patterns: readonly string[], labels: readonly string[]): boolean => {
  const [pattern, ...rest] = patterns;
  if (pattern === undefined) return labels.length === 0;
  if (pattern === '**')
    return labels.some((_, at) => matchesLabels(rest, labels.slice(at))) || matchesLabels(rest, []);
  const [label, ...others] = labels;
  return label !== undefined && matchesLabel(pattern, label) && matchesLabels(rest, others);
};

/** Greedy with one point of return: time grows with the product of the lengths, whatever the pattern. */
const matchesLabel = (pattern: string, label: string): boolean => {
  let inPattern = 0;
  let star = -1;
  let starAt = 0;
  for (let at = 0; at < label.length; ) {
    if (pattern[inPattern] === '*') {
      star = inPattern++;
      starAt = at;
    } else if (pattern[inPattern] === label[at]) {
      inPattern++;
      at++;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++starAt;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
};
