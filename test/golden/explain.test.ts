import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explain } from '../../src/setup/explain.ts';
import type { Problem } from '../../src/telemetry/problem.ts';
import { failures, loneFailures, omissions, readFailures } from '../support/failures.ts';

const path = join(import.meta.dirname, 'explain.txt');

const facts = { zone: 'k8s.example.', server: '192.0.2.53:53', keyName: 'k8s-bind' };
const few = { ...facts, types: ['A'], unit: 'the records of Service shop/web', longestRrset: 2 };
const many = {
  ...facts,
  types: ['A'],
  unit: '"web.k8s.example." for Service default/web',
  longestRrset: 101,
};

const cell = (outcome: string, { code, message, fix }: Problem): string =>
  [`${outcome}: ${code}`, `  ${message}`, ...(fix === '' ? [] : [`  fix: ${fix}`])].join('\n');

const section = <Outcome extends { readonly kind: string }>(
  title: string,
  outcomes: readonly Outcome[],
  explained: (outcome: Outcome) => Problem,
): string => {
  const cells = outcomes.map((outcome) =>
    cell(Object.values(outcome).filter(isWord).join(' '), explained(outcome)),
  );
  return [`# ${title}`, ...cells, ''].join('\n');
};

const isWord = (value: unknown): value is string => typeof value === 'string';

/** Every answer in every situation in which it can come. */
const text = (): string =>
  [
    section('reading', readFailures, (failure) => explain('reading', failure, facts)),
    section('claiming', failures, (failure) => explain('claiming', failure, facts)),
    section('writing', failures, (failure) => explain('writing', failure, facts)),
    section('alone, of two records', loneFailures, (failure) => explain('alone', failure, few)),
    section('alone, of 101 records', [{ kind: 'server-failure' }] as const, (failure) =>
      explain('alone', failure, many),
    ),
    section('read-back', omissions, (omission) => explain('read-back', omission, facts)),
  ].join('\n');

test('every answer is explained by what was going on when it came', () => {
  // After a change that is meant: UPDATE_GOLDEN=1, and read the difference.
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text());
  expect(text()).toBe(readFileSync(path, 'utf8'));
});

test('what the probe has proved is never denied: a unit that stands alone is not explained by the whole zone', () => {
  for (const failure of [{ kind: 'refused' }, { kind: 'server-failure' }] as const) {
    for (const unit of [few, many]) {
      const { message, fix } = explain('alone', failure, unit);
      expect(message).toContain(unit.unit);
      expect(`${message} ${fix}`).not.toMatch(/frozen|thaw|takes no updates/);
    }
  }
  expect(explain('alone', { kind: 'server-failure' }, few).message).not.toContain('per-type');
});
