import type { DomainName } from '../../dns/rrset.ts';
import type { Service } from '../../model/service.ts';

export type FilledTemplate =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing'; readonly variable: string };

const variables = /\{([^{}]*)\}/g;

/**
 * Puts a Service's values into a template. A label or annotation that the Service does not have, or has
 * empty, leaves no name.
 */
export const fillTemplate = (template: string, service: Service, zone: DomainName): FilledTemplate => {
  let missing: string | undefined;
  const text = template.replace(variables, (_, variable: string) => {
    const value = variableValue(variable, service, zone);
    if (value === '') missing ??= variable;
    return value;
  });
  return missing === undefined ? { kind: 'text', text } : { kind: 'missing', variable: missing };
};

/** Keys of the annotations that a template reads: what the projection of Services has to keep. */
export const templateAnnotations = (template: string): readonly string[] =>
  keysOf(template, annotationVariable);

/** Keys of the labels that a template reads. */
export const templateLabels = (template: string): readonly string[] => keysOf(template, labelVariable);

/**
 * A sentence about what is wrong with a template whatever the Service, for the configuration; undefined when
 * it can be used.
 */
export const templateFault = (template: string): string | undefined => {
  const unknown = [...template.matchAll(variables)]
    .map(([, variable = '']) => variable)
    .find((variable) => !isVariable(variable));
  if (unknown !== undefined)
    return `Cannot use name template "${template}": found {${unknown}}, needed {service}, {namespace}, {zone}, {label:KEY} or {annotation:KEY}`;
  const fixed = template.replace(variables, 'x');
  const stray = /[^-a-z0-9.]/i.exec(fixed)?.[0];
  if (stray !== undefined)
    return `Cannot use name template "${template}": found "${stray}", needed letters, digits, hyphens, dots and variables`;
  if (fixed.replace(/\.$/, '').split('.').includes(''))
    return `Cannot use name template "${template}": found an empty label, needed text between dots`;
  return undefined;
};

const labelVariable = 'label:';
const annotationVariable = 'annotation:';

const keysOf = (template: string, prefix: string): readonly string[] =>
  [...template.matchAll(variables)]
    .map(([, variable = '']) => variable)
    .filter((variable) => variable.startsWith(prefix))
    .map((variable) => variable.slice(prefix.length));

const isVariable = (variable: string): boolean =>
  variable === 'service' ||
  variable === 'namespace' ||
  variable === 'zone' ||
  (variable.startsWith(labelVariable) && variable.length > labelVariable.length) ||
  (variable.startsWith(annotationVariable) && variable.length > annotationVariable.length);

const variableValue = (variable: string, service: Service, zone: DomainName): string => {
  if (variable === 'service') return service.name;
  if (variable === 'namespace') return service.namespace;
  if (variable === 'zone') return zone.slice(0, -1);
  if (variable.startsWith(labelVariable))
    return valueOf(service.labels, variable.slice(labelVariable.length));
  if (variable.startsWith(annotationVariable))
    return valueOf(service.annotations, variable.slice(annotationVariable.length));
  return '';
};

const valueOf = (values: Readonly<Record<string, string>>, key: string): string =>
  Object.hasOwn(values, key) ? (values[key] ?? '').trim() : '';
