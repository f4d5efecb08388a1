import { expect, test } from 'vitest';
import { baseOf } from '../../../../src/controller/desired/isNameAskedFor.ts';

test.each([
  { name: 'web.k8s.example.', base: 'web.k8s.example.' },
  { name: '_http._tcp.web.k8s.example.', base: 'web.k8s.example.' },
  { name: '_tcp.web._x.k8s.example.', base: 'web._x.k8s.example.' },
  { name: '_http._tcp.', base: '_http._tcp.' },
])('what was asked for so that $name stands is $base', ({ name, base }) => {
  expect(baseOf(name)).toBe(base);
});
