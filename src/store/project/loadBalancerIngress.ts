import { exactList } from '../../exactList.ts';
import type { LoadBalancerIngress } from '../../model/service.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import type { ProblemList } from './projection.ts';
import { readAddress } from './readAddresses.ts';

/**
 * `status.loadBalancer.ingress` of a Service or an Ingress: an entry with both an ip and a hostname is two.
 */
export const loadBalancerIngress = (
  json: JsonObject,
  problems: ProblemList,
): readonly LoadBalancerIngress[] => {
  const entries = arrayAt(objectAt(objectAt(json, 'status'), 'loadBalancer'), 'ingress');
  if (entries.length === 0) return noIngress;
  const ingress: LoadBalancerIngress[] = [];
  for (const [index, entry] of entries.entries()) {
    if (!isJsonObject(entry)) continue;
    const ip =
      textAt(entry, 'ip') === ''
        ? undefined
        : readAddress(entry['ip'], `status.loadBalancer.ingress[${index}].ip`, problems);
    if (ip !== undefined) ingress.push({ ip });
    const hostname = textAt(entry, 'hostname');
    if (hostname !== '') ingress.push({ hostname });
  }
  return exactList(ingress);
};

const noIngress: readonly LoadBalancerIngress[] = Object.freeze([]);
