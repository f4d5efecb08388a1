import { arrayAt, isJsonObject, textAt } from '../../store/jsonObject.ts';
import { type ResourceName, resources } from '../../store/resources.ts';
import { readJson } from './readJson.ts';
import type { Transport } from './transport.ts';

/** The versions that the API server serves of a resource's group; none where it has not got the group. */
export const servedVersions = async (
  transport: Transport,
  resource: ResourceName,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const { groupPath } = resources[resource];
  const path = groupPath.slice(0, groupPath.lastIndexOf('/'));
  const answer = await transport.request({ path, signal });
  if (answer.kind !== 'answer') return [];
  const group = await readJson(answer.body);
  if (answer.status !== 200) return [];
  return arrayAt(group, 'versions').flatMap((entry) => {
    const version = isJsonObject(entry) ? textAt(entry, 'version') : '';
    return version === '' ? [] : [version];
  });
};
