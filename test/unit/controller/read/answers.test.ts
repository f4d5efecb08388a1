import { expect, test } from 'vitest';
import { createAnswers } from '../../../../src/controller/read/answers.ts';

const [www, web] = ['www.k8s.example.', 'web.k8s.example.'].map((name) => ({
  name,
  type: 'A' as const,
  found: 'answers 192.0.2.1',
})) as [{ name: string; type: 'A'; found: string }, { name: string; type: 'A'; found: string }];

test('names are asked for when somebody wants that, and not before', () => {
  const answers = createAnswers(() => 1_000);
  expect([answers.dueAtMs(), answers.wrong()]).toEqual([Number.POSITIVE_INFINITY, []]);
  answers.askSoon();
  expect(answers.dueAtMs()).toBe(1_000);
  expect(answers.note([], true)).toEqual({ news: [], ended: false });
  expect(answers.dueAtMs()).toBe(Number.POSITIVE_INFINITY);
});

test('a wrong answer is news once, is asked for again, and its end is told', () => {
  const answers = createAnswers(() => 1_000);
  expect(answers.note([www], true)).toEqual({ news: [www], ended: false });
  expect([answers.wrong(), answers.dueAtMs()]).toEqual([[www], 11_000]);
  expect(answers.note([www, web], true)).toEqual({ news: [web], ended: false });
  const otherwise = { ...www, found: 'answers 192.0.2.2' };
  expect(answers.note([otherwise], true)).toEqual({ news: [otherwise], ended: false });
  expect(answers.note([], true)).toEqual({ news: [], ended: true });
  expect(answers.note([], true)).toEqual({ news: [], ended: false });
});

test('what could not be asked is asked again', () => {
  const answers = createAnswers(() => 1_000);
  answers.note([], false);
  expect(answers.dueAtMs()).toBe(11_000);
});
