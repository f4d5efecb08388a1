import { expect, it } from 'vitest';
import { parseTxtFields } from '../../../src/zone/txtFields.ts';

it('reads a field whose name every object has as its own', () => {
  expect(parseTxtFields('"k8s-bind=1" "constructor=a" "constructor=b"')).toEqual({
    'k8s-bind': '1',
    constructor: 'ab',
  });
});
