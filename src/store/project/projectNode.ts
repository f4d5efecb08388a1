import type { Node } from '../../model/node.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { createProblemList, type Projection } from './projection.ts';
import { readAddress } from './readAddresses.ts';

/** A Node (v1): whether it is ready, and its addresses that are no names. */
export const projectNode = (json: JsonObject): Projection<Node> => {
  const name = textAt(objectAt(json, 'metadata'), 'name');
  const problems = createProblemList('Node', name);
  const status = objectAt(json, 'status');
  const addresses: Node['addresses'][number][] = [];
  for (const [index, entry] of arrayAt(status, 'addresses').entries()) {
    const type = isJsonObject(entry) ? entry['type'] : undefined;
    if (!isJsonObject(entry) || (type !== 'InternalIP' && type !== 'ExternalIP')) continue;
    const address = readAddress(entry['address'], `status.addresses[${index}].address`, problems);
    if (address !== undefined) addresses.push({ type, address });
  }
  return { object: { name, ready: isReady(status), addresses }, problems: problems.texts };
};

const isReady = (status: JsonObject): boolean =>
  arrayAt(status, 'conditions').some(
    (condition) => isJsonObject(condition) && condition['type'] === 'Ready' && condition['status'] === 'True',
  );
