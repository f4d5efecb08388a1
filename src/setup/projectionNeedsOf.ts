import { recordNeeds } from '../records/recordNeeds.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import type { ProjectionNeeds } from '../store/project/projection.ts';

/**
 * What the records of all zones are made of: only that is kept of the objects.
 *
 * @param forTemplates there are templates of files, which may ask for all that a Service has
 */
export const projectionNeedsOf = (
  zones: readonly RecordOptions[],
  forTemplates: boolean,
): ProjectionNeeds => {
  const needs = zones.map(recordNeeds);
  return {
    podNames: forTemplates || needs.some(({ podNames }) => podNames),
    topologyZones: forTemplates || needs.some((zone) => zone.topologyZones),
    imports: needs.some(({ imports }) => imports === true),
    labels: forTemplates || distinct(needs.flatMap(({ labels }) => labels)),
    annotationKeys: distinct(needs.flatMap(({ annotationKeys }) => annotationKeys)),
    annotationPrefixes: distinct(needs.flatMap(({ annotationPrefixes }) => annotationPrefixes)),
    ...(forTemplates ? { allAnnotations: true } : {}),
  };
};

const distinct = (keys: readonly string[]): readonly string[] => [...new Set(keys)];
