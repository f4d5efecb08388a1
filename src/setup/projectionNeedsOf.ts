import { recordNeeds } from '../records/recordNeeds.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import type { ProjectionNeeds } from '../store/project/projection.ts';

/** What the records of all zones are made of: only that is kept of the objects. */
export const projectionNeedsOf = (zones: readonly RecordOptions[]): ProjectionNeeds => {
  const needs = zones.map(recordNeeds);
  return {
    podNames: needs.some(({ podNames }) => podNames),
    topologyZones: needs.some((zone) => zone.topologyZones),
    imports: needs.some(({ imports }) => imports === true),
    labels: distinct(needs.flatMap(({ labels }) => labels)),
    annotationKeys: distinct(needs.flatMap(({ annotationKeys }) => annotationKeys)),
    annotationPrefixes: distinct(needs.flatMap(({ annotationPrefixes }) => annotationPrefixes)),
  };
};

const distinct = (keys: readonly string[]): readonly string[] => [...new Set(keys)];
