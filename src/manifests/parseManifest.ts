import { isAlias, LineCounter, parseAllDocuments } from 'yaml';
import { shownText } from '../model/visibleText.ts';
import { repeatedKey } from '../repeatedKey.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../store/jsonObject.ts';
import { type ResourceName, resources } from '../store/resources.ts';
import { withinStack } from '../withinStack.ts';
import { type ItemPath, type ManifestItem, manifestItems } from './manifestItems.ts';
import { splitJsonStream, type TextPart } from './splitJsonStream.ts';

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
  for (const part of splitJsonStream(text) ?? [{ text, line: 1 }])
    for (const document of readPart(part)) {
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

type ReadDocument = { readonly lineAt: (path: ItemPath) => number } & (
  | { readonly kind: 'document'; readonly json: JsonObject }
  | { readonly kind: 'broken'; readonly found: string }
);

/** No object of Kubernetes is nested so. The parser would take a second for a hundred thousand. */
const manyOpened = /(?:[[{]\s*){100}/;

function* readPart({ text, line: firstLine }: TextPart): Generator<ReadDocument> {
  const lines = new LineCounter();
  const lineOf = (offset: number): number => firstLine - 1 + lines.linePos(offset).line;
  const tooDeep = manyOpened.exec(text);
  if (tooDeep !== null) {
    const line = firstLine + text.slice(0, tooDeep.index).split('\n').length - 1;
    yield { kind: 'broken', found: 'a hundred brackets that open and none that closes', lineAt: () => line };
    return;
  }
  const documents = parseDocuments(text, lines);
  if (documents === undefined) {
    yield { kind: 'broken', found: 'lists or maps nested too deep', lineAt: () => firstLine };
    return;
  }
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) {
      yield { kind: 'broken', found: withoutQuotation(error.message), lineAt: () => lineOf(error.pos[0]) };
      continue;
    }
    const repeated = repeatedKey(document.contents);
    if (repeated !== undefined) {
      yield { kind: 'broken', found: 'Map keys must be unique', lineAt: () => lineOf(repeated) };
      continue;
    }
    const start = lineOf(document.contents?.range?.[0] ?? document.range?.[0] ?? 0);
    const lineAt = (path: ItemPath): number => {
      const offset = path.length === 0 ? undefined : offsetAt(document, path);
      return offset === undefined ? start : lineOf(offset);
    };
    const json = toJson(document);
    if (json.kind === 'failed') yield { kind: 'broken', found: json.message, lineAt };
    else if (isJsonObject(json.value)) yield { kind: 'document', json: json.value, lineAt };
    else if ((json.value ?? null) !== null)
      yield { kind: 'broken', found: 'a document that is no object', lineAt };
  }
}

const parseDocuments = (text: string, lineCounter: LineCounter): readonly YamlDocument[] | undefined => {
  const rules = { merge: true, uniqueKeys: false } as const;
  const options = { ...rules, lineCounter, prettyErrors: false, logLevel: 'error' } as const;
  const found = withinStack(() => parseAllDocuments(text, options));
  return found !== undefined && 'empty' in found ? [] : found;
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

const offsetAt = (document: YamlDocument, path: ItemPath): number | undefined => {
  const item = document.getIn(path, true);
  if (typeof item !== 'object' || item === null || isAlias(item) || !('range' in item)) return undefined;
  return (item.range as readonly [number, number, number] | undefined)?.[0];
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

/**
 * The parser's message without what it quotes of the text behind a colon: a Secret may stand in the file too.
 */
const withoutQuotation = (message: string): string => message.replace(/(?<! ): [^]*$/, '');

const broken = (file: string, line: number, found: string): ParsedManifest => ({
  kind: 'broken',
  message: `Cannot read manifest "${file}:${line}": ${shownText(found.replaceAll(/\s+/g, ' '))}, needed YAML or JSON of Kubernetes objects`,
});
