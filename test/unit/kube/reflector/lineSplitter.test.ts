import { describe, expect, it } from 'vitest';
import { createLineSplitter } from '../../../../src/kube/reflector/lineSplitter.ts';

const collect = (chunks: readonly Buffer[], until = Number.POSITIVE_INFINITY) => {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => {
    lines.push(line.toString());
    return lines.length < until;
  });
  for (const chunk of chunks) splitter.push(chunk);
  return { lines, splitter };
};

describe('createLineSplitter', () => {
  it('hands each line on when its end is there, however the octets are cut', () => {
    const text = Buffer.from('{"a":"é"}\n\n{"b":2}\nrest');
    for (let size = 1; size <= text.length; size += 1) {
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.subarray(index * size, (index + 1) * size),
      );
      const { lines, splitter } = collect(chunks);
      expect(lines).toEqual(['{"a":"é"}', '{"b":2}']);
      expect(splitter.pendingOctets()).toBe(4);
    }
  });

  it('stops when it is told to', () => {
    expect(collect([Buffer.from('1\n2\n3\n')], 2).lines).toEqual(['1', '2']);
  });
});
