import { isJsonObject } from '../store/jsonObject.ts';
import { jsonPlaces } from './jsonPlaces.ts';
import { type ReadDocument, readYaml } from './readYaml.ts';
import { splitJsonStream, type TextPart } from './splitJsonStream.ts';

/**
 * The documents of a manifest. JSON is YAML too, but YAML's parser needs twenty times as long for it: a
 * minute for what `kubectl get -o json` prints of ten thousand Services.
 */
export function* readDocuments(text: string): Generator<ReadDocument> {
  const whole = { text, line: 1 };
  const json = readJson(whole);
  if (json !== undefined) yield json;
  else {
    const parts = splitJsonStream(text);
    if (parts === undefined) yield* readYaml(whole);
    else for (const part of parts) yield* readPart(part);
  }
}

function* readPart(part: TextPart): Generator<ReadDocument> {
  const json = readJson(part);
  if (json === undefined) yield* readYaml(part);
  else yield json;
}

/** Undefined for what is no JSON object. */
const readJson = ({ text, line }: TextPart): ReadDocument | undefined => {
  const json = parseJson(text);
  if (!isJsonObject(json)) return undefined;
  const { fault, lineAt } = jsonPlaces(text);
  if (fault !== undefined) return { kind: 'broken', found: fault.found, lineAt: () => line - 1 + fault.line };
  return { kind: 'document', json, lineAt: (path) => line - 1 + lineAt(path) };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
