import { describe, expect, it } from 'vitest';
import { redact, redactForeign } from '../../src/redact.ts';

describe('redact', () => {
  it.each([
    ['Cannot use proxy "http://me:pass@proxy:3128": no', 'Cannot use proxy "http://[secret]@proxy:3128": no'],
    ['https://user@host/path and https://a:b%40c@d', 'https://[secret]@host/path and https://[secret]@d'],
    ['{"url":"https://me:pa\\"ss@host"}', '{"url":"https://me:pa\\"ss@host"}'],
    ['proxy http://me:p/w@host:8080', 'proxy http://[secret]@host:8080'],
    ['server "me:pw@host:8080"', 'server "[secret]@host:8080"'],
    ['refused: Bearer abc.def-123', 'refused: Bearer [secret]'],
    ['Authorization: Basic dTpwYXNzd29yZA==', 'Authorization: Basic [secret]'],
    ['found eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl here', 'found [secret] here'],
    ['key -----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY----- end', 'key -----BEGIN [secret] end'],
    ['secret 3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=;', 'secret [secret];'],
    ['/login?access_token=abc&x=1', '/login?access_token=[secret]&x=1'],
    ['{"id-token": "abc", "name":"b"}', '{"id-token": "[secret]", "name":"b"}'],
    ['{"message":"said {\\"token\\":\\"abc\\"}"}', '{"message":"said {\\"token\\":\\"[secret]\\"}"}'],
  ])('%s', (text, shown) => {
    expect(redact(text)).toBe(shown);
    expect(redact(shown)).toBe(shown);
  });

  it.each([
    'Cannot read token file "/var/run/token": no such file, needed a token',
    'web.default.svc.k8s.example. 30 IN A 10.96.0.1',
    'services "web" is forbidden: User "me@example.com" cannot list resource',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'mail to a@b.example, see https://example.com/a?b=c',
    '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  ])('leaves "%s" as it is', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('redactForeign', () => {
  it.each([
    ['please log in', 'please log in'],
    [
      'Error: the session has expired, run the login again.',
      'Error: the session has expired, run the login again.',
    ],
    ['token is correcthorse', 'token is [secret]'],
    ['password: hunter for me', 'password: [secret] for me'],
    ['got s3cr3t-value from cache', 'got [secret] from cache'],
    ['using abcdefghijklmnopqrstuvwxyz now', 'using [secret] now'],
    ['a1 b2 c3', '[secret]'],
    ['', ''],
  ])('%s', (text, shown) => {
    expect(redactForeign(text)).toBe(shown);
  });
});
