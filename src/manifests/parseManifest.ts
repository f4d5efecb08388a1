import { shownText } from '../model/visibleText.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../store/jsonObject.ts';
import { type ResourceName, resources } from '../store/resources.ts';
import { type ManifestItem, manifestItems } from './manifestItems.ts';
import { readDocuments } from './readDocuments.ts';

/** One object of a kind we know, where it stands, in the form the API would give it. */
export type ManifestObject = {
  readonly resource: ResourceName;
  readonly json: JsonObject;
  readonly file: string;
  readonly line: number;
};

export type ParsedManifest =
  | {
      readonly kind: 'objects';
      readonly objects: readonly ManifestObject[];
      readonly documents: number;
      /** What is of our kinds and not understood, one sentence for each sort of it. */
      readonly problems: readonly string[];
    }
  | { readonly kind: 'broken'; readonly message: string };

/**
 * Reads YAML or JSON with any number of documents, each an object or a list of them: the `List` that `kubectl
 * get -o yaml` prints, or the API's own answer. Kinds that are not ours are passed over. One syntax error
 * breaks the whole file, and so does a list that is only a part: half of a file is not what its author meant.
 */
export const parseManifest = (text: string, file: string): ParsedManifest => {
  const objects: ManifestObject[] = [];
  const odd = createOddities(file);
  let documents = 0;
  for (const document of readDocuments(text)) {
    const { lineAt } = document;
    const fault = document.kind === 'broken' ? document.found : wholeFault(document.json);
    if (fault !== undefined) return broken(file, lineAt([]), fault);
    if (document.kind === 'broken') continue;
    documents += 1;
    for (const item of manifestItems(document.json)) {
      const line = lineAt(item.path);
      if (item.kind === 'odd') odd.add(item, line);
      else
        objects.push({
          resource: item.resource,
          json: withNamespace(item.json, item.resource),
          file,
          line,
        });
    }
  }
  return { kind: 'objects', objects, documents, problems: odd.sentences() };
};

/** Why a document is not all that it stands for. */
const wholeFault = (json: JsonObject): string | undefined => {
  if (textAt(objectAt(json, 'metadata'), 'continue') !== '')
    return 'a list that goes on in a next part (metadata.continue)';
  if (json['kind'] === undefined && typeof json['type'] === 'string' && isJsonObject(json['object']))
    return 'an event of a watch, not an object';
  return undefined;
};

/** As `kubectl apply` does it: no namespace is `default`, and a cluster-wide object has none. */
const withNamespace = (json: JsonObject, resource: ResourceName): JsonObject => {
  const metadata = objectAt(json, 'metadata');
  const namespace = resources[resource].namespaced ? (metadata['namespace'] ?? 'default') : '';
  return { ...json, metadata: { ...metadata, namespace } };
};

type Oddities = {
  readonly add: (item: Extract<ManifestItem, { readonly kind: 'odd' }>, line: number) => void;
  readonly sentences: () => readonly string[];
};

/** Ten thousand items of one wrong sort are one sentence. */
const createOddities = (file: string): Oddities => {
  const sorts = new Map<string, { readonly line: number; readonly needed: string; count: number }>();
  return {
    add: ({ found, needed }, line) => {
      const sort = sorts.get(found);
      if (sort === undefined) sorts.set(found, { line, needed, count: 1 });
      else sort.count += 1;
    },
    sentences: () =>
      [...sorts].slice(0, maxSentences).map(([found, { line, needed, count }]) => {
        const more = count === 1 ? '' : ` (${count} times)`;
        return `Cannot read manifest "${file}:${line}": found ${found}${more}, needed ${needed}`;
      }),
  };
};

const maxSentences = 10;

const broken = (file: string, line: number, found: string): ParsedManifest => ({
  kind: 'broken',
  message: `Cannot read manifest "${file}:${line}": ${shownText(found.replaceAll(/\s+/g, ' '))}, needed YAML or JSON of Kubernetes objects`,
});
