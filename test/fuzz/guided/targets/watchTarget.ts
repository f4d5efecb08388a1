import { deepEqual } from 'node:assert/strict';
import { createLineSplitter } from '../../../../src/kube/reflector/lineSplitter.ts';
import { parseWatchEvent } from '../../../../src/kube/reflector/watchEvent.ts';
import { inOneLine } from '../inOneLine.ts';
import type { Target } from '../target.ts';
import { textTarget } from '../textTarget.ts';
import { inPieces } from './inPieces.ts';

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
export const watchTarget: Target = textTarget({
  seeds: [
    '{"type":"ADDED","object":{"metadata":{"resourceVersion":"1"}}}\n{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"2","annotations":{"k8s.io/initial-events-end":"true"}}}}\n',
    '{"type":"ERROR","object":{"code":410}}\n{"type":"DELETED","object":{"metadata":{"resourceVersion":"1"}}}\nx\n',
  ],
  words: '"type": "object": "metadata": "resourceVersion": "MODIFIED" {} null [] \n\n',
  check: (text) => {
    const octets = Buffer.from(text);
    const whole = lines([octets]);
    for (const size of [3, 61]) deepEqual(lines(inPieces(octets, size)), whole);
  },
});
