import { assertNever } from '../assertNever.ts';
import { type ResourceName, resources } from '../store/resources.ts';
import type { Ending } from './reflector/attempt.ts';

export type Watched = { readonly resource: ResourceName; readonly namespace: string | undefined };

/** Why a collection cannot be watched, in one line that says what to do; undefined when nothing is wrong. */
export const refusalInWords = ({ resource, namespace }: Watched, ending: Ending): string | undefined => {
  const { qualifiedName, namespaced } = resources[resource];
  const where =
    namespace === undefined ? (namespaced ? ' in all namespaces' : '') : ` in namespace ${namespace}`;
  const cannot = `Cannot watch ${qualifiedName}${where}`;
  switch (ending.kind) {
    case 'listed':
    case 'ended':
      return undefined;
    case 'behind':
    case 'silent':
    case 'unfinished':
    case 'lost':
      return ending.message.startsWith('Cannot ') ? ending.message : `${cannot}: ${ending.message}`;
    case 'garbled':
      return `${cannot}: found ${ending.message}, needed an answer of the Kubernetes API`;
    case 'refused':
      return `${cannot}: found ${ending.message}${needed(ending.code, qualifiedName)}`;
    default:
      return assertNever(ending);
  }
};

const needed = (code: number, qualifiedName: string): string => {
  if (code === 401) return ', needed a token or certificate that the API server accepts';
  if (code === 403) return `, needed a role that grants list and watch on ${qualifiedName}`;
  if (code === 404) return `, needed an API server that serves ${qualifiedName}`;
  return '';
};
