import type { Namespace } from '../../model/namespace.ts';
import { type JsonObject, objectAt, textAt } from '../jsonObject.ts';
import { pickLabels } from './pickLabels.ts';
import type { Projection } from './projection.ts';

/** A Namespace (v1) with all of its labels: selectors may ask for any. */
export const projectNamespace = (json: JsonObject): Projection<Namespace> => {
  const metadata = objectAt(json, 'metadata');
  return {
    object: { name: textAt(metadata, 'name'), labels: pickLabels(objectAt(metadata, 'labels'), true) },
    problems: [],
  };
};
