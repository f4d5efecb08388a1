import { isAlias, isMap, LineCounter, parseAllDocuments } from 'yaml';
import { isJsonObject, type JsonObject } from '../store/jsonObject.ts';
import { type ResourceName, resourceNames, resources } from '../store/resources.ts';

/** One object of a kind we know, where it stands, in the form the API would give it. */
export type ManifestObject = {
  readonly resource: ResourceName;
  readonly json: JsonObject;
  readonly file: string;
  readonly line: number;
};

export type ParsedManifest =
  | { readonly kind: 'objects'; readonly objects: readonly ManifestObject[]; readonly documents: number }
  | { readonly kind: 'broken'; readonly message: string };

/**
 * Reads YAML or JSON with any number of documents, each an object or a `List` of them as `kubectl get -o
 * yaml` prints. Kinds that are not ours are passed over. One syntax error breaks the whole file: half of a
 * file is not what its author meant.
 */
export const parseManifest = (text: string, file: string): ParsedManifest => {
  const lineCounter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter, merge: true, prettyErrors: false });
  const objects: ManifestObject[] = [];
  let count = 0;
  for (const document of 'empty' in documents ? [] : documents) {
    const [error] = document.errors;
    if (error !== undefined)
      return broken(file, lineCounter.linePos(error.pos[0]).line, withoutQuotation(error.message));
    const start = document.contents?.range?.[0] ?? document.range[0];
    const { line } = lineCounter.linePos(start);
    const json = toJson(document);
    if (json.kind === 'failed') return broken(file, line, json.message);
    if (json.value === null || json.value === undefined) continue;
    if (!isJsonObject(json.value)) return broken(file, line, 'a document that is no object');
    count += 1;
    for (const [index, item] of itemsOf(json.value).entries()) {
      const resource = resourceOf(item);
      if (resource === undefined || !isJsonObject(item)) continue;
      objects.push({
        resource,
        json: withNamespace(item, resource),
        file,
        line: itemLine(document, index, lineCounter) ?? line,
      });
    }
  }
  return { kind: 'objects', objects, documents: count };
};

type YamlDocument = Exclude<ReturnType<typeof parseAllDocuments>, { empty: true }>[number];

const toJson = (
  document: YamlDocument,
):
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string } => {
  try {
    return { kind: 'json', value: document.toJS() };
  } catch (error) {
    // Aliases without an anchor, or so many of them that the document would explode.
    return {
      kind: 'failed',
      message: withoutQuotation(error instanceof Error ? error.message : String(error)),
    };
  }
};

const itemsOf = (json: JsonObject): readonly unknown[] => {
  const { kind, items } = json as { readonly kind?: unknown; readonly items?: unknown };
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items : [json];
};

/** The version counts too: other API groups have a kind called Service. */
const resourceOf = (json: unknown): ResourceName | undefined => {
  if (!isJsonObject(json)) return undefined;
  return resourceNames.find(
    (name) => resources[name].kind === json['kind'] && apiVersion(name) === json['apiVersion'],
  );
};

const apiVersion = (resource: ResourceName): string =>
  resources[resource].groupPath.replace(/^\/apis?\//, '');

/** As `kubectl apply` does it: no namespace is `default`, and a cluster-wide object has none. */
const withNamespace = (json: JsonObject, resource: ResourceName): JsonObject => {
  const metadata = isJsonObject(json['metadata']) ? json['metadata'] : {};
  const { namespaced } = resources[resource];
  const namespace = namespaced ? (metadata['namespace'] ?? 'default') : '';
  return { ...json, metadata: { ...metadata, namespace } };
};

const itemLine = (document: YamlDocument, index: number, lineCounter: LineCounter): number | undefined => {
  const { contents } = document;
  if (!isMap(contents)) return undefined;
  const item = document.getIn(['items', index], true);
  if (typeof item !== 'object' || item === null || isAlias(item) || !('range' in item)) return undefined;
  const range = item.range as readonly [number, number, number] | undefined;
  return range && lineCounter.linePos(range[0]).line;
};

/**
 * The parser's message without what it quotes of the text behind a colon: a Secret may stand in the file too.
 */
const withoutQuotation = (message: string): string => message.replace(/(?<! ): [^]*$/, '');

const broken = (file: string, line: number, found: string): ParsedManifest => ({
  kind: 'broken',
  message: `Cannot read manifest "${file}:${line}": ${found.replaceAll(/\s+/g, ' ')}, needed YAML or JSON of Kubernetes objects`,
});
