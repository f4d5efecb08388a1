import { recordNeeds } from '../records/recordNeeds.ts';
import type { RecordOptions } from '../records/recordOptions.ts';
import type { ResourceName } from '../store/resources.ts';
import { resourcesToRead } from '../store/sourceResources.ts';

/** What these zones need to have read, each once: by their sources, and besides by their other options. */
export const resourcesOf = (zones: readonly RecordOptions[]): readonly ResourceName[] => [
  ...new Set([...resourcesToRead(zones.flatMap(({ sources }) => sources)), ...resourcesBesides(zones)]),
];

/** What options other than the sources need, some of which the sources may read too. */
export const resourcesBesides = (zones: readonly RecordOptions[]): readonly ResourceName[] => {
  const needs = zones.map(recordNeeds);
  return [
    ...(needs.some(({ nodes }) => nodes) ? ['nodes' as const] : []),
    ...(needs.some(({ namespaces }) => namespaces) ? ['namespaces' as const] : []),
    ...(needs.some(({ ingressClasses }) => ingressClasses) ? ['ingressclasses' as const] : []),
    ...(needs.some(({ ingressServices }) => ingressServices.length > 0) ? ['services' as const] : []),
  ];
};
