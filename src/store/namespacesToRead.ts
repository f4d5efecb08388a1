import type { Selection } from './objectSource.ts';
import { type ResourceName, resources } from './resources.ts';

/**
 * The namespaces whose objects of a resource are read; undefined: all, as of what has no namespace.
 * Services that rules for classes of Ingresses name are read wherever they are.
 */
export const namespacesToRead = (
  resource: ResourceName,
  { namespaces, ingressServices = [] }: Selection,
): readonly string[] | undefined => {
  if (namespaces === undefined || !resources[resource].namespaced) return undefined;
  const further = resource === 'services' ? ingressServices.map(namespaceOf) : [];
  return [...new Set([...namespaces, ...further])];
};

const namespaceOf = (key: string): string => key.slice(0, key.indexOf('/'));
