import { expect, test } from 'vitest';
import { createProgress } from '../../../src/telemetry/progress.ts';
import { createTerminalLine } from '../../../src/telemetry/terminalLine.ts';
import { keptOutput } from './support.ts';

const start = (isTTY: boolean) => {
  const out = keptOutput(isTTY);
  const line = createTerminalLine(out);
  let nowMs = 0;
  const progress = createProgress(line, { label: 'Writing', unit: 'records' }, () => nowMs);
  return { out, line, progress, at: (ms: number) => (nowMs = ms) };
};

test('a long sync shows how far it is and how long it will take', () => {
  const { out, progress, at } = start(true);
  at(1000);
  progress.update(250, 1000);
  expect(out.text()).toBe('\r\u001b[KWriting [######------------------] 25 %, 3 s left, 250/1,000 records');
});

test('a short sync, and one that is no terminal, show nothing', () => {
  const short = start(true);
  short.at(299);
  short.progress.update(1, 2);
  const piped = start(false);
  piped.at(5000);
  piped.progress.update(1, 2);
  expect([short.out.text(), piped.out.text()]).toEqual(['', '']);
});

test('the line changes ten times a second, not more', () => {
  const { out, progress, at } = start(true);
  for (let ms = 0; ms <= 1000; ms++) {
    at(ms);
    progress.update(ms, 1000);
  }
  expect(out.text().split('\r')).toHaveLength(1 + 8);
});

test('a log line goes above the progress line, which is gone at the end', () => {
  const { out, line, progress, at } = start(true);
  at(1000);
  progress.update(1, 2);
  const shown = out.text();
  line.write('a log line\n');
  expect(out.text().slice(shown.length)).toBe(`\r\u001b[Ka log line\n${shown.slice('\r\u001b[K'.length)}`);
  progress.end();
  expect(out.text().endsWith('\r\u001b[K')).toBe(true);
});
