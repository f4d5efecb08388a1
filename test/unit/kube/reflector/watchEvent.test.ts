import { expect, test } from 'vitest';
import { parseWatchEvent } from '../../../../src/kube/reflector/watchEvent.ts';

test('of a line that is no event the beginning is told, and nothing in it acts on a terminal', () => {
  expect(parseWatchEvent(Buffer.from([0x9b, 0x7f, 0x0d]))).toEqual({
    kind: 'garbled',
    message: String.raw`no JSON of a watch event: "\u009b\u007f\r"`,
  });
});
