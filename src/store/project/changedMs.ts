import { type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import type { ProjectionNeeds } from './projection.ts';

const annotation = 'endpoints.kubernetes.io/last-change-trigger-time';

/**
 * `changedMs` of an EndpointSlice or Endpoints, as a member to be spread. Its controller writes when the
 * oldest of the changes came about that it brings, mostly in whole seconds. Kept only where it is of
 * interest, so that a cluster as it was at the start costs nothing.
 */
export const changedMs = (
  metadata: JsonObject,
  { changesSinceMs }: ProjectionNeeds,
): { readonly changedMs?: number } => {
  if (changesSinceMs === undefined) return none;
  const text = textAt(objectAt(metadata, 'annotations'), annotation);
  const time = text === '' ? Number.NaN : Date.parse(text);
  return time >= changesSinceMs ? { changedMs: time } : none;
};

const none = {};
