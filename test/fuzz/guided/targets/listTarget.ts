import { deepEqual } from 'node:assert/strict';
import { createItemsSplitter } from '../../../../src/kube/reflector/itemsSplitter.ts';
import { isJsonObject } from '../../../../src/store/jsonObject.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { inPieces } from './inPieces.ts';

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Items and envelope of a list; undefined where it is refused. */
const split = (
  chunks: readonly Buffer[],
): { readonly items: readonly unknown[]; readonly envelope: unknown } | undefined => {
  const items: unknown[] = [];
  const splitter = createItemsSplitter((item) => void items.push(parseJson(item.toString())));
  const isList = chunks.every((chunk) => splitter.push(chunk));
  const envelope = parseJson(splitter.envelope() ?? '');
  return isList && isJsonObject(envelope) && !items.includes(undefined) ? { items, envelope } : undefined;
};

/** What the API server sends, which comes in pieces of any size. */
export const listTarget: Target = textTarget({
  seeds: [
    '{"kind":"ServiceList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{"a":1},{"b":"}\\"]"}]}',
    '{"items":[],"x":{"items":[1]}}\n',
    '{"kind":"Status","code":410}',
    // The first item was lost without a word.
    '{"items":[{""]{"":""}]}',
  ],
  words:
    '{ } [ ] , : "items" "items":[ {"a":1} {"a":"}"} "kind":"List" "\\"" null 1 {"items":[ "\\u0069tems"',
  check: (text) => {
    const octets = Buffer.from(text);
    const whole = split([octets]);
    for (const size of [3, 61]) deepEqual(split(inPieces(octets, size)), whole);
    const json = parseJson(text);
    if (whole === undefined || !isJsonObject(json)) return;
    // A key that is there twice counts once in JSON; nobody writes such a list.
    const once = text.split('"items"').length === 2 && !text.includes('\\');
    if (once && Array.isArray(json['items']))
      deepEqual({ ...(whole.envelope as object), items: whole.items }, json);
  },
});
