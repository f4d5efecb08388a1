import { arrayAt, isJsonObject } from '../../store/jsonObject.ts';
import { groupPathsOf, type ResourceName } from '../../store/resources.ts';
import { readJson } from './readJson.ts';
import type { Transport } from './transport.ts';

export type Discovery =
  /** The best version that is read here. */
  | { readonly kind: 'served'; readonly groupPath: string }
  | { readonly kind: 'absent' }
  /** Nothing is known: no answer, or one that says nothing about it. */
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * Whether the API server serves a resource at all, in a version that is read here: a cluster may have
 * discovery.k8s.io/v1 switched off.
 */
export const discover = async (
  transport: Transport,
  resource: ResourceName,
  signal: AbortSignal,
): Promise<Discovery> => {
  for (const groupPath of groupPathsOf(resource)) {
    const found = await discoverIn(transport, { resource, groupPath }, signal);
    if (found.kind !== 'absent') return found;
  }
  return { kind: 'absent' };
};

const discoverIn = async (
  transport: Transport,
  { resource, groupPath: path }: { readonly resource: ResourceName; readonly groupPath: string },
  signal: AbortSignal,
): Promise<Discovery> => {
  const answer = await transport.request({ path, signal });
  if (answer.kind === 'aborted') return { kind: 'unknown', message: 'stopped' };
  if (answer.kind === 'unreachable') return { kind: 'unknown', message: answer.message };
  const list = await readJson(answer.body);
  if (answer.status === 404) return { kind: 'absent' };
  if (answer.status !== 200 || !Array.isArray(list['resources']))
    return {
      kind: 'unknown',
      message: `Cannot read "${path}" of the Kubernetes API: found status ${answer.status}, needed the list of its resources`,
    };
  const served = arrayAt(list, 'resources').some(
    (entry) => isJsonObject(entry) && entry['name'] === resource,
  );
  return served ? { kind: 'served', groupPath: path } : { kind: 'absent' };
};
