import { expect, test } from 'vitest';
import { createObjectLog } from '../../../src/telemetry/objectLog.ts';

const setup = () => {
  const clock = { nowMs: 0 };
  const lines: { readonly message: string; readonly more?: unknown }[] = [];
  const write = (message: string, fields: object = {}) => lines.push({ message, ...fields });
  const about = createObjectLog({ info: write, warn: write, error: write }, () => clock.nowMs);
  return { clock, lines, about };
};

test('of one object twenty lines are written, the last of which says that more are left out', () => {
  const { clock, lines, about } = setup();
  for (let turn = 0; turn < 28_002; turn += 1) about('web').warn(`${turn}`);
  expect(lines).toHaveLength(20);
  expect(lines.filter(({ more }) => more !== undefined).map(({ message }) => message)).toEqual(['19']);
  about('db').warn('another');
  expect(lines.at(-1)).toEqual({ message: 'another' });
  clock.nowMs = 600_000;
  about('web').warn('again');
  expect(lines.at(-1)).toEqual({ message: 'again' });
});

test('of all objects a thousand lines are written within a while', () => {
  const { lines, about } = setup();
  for (let turn = 0; turn < 50_000; turn += 1) about(`s${turn}`).warn('odd');
  expect(lines).toHaveLength(1_000);
  expect(lines.at(-1)?.more).toBeDefined();
});
