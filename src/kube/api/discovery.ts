import { arrayAt, isJsonObject } from '../../store/jsonObject.ts';
import { type ResourceName, resources } from '../../store/resources.ts';
import { readJson } from './readJson.ts';
import type { Transport } from './transport.ts';

export type Discovery =
  | { readonly kind: 'served' }
  | { readonly kind: 'absent' }
  /** Nothing is known: no answer, or one that says nothing about it. */
  | { readonly kind: 'unknown'; readonly message: string };

/** Whether the API server serves a resource at all: a cluster may have discovery.k8s.io/v1 switched off. */
export const discover = async (
  transport: Transport,
  resource: ResourceName,
  signal: AbortSignal,
): Promise<Discovery> => {
  const path = resources[resource].groupPath;
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
  return { kind: served ? 'served' : 'absent' };
};
