import { expect, it } from 'vitest';
import { type UnitKey, unitOf } from '../../../src/zone/unit.ts';

it('tells a domain name by its last dot from an object', () => {
  expect(unitOf('a.example.' as UnitKey)).toEqual({ kind: 'name', name: 'a.example.' });
  expect(unitOf('default/web.1' as UnitKey)).toEqual({ kind: 'object', key: 'default/web.1' });
});
