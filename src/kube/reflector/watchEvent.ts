import { visibleText } from '../../model/visibleText.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';

/** One line of a watch (`WatchEvent` of the API). */
export type WatchEvent =
  | { readonly kind: 'changed'; readonly object: JsonObject; readonly resourceVersion: string }
  | { readonly kind: 'deleted'; readonly object: JsonObject; readonly resourceVersion: string }
  /**
   * Nothing changed up to this version. `initialEventsEnd`: everything that existed at the start has come.
   */
  | { readonly kind: 'bookmark'; readonly resourceVersion: string; readonly initialEventsEnd: boolean }
  | { readonly kind: 'error'; readonly status: JsonObject }
  | { readonly kind: 'garbled'; readonly message: string };

export const parseWatchEvent = (line: Buffer): WatchEvent => {
  const json = parseJson(line);
  const object = isJsonObject(json) ? json['object'] : undefined;
  if (!isJsonObject(json) || !isJsonObject(object)) return garbled(line, 'no JSON of a watch event');
  const type = json['type'];
  if (type === 'ERROR') return { kind: 'error', status: object };
  const metadata = objectAt(object, 'metadata');
  const resourceVersion = textAt(metadata, 'resourceVersion');
  if (resourceVersion === '') return garbled(line, 'an event without metadata.resourceVersion');
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      return { kind: 'changed', object, resourceVersion };
    case 'DELETED':
      return { kind: 'deleted', object, resourceVersion };
    case 'BOOKMARK': {
      const end = objectAt(metadata, 'annotations')['k8s.io/initial-events-end'];
      return { kind: 'bookmark', resourceVersion, initialEventsEnd: end === 'true' };
    }
    default:
      return garbled(line, 'an event of unknown type');
  }
};

const parseJson = (line: Buffer): unknown => {
  try {
    return JSON.parse(line.toString());
  } catch {
    return undefined;
  }
};

const garbled = (line: Buffer, found: string): WatchEvent => ({
  kind: 'garbled',
  message: visibleText(`${found}: ${JSON.stringify(line.toString('latin1', 0, 60))}`),
});
