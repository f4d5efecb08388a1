import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = read('test/model/README.md');
const model = read('test/model/ownership.pml');
const tests = read('test/model/ownership.test.ts');

/** The cells of the table below a heading, without its head. */
const tableBelow = (heading: string): readonly (readonly string[])[] => {
  const section = readme.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
};

const steps = tableBelow('A step of the model and its function');
const assumptions = tableBelow('What is assumed of the name server');

test('the tables are found', () => {
  expect(steps.length).toBeGreaterThan(20);
  expect(assumptions.length).toBeGreaterThan(10);
});

test.each(steps)('the step %s is in the model, and %s in %s', (step = '', name = '', file = '') => {
  expect(model).toMatch(new RegExp(`^(inline|proctype|#define) ${step}\\(`, 'm'));
  expect(read(file)).toMatch(new RegExp(`^export const ${name}\\b`, 'm'));
});

test.each(assumptions)('%s: "%s" is a test of %s', (_assumption, title = '', file = '') => {
  expect(existsSync(join(root, file))).toBe(true);
  expect(read(file).includes(title)).toBe(true);
});

describe('a rule that can be left out', () => {
  const rules = new Set(model.match(/\b(?:BREAK|KNOWN)_[A-Z_]+\b/g));
  test.each([...rules].filter((rule) => rule !== 'BREAK_'))('%s is left out by a test', (rule) => {
    expect(tests).toMatch(new RegExp(`['\`]${rule.replace('BREAK_', '')} `));
  });
});
