import type { DomainName } from '../dns/rrset.ts';
import type { ObjectRef } from '../model/objectRef.ts';
import type { NameTemplate, RecordOptions } from '../records/recordOptions.ts';

/** A template that would give a name, and the Services it could be of. */
export type TemplateMatch = {
  readonly template: NameTemplate;
  readonly service: string;
  /** Undefined: the name does not say it, and the template is for all. */
  readonly namespaces: readonly string[] | undefined;
};

/** The templates, short names among them, that give a name of this shape to some Service. */
export const templateMatches = (
  name: DomainName,
  { names, zone }: Pick<RecordOptions, 'names' | 'zone'>,
): readonly TemplateMatch[] => names.flatMap((template) => matchOf(name, template, zone) ?? []);

export const refsOf = ({ service, namespaces = [] }: TemplateMatch): readonly ObjectRef[] =>
  namespaces.map((namespace) => ({ kind: 'Service', namespace, name: service }));

const matchOf = (name: DomainName, template: NameTemplate, zone: DomainName): TemplateMatch | undefined => {
  const pattern = template.template
    .replace(/\.$/, '')
    .replaceAll('{zone}', zone.slice(0, -1))
    .split(/(\{[^}]*\})/)
    .map((part, index, parts) => patternOf(part, parts.indexOf(part) === index))
    .join('');
  const groups = new RegExp(`^${pattern}\\.$`).exec(name)?.groups;
  const service = groups?.['service'];
  if (service === undefined) return undefined;
  const namespace = groups?.['namespace'];
  const namespaces = namespace === undefined ? template.scope.namespaces : [namespace];
  return { template, service, namespaces };
};

/** A label of a name for each variable; of a label or an annotation nothing can be told. */
const patternOf = (part: string, isFirst: boolean): string => {
  if (part === '{service}') return isFirst ? '(?<service>[^.]+)' : '\\k<service>';
  if (part === '{namespace}') return isFirst ? '(?<namespace>[^.]+)' : '\\k<namespace>';
  return part.startsWith('{') ? '[^.]+' : part.toLowerCase().replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&');
};
