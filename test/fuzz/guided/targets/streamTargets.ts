import { deepEqual } from 'node:assert/strict';
import { createItemsSplitter } from '../../../../src/kube/reflector/itemsSplitter.ts';
import { createLineSplitter } from '../../../../src/kube/reflector/lineSplitter.ts';
import { parseWatchEvent } from '../../../../src/kube/reflector/watchEvent.ts';
import { isJsonObject } from '../../../../src/store/jsonObject.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';

/** The text in pieces of so many octets. */
const pieces = (octets: Buffer, size: number): readonly Buffer[] =>
  Array.from({ length: Math.ceil(octets.length / size) }, (_, at) =>
    octets.subarray(at * size, (at + 1) * size),
  );

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

const lines = (chunks: readonly Buffer[]): readonly unknown[] => {
  const events: unknown[] = [];
  const splitter = createLineSplitter((line) => {
    const event = parseWatchEvent(line);
    if (event.kind === 'garbled') inOneLine(event.message, 400);
    events.push(event);
    return true;
  });
  for (const chunk of chunks) splitter.push(chunk);
  return events;
};

/** What the API server sends, which comes in pieces of any size. */
export const streamTargets: readonly Target[] = [
  textTarget({
    name: 'list',
    seeds: [
      '{"kind":"ServiceList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{"a":1},{"b":"}\\"]"}]}',
      '{"items":[],"x":{"items":[1]}}\n',
      '{"kind":"Status","code":410}',
    ],
    words:
      '{ } [ ] , : "items" "items":[ {"a":1} {"a":"}"} "kind":"List" "\\"" null 1 {"items":[ "\\u0069tems"',
    check: (text) => {
      const octets = Buffer.from(text);
      const whole = split([octets]);
      for (const size of [3, 61]) deepEqual(split(pieces(octets, size)), whole);
      const json = parseJson(text);
      if (whole === undefined || !isJsonObject(json)) return;
      // A key that is there twice counts once in JSON; nobody writes such a list.
      const once = text.split('"items"').length === 2 && !text.includes('\\');
      if (once && Array.isArray(json['items']))
        deepEqual({ ...(whole.envelope as object), items: whole.items }, json);
    },
  }),
  textTarget({
    name: 'watch',
    seeds: [
      '{"type":"ADDED","object":{"metadata":{"resourceVersion":"1"}}}\n{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"2","annotations":{"k8s.io/initial-events-end":"true"}}}}\n',
      '{"type":"ERROR","object":{"code":410}}\n{"type":"DELETED","object":{"metadata":{"resourceVersion":"1"}}}\nx\n',
    ],
    words: '"type": "object": "metadata": "resourceVersion": "MODIFIED" {} null [] \n\n',
    check: (text) => {
      const octets = Buffer.from(text);
      const whole = lines([octets]);
      for (const size of [3, 61]) deepEqual(lines(pieces(octets, size)), whole);
    },
  }),
];
