import type { Pod } from '../../model/pod.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { createProblemList, type Projection, type ProjectionContext } from './projection.ts';
import { readAddresses } from './readAddresses.ts';
import { sourceObject } from './sourceObject.ts';

/**
 * A Pod (v1) with addresses of its own. One that is done has given them back, and one with host network has
 * its node's: these are none of ours.
 */
export const projectPod = (json: JsonObject, context: ProjectionContext): Projection<Pod> => {
  const status = objectAt(json, 'status');
  const phase = textAt(status, 'phase');
  if (objectAt(json, 'spec')['hostNetwork'] === true || (phase !== 'Running' && phase !== 'Pending'))
    return notOurs;
  const common = sourceObject('Pod', json, context);
  const problems = createProblemList('Pod', `${common.ref.namespace}/${common.ref.name}`);
  const entries = arrayAt(status, 'podIPs').map((entry) => (isJsonObject(entry) ? entry['ip'] : entry));
  const ips = readAddresses(entries, 'status.podIPs', problems);
  return { object: ips.length === 0 ? undefined : { ...common, ips }, problems: problems.texts };
};

const notOurs: Projection<never> = { object: undefined, problems: [] };
