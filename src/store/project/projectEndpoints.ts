import type { Endpoint, EndpointSlice } from '../../model/endpointSlice.ts';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { changedMs } from './changedMs.ts';
import { podName } from './projectEndpointSlice.ts';
import {
  createProblemList,
  type ProblemList,
  type Projection,
  type ProjectionContext,
} from './projection.ts';
import { readAddress } from './readAddresses.ts';
import { endpointPorts } from './servicePorts.ts';

/**
 * An Endpoints object (v1): one slice for each subset, called `<name>#<index>`; the Service has the object's
 * name. Its controller stops at 1,000 addresses and says so in an annotation, which is a problem here.
 */
export const projectEndpoints = (
  json: JsonObject,
  context: ProjectionContext,
): Projection<readonly EndpointSlice[]> => {
  const metadata = objectAt(json, 'metadata');
  const name = context.interner.text(textAt(metadata, 'name'));
  const namespace = context.interner.text(textAt(metadata, 'namespace'));
  const problems = createProblemList('Endpoints', `${namespace}/${name}`);
  const overCapacity = textAt(objectAt(metadata, 'annotations'), 'endpoints.kubernetes.io/over-capacity');
  if (overCapacity === 'truncated')
    problems.add('subsets', 'cut at 1000 addresses', 'discovery.k8s.io/v1 to see all of them');
  const changed = changedMs(metadata, context.needs);
  const object: EndpointSlice[] = [];
  for (const [index, subset] of arrayAt(json, 'subsets').entries()) {
    const at = `subsets[${index}]`;
    if (!isJsonObject(subset)) {
      problems.add(at, subset, 'an object');
      continue;
    }
    object.push({
      namespace,
      name: `${name}#${index}`,
      serviceName: name,
      ofEndpoints: true,
      ports: endpointPorts(subset, `${at}.ports`, context.interner, problems),
      endpoints: subsetEndpoints(subset, at, { ...context, namespace }, problems),
      ...changed,
    });
  }
  return { object, problems: problems.texts };
};

const subsetEndpoints = (
  subset: JsonObject,
  at: string,
  { namespace, needs, interner }: ProjectionContext & { readonly namespace: string },
  problems: ProblemList,
): readonly Endpoint[] => {
  const endpoints: Endpoint[] = [];
  for (const field of ['addresses', 'notReadyAddresses'])
    for (const [index, json] of arrayAt(subset, field).entries()) {
      const entry = isJsonObject(json) ? json : {};
      const address = readAddress(entry['ip'], `${at}.${field}[${index}].ip`, problems);
      if (address === undefined) continue;
      endpoints.push({
        address,
        hostname: textAt(entry, 'hostname'),
        ready: field === 'addresses',
        nodeName: interner.text(textAt(entry, 'nodeName')),
        ofPod: podName(entry, namespace) !== '',
        podName: needs.podNames ? podName(entry, namespace) : '',
        topologyZone: '',
      });
    }
  return endpoints;
};
