import { isAlias, LineCounter, parseAllDocuments } from 'yaml';
import { repeatedKey } from '../repeatedKey.ts';
import { isJsonObject, type JsonObject } from '../store/jsonObject.ts';
import { withinStack } from '../withinStack.ts';
import type { ItemPath } from './manifestItems.ts';
import type { TextPart } from './splitJsonStream.ts';

/** One document of a manifest, whole. */
export type ReadDocument = {
  /** The line of an item, counted from 1; that of the document where it is not known. */
  readonly lineAt: (path: ItemPath) => number;
} & (
  | { readonly kind: 'document'; readonly json: JsonObject }
  | { readonly kind: 'broken'; readonly found: string }
);

/** No object of Kubernetes is nested so. The parser would take a second for a hundred thousand. */
const manyOpened = /(?:[[{]\s*){100}/;

/** The documents of a part of a manifest that is YAML, or should be. Messages quote nothing of the text. */
export function* readYaml({ text, line: firstLine }: TextPart): Generator<ReadDocument> {
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

/**
 * The parser's message without what it quotes of the text behind a colon: a Secret may stand in the file too.
 */
const withoutQuotation = (message: string): string => message.replace(/(?<! ): [^]*$/, '');
