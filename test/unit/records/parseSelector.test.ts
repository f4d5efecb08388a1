import { describe, expect, test } from 'vitest';
import { parseSelector, selects } from '../../../src/records/parseSelector.ts';

const selected = (text: string, labels: Record<string, string>): boolean => {
  const parsed = parseSelector(text);
  if (parsed.kind === 'invalid') throw new Error(parsed.message);
  return selects(parsed.selector, labels);
};

describe('a label selector', () => {
  test.each([
    ['', {}, true],
    ['app=web', { app: 'web' }, true],
    ['app==web', { app: 'web' }, true],
    ['app = web', { app: 'api' }, false],
    ['app=', { app: '' }, true],
    ['app=', {}, false],
    ['app!=web', { app: 'api' }, true],
    ['app!=web', {}, true],
    ['app!=web', { app: 'web' }, false],
    ['env in (a, b)', { env: 'b' }, true],
    ['env in (a,b)', {}, false],
    ['env notin (a,b)', { env: 'a' }, false],
    ['env notin (a,b)', {}, true],
    ['app', { app: '' }, true],
    ['!app', { app: '' }, false],
    ['!app', {}, true],
    ['app=web,env in (a,b),!legacy', { app: 'web', env: 'a' }, true],
    ['app=web,env in (a,b),!legacy', { app: 'web', env: 'a', legacy: 'yes' }, false],
    ['app.kubernetes.io/name=web', { 'app.kubernetes.io/name': 'web' }, true],
    ['toString', {}, false],
    [' app=web , env in (ab,c) ', { app: 'web', env: 'ab' }, true],
    ['env in (ab,c)', { env: 'a' }, false],
    [',app,', { app: '' }, true],
  ])('"%s" on %o is %s', (text, labels, expected) => {
    expect(selected(text, labels)).toBe(expected);
  });

  test.each(['app in web', 'app=web=api', 'a b', 'app in (a', '=web'])(
    '"%s" is refused with the part that is wrong',
    (text) => {
      expect(parseSelector(text)).toEqual({
        kind: 'invalid',
        message: `Cannot read label selector "${text}": found "${text}", needed key, !key, key=value, key!=value, key in (a,b) or key notin (a,b)`,
      });
    },
  );
});

test('of any length is read in one pass: a comma does not look through all that follows it', () => {
  const requirements = Array.from({ length: 100_000 }, (_, at) => `key-${at}=1`);
  const parsed = parseSelector(['env in (a,b)', ...requirements, 'tier notin (c,d)'].join(','));
  expect(parsed.kind === 'selector' && parsed.selector.length).toBe(100_002);
});
