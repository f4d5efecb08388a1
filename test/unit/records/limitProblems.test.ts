import { expect, test } from 'vitest';
import { serviceRef } from '../../../src/model/objectRef.ts';
import { limitProblems } from '../../../src/records/limitProblems.ts';
import type { RecordProblem } from '../../../src/records/serviceRecords.ts';

const object = serviceRef('default/web');
const problem = (index: number): RecordProblem => ({
  kind: 'invalid-name',
  object,
  message: `Cannot publish ${String(index).padStart(5, '0')}`,
});
const problems = (count: number) => Array.from({ length: count }, (_unused, index) => problem(index));

test('twenty are reported as they are, once each and in order', () => {
  const all = problems(20);
  expect(limitProblems([...all, ...all].reverse())).toEqual(all);
  expect(limitProblems([])).toEqual([]);
});

test('of more the others are counted, also when lists are joined that were limited before', () => {
  const limited = limitProblems(problems(28_002));
  expect(limited).toHaveLength(21);
  expect(limited.at(-1)).toEqual({
    kind: 'more',
    object,
    message: 'and 27,982 more problems of Service default/web',
    more: 27_982,
  });
  const joined = limitProblems([...limited, { ...problem(0), message: 'Cannot be last' }]);
  expect(joined.at(-1)?.more).toBe(27_983);
});

test('two whose difference is cut out are one', () => {
  const long = 'a'.repeat(200);
  const both = ['tcp', 'udp'].map((word) => ({
    ...problem(0),
    message: `Cannot publish "${long}${word}${long}"`,
  }));
  expect(limitProblems(both)).toHaveLength(1);
});

test('the object stays, also where quotation marks of a tenant make it a part of what is quoted', () => {
  const name = `default/${'w'.repeat(63)}`;
  const hostile = `Cannot publish ""  .pod.10-0-0-1.pod" for annotation external-dns.alpha.kubernetes.io/internal-hostname of Service ${name}: label ""  " is not a host label, needed lower-case letters, digits and hyphens with a letter or digit at both ends`;
  const [shown] = limitProblems([{ kind: 'invalid-name', object: serviceRef(name), message: hostile }]);
  expect(shown?.message).toContain(`Service ${name}`);
  expect(shown?.message.length).toBeLessThanOrEqual(300);
});
