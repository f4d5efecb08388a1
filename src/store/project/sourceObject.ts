import type { SourceObject } from '../../model/sourceObject.ts';
import { type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { pickAnnotations, pickLabels } from './pickLabels.ts';
import type { ProjectionContext } from './projection.ts';

/** What an object of any kind has in its metadata. */
export const sourceObject = (
  kind: string,
  json: JsonObject,
  { needs, interner }: ProjectionContext,
): SourceObject => {
  const metadata = objectAt(json, 'metadata');
  return {
    ref: { kind, namespace: interner.text(textAt(metadata, 'namespace')), name: textAt(metadata, 'name') },
    uid: textAt(metadata, 'uid'),
    createdMs: Date.parse(textAt(metadata, 'creationTimestamp')) || 0,
    labels: pickLabels(objectAt(metadata, 'labels'), needs.labels),
    annotations: pickAnnotations(objectAt(metadata, 'annotations'), needs),
  };
};
