import type { ServiceImport } from '../../model/serviceImport.ts';
import { arrayAt, type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { createProblemList, type Projection, type ProjectionContext } from './projection.ts';
import { readAddresses } from './readAddresses.ts';
import { endpointPorts } from './servicePorts.ts';
import { sourceObject } from './sourceObject.ts';

/**
 * A ServiceImport (multicluster.x-k8s.io, v1beta1 or v1alpha1, which are alike): type, addresses and ports.
 */
export const projectServiceImport = (
  json: JsonObject,
  context: ProjectionContext,
): Projection<ServiceImport> => {
  const common = sourceObject('ServiceImport', json, context);
  const problems = createProblemList('ServiceImport', `${common.ref.namespace}/${common.ref.name}`);
  const spec = objectAt(json, 'spec');
  const type = textAt(spec, 'type');
  const isKnown = type === 'ClusterSetIP' || type === 'Headless';
  if (!isKnown) problems.add('spec.type', spec['type'], 'ClusterSetIP or Headless');
  const object: ServiceImport = {
    ...common,
    type: isKnown ? type : '',
    ips: readAddresses(arrayAt(spec, 'ips'), 'spec.ips', problems),
    ports: endpointPorts(spec, 'spec.ports', context.interner, problems),
  };
  return { object, problems: problems.texts };
};
