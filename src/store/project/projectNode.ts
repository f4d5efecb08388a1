import type { Node } from '../../model/node.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt } from '../jsonObject.ts';
import { createProblemList, type Projection, type ProjectionContext } from './projection.ts';
import { readAddress } from './readAddresses.ts';
import { sourceObject } from './sourceObject.ts';

/** A Node (v1): whether it is ready, and its addresses that are no names. */
export const projectNode = (json: JsonObject, context: ProjectionContext): Projection<Node> => {
  const common = sourceObject('Node', json, context);
  const problems = createProblemList('Node', common.ref.name);
  const status = objectAt(json, 'status');
  const addresses: Node['addresses'][number][] = [];
  for (const [index, entry] of arrayAt(status, 'addresses').entries()) {
    const type = isJsonObject(entry) ? entry['type'] : undefined;
    if (!isJsonObject(entry) || (type !== 'InternalIP' && type !== 'ExternalIP')) continue;
    const address = readAddress(entry['address'], `status.addresses[${index}].address`, problems);
    if (address !== undefined) addresses.push({ type, address });
  }
  return { object: { ...common, ready: isReady(status), addresses }, problems: problems.texts };
};

const isReady = (status: JsonObject): boolean =>
  arrayAt(status, 'conditions').some(
    (condition) => isJsonObject(condition) && condition['type'] === 'Ready' && condition['status'] === 'True',
  );
