import { expect, test } from 'vitest';
import { loadConfig } from '../../../src/config/loadConfig.ts';

const failing = (code: string) => () => {
  throw Object.assign(new Error(code), { code });
};

const loadWith = (code: string) =>
  loadConfig({ argv: ['--zone', 'a.example'], env: {}, files: { read: failing(code), stat: failing(code) } });

test('the session key may be missing: named makes it when it starts, perhaps after us', () => {
  expect(loadWith('ENOENT').kind).toBe('ok');
});

test('a session key that this user may not read is reported', () => {
  expect(loadWith('EACCES')).toMatchObject({
    line: 'Cannot use --key-file "/run/named/session.key": found no right to read it, needed that right for this user',
  });
});
