import type { ProjectionNeeds } from '../../src/store/project/projection.ts';

/** Everything that can be asked of a projection. */
export const allNeeds: ProjectionNeeds = {
  podNames: true,
  topologyZones: true,
  labels: true,
  annotationKeys: [],
  annotationPrefixes: ['k8s-bind.io/'],
};
