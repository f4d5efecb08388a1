import { shownText } from '../model/visibleText.ts';
import { isJsonObject, type JsonObject } from '../store/jsonObject.ts';
import { groupPathsOf, type ResourceName, resourceNames, resources } from '../store/resources.ts';

/** Where an item stands in its document: keys and indexes, for its line. */
export type ItemPath = readonly (string | number)[];

export type ManifestItem =
  | {
      readonly kind: 'ours';
      readonly resource: ResourceName;
      readonly json: JsonObject;
      readonly path: ItemPath;
    }
  /** Of a kind of ours, or of none that is said, in a form that is not understood. */
  | { readonly kind: 'odd'; readonly found: string; readonly needed: string; readonly path: ItemPath };

/**
 * The objects in a document: itself, or the items of a list, of a list within a list too. The API's own lists
 * (`ServiceList`) say kind and version once for all of their items. What is none of ours is passed over.
 */
export function* manifestItems(json: unknown, path: ItemPath = []): Generator<ManifestItem> {
  if (!isJsonObject(json)) {
    yield { kind: 'odd', found: 'an item that is no object', needed: objectsNeeded, path };
    return;
  }
  const { kind, items } = json as { readonly kind?: unknown; readonly items?: unknown };
  if (
    typeof kind !== 'string' ||
    !kind.endsWith('List') ||
    !(Array.isArray(items) || (items ?? null) === null)
  ) {
    const item = itemOf(json, path);
    if (item !== undefined) yield item;
    return;
  }
  const below = [...path, 'items'];
  if (path.length > maxDepth)
    yield { kind: 'odd', found: 'lists within lists within lists', needed: objectsNeeded, path };
  else
    for (const [index, item] of ((items ?? []) as readonly unknown[]).entries())
      yield* manifestItems(withKindOf(item, kind, json['apiVersion']), [...below, index]);
}

/** Two steps for each list: no anchor of YAML may lead round in a circle. */
const maxDepth = 8;
const objectsNeeded = 'objects of Kubernetes';

const withKindOf = (item: unknown, listKind: string, apiVersion: unknown): unknown => {
  if (!isJsonObject(item) || listKind === 'List' || item['kind'] !== undefined) return item;
  return { apiVersion, kind: listKind.slice(0, -'List'.length), ...item };
};

const itemOf = (json: JsonObject, path: ItemPath): ManifestItem | undefined => {
  const { kind, apiVersion } = json as { readonly kind?: unknown; readonly apiVersion?: unknown };
  if (kind === undefined) {
    if (apiVersion === undefined && !isJsonObject(json['metadata']) && !Array.isArray(json['items']))
      return undefined;
    return { kind: 'odd', found: 'an object without kind', needed: 'kind and apiVersion', path };
  }
  // The version counts too: other API groups have a kind called Service.
  const resource = resourceNames.find((name) => resources[name].kind === kind);
  if (resource === undefined) return undefined;
  const versions = versionsOf(resource);
  const [expected = ''] = versions;
  if (versions.some((version) => version === apiVersion)) return { kind: 'ours', resource, json, path };
  if (typeof apiVersion === 'string' && groupOf(apiVersion) !== groupOf(expected)) return undefined;
  return { kind: 'odd', found: `${resources[resource].kind} of ${said(apiVersion)}`, needed: expected, path };
};

const versionsOf = (resource: ResourceName): readonly string[] =>
  groupPathsOf(resource).map((path) => path.replace(/^\/apis?\//, ''));

/** Empty for the core group, whose versions stand alone. */
const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';

const said = (apiVersion: unknown): string =>
  typeof apiVersion === 'string' ? shownText(apiVersion, 60) : 'no apiVersion';
