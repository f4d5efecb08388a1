import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { parseKeyFile } from '../../../../src/dns/tsig/parseKeyFile.ts';

const secret = Buffer.from('a secret of 24 octets...');
const base64 = secret.toString('base64');
const good = { name: 'k8s-bind', algorithm: 'hmac-sha256', secret };

/** With the octets of its secret, which the key itself does not show. */
const readKey = (text: string): object | undefined => {
  const result = parseKeyFile(text);
  return result.kind === 'key' ? { ...result.key, secret: result.key.secret.export() } : undefined;
};

test.each([
  ['as tsig-keygen writes it', `key "k8s-bind" {\n\talgorithm hmac-sha256;\n\tsecret "${base64}";\n};\n`],
  ['without quotes, on one line', `key k8s-bind{algorithm hmac-sha256;secret ${base64};};`],
  [
    'in the other order, with quotes elsewhere',
    `key "k8s-bind" { secret "${base64}"; algorithm "HMAC-SHA256"; };`,
  ],
  [
    'with all comments',
    `# a\n// b\n/* c\n key "x" { */ key /*d*/ k8s-bind { algorithm hmac-sha256; # e\n secret "${base64}"; // f\n};`,
  ],
  [
    'with blanks inside the base64',
    `key k8s-bind { algorithm hmac-sha256; secret "${base64.slice(0, 7)} \n\t${base64.slice(7)}"; };`,
  ],
  [
    'among other statements of named.conf',
    `options { directory "/x"; }; zone "a" { allow-transfer { key other; }; }; key k8s-bind { algorithm hmac-sha256; secret "${base64}"; }; include "y";`,
  ],
  [
    'with Windows line ends',
    `key "k8s-bind" {\r\n\talgorithm hmac-sha256;\r\n\tsecret "${base64}";\r\n};\r\n`,
  ],
])('a key %s is read', (_, text) => {
  expect(readKey(text)).toEqual(good);
});

test('slashes in a quoted secret are no comment', () => {
  const octets = Buffer.from('00fffffbefbe', 'hex');
  expect(octets.toString('base64')).toContain('//');

  expect(readKey(`key k { algorithm hmac-sha1; secret "${octets.toString('base64')}"; };`)).toMatchObject({
    secret: octets,
  });
});

test('comments end a word', () => {
  const text = `key k8s-bind/**/{ algorithm hmac-sha256#comment\n; secret "${base64}"//\n; };`;

  expect(readKey(text)).toEqual(good);
});

test('a suffix of the algorithm is the length of the MAC', () => {
  const text = `key k { algorithm hmac-sha256-128; secret "${base64}"; };`;

  expect(parseKeyFile(text)).toMatchObject({ key: { algorithm: 'hmac-sha256', truncatedBits: 128 } });
});

const two = `key "a" { algorithm hmac-sha1; secret "${base64}"; };\nkey "B.example." { algorithm hmac-sha512; secret "${base64}"; };`;

test('of several keys the name decides, case and trailing dot aside', () => {
  expect(parseKeyFile(two, { keyName: 'b.Example' })).toMatchObject({
    kind: 'key',
    key: { algorithm: 'hmac-sha512' },
  });
  expect(parseKeyFile(two)).toEqual({
    kind: 'problem',
    line: 2,
    message:
      'Cannot read the key file: found the keys "a", "B.example.", needed one, or the name of the key to use',
  });
  expect(parseKeyFile(two, { keyName: 'c' })).toMatchObject({
    message: expect.stringContaining('found only "a", "B.example.", needed the key "c"'),
  });
  expect(parseKeyFile(`${two}\n${two}`, { keyName: 'a' })).toMatchObject({ line: 3 });
});

const withSecret = (text: string): string => `key k {\n  algorithm hmac-sha256;\n  secret "${text}";\n};`;

test.each<[string, string, number, string]>([
  ['an empty file', '', 1, 'found no key statement'],
  ['unpadded base64', withSecret(base64.concat('YQ')), 3, 'no multiple of 4'],
  ['garbage for base64', withSecret('!!!!'), 3, 'is no base64'],
  ['padding in the middle', withSecret('YQ==YQ=='), 3, 'is no base64'],
  ['stray bits at the end', withSecret('YR=='), 3, 'stray bits'],
  ['an empty secret', withSecret(''), 3, 'is empty'],
  [
    'an unknown algorithm',
    `key k {\nalgorithm hmac-sha3;\nsecret "${base64}"; };`,
    2,
    'an unknown algorithm',
  ],
  ['MD5', `key k {\nalgorithm hmac-md5;\nsecret "${base64}"; };`, 2, 'no longer safe'],
  ['no algorithm', `\nkey k { secret "${base64}"; };`, 2, 'without algorithm'],
  ['no secret', 'key k { algorithm hmac-sha256; };', 1, 'without secret'],
  ['two secrets', `key k { secret "${base64}";\nsecret "${base64}"; algorithm hmac-sha1; };`, 2, 'each once'],
  ['a word that does not belong', 'key k {\n\nsalt "x"; };', 3, 'found "salt"'],
  ['a statement of two values', 'key k {\nalgorithm a b; };', 2, 'of another form'],
  ['a name that is none', `key "a..b" { algorithm hmac-sha256; secret "${base64}"; };`, 1, 'an empty label'],
  ['no name', 'key { algorithm x; };', 1, 'of another form'],
  [
    'no closing brace',
    `key k { algorithm hmac-sha256;\nsecret "${base64}";`,
    1,
    'found no end of the statement "key"',
  ],
  [
    'no semicolon at the end',
    `key k { algorithm hmac-sha256; secret "${base64}"; }`,
    1,
    'found no end of the statement "key"',
  ],
  ['an open quote', 'key "k {\n', 1, 'a quote without its end'],
  ['an open comment', '\n/* key', 2, 'a comment without its end'],
])('%s is a problem with its line', (_, text, line, reason) => {
  const result = parseKeyFile(text);

  expect(result).toMatchObject({ kind: 'problem', line, message: expect.stringContaining(reason) });
  expect(JSON.stringify(result)).not.toContain(base64);
});

test('a key in an included file is found, and what is wrong with it is said with the name of that file', () => {
  const files = new Map([
    ['keys.conf', `key k8s-bind { algorithm hmac-sha256; secret "${base64}"; };`],
    ['more.conf', 'include "keys.conf";\n'],
    ['broken.conf', '\n\nkey k { salt x; };'],
    ['circle.conf', 'include "circle.conf";'],
  ]);
  const read = (text: string, keyName?: string) =>
    parseKeyFile(text, { keyName, include: (path) => files.get(path) });
  expect(read('include "keys.conf";')).toMatchObject({ kind: 'key', key: { name: 'k8s-bind' } });
  expect(read('options {}; include more.conf;')).toMatchObject({ kind: 'key' });
  expect(read(`include "keys.conf";\n${two}`, 'a')).toMatchObject({ kind: 'key', key: { name: 'a' } });
  expect(read(`include "absent.conf";\n${two}`, 'a')).toMatchObject({ kind: 'key', key: { name: 'a' } });
  expect(read('include "broken.conf";')).toEqual({
    kind: 'problem',
    line: 3,
    from: 'broken.conf',
    message: 'Cannot read the key file: found "salt", needed algorithm and secret, each once',
  });
  for (const path of ['absent.conf', 'circle.conf'])
    expect(read(`include "${path}";`)).toMatchObject({
      message: expect.stringContaining(
        `found no key statement, and cannot read include "${path}", needed one`,
      ),
    });
  expect(parseKeyFile('include "keys.conf";')).toMatchObject({ kind: 'problem' });
});

const privateKey = (algorithm: string, key = base64): string =>
  `Private-key-format: v1.3\nAlgorithm: ${algorithm}\nKey: ${key}\nBits: AAA=\nCreated: 20200101000000\n`;

test('a private key of an old dnssec-keygen has its name from its file, or from whoever asks', () => {
  const file = '/etc/bind/Kk8s-bind.example.+163+04512.private';
  const read = (
    options: { readonly file?: string; readonly keyName?: string },
    text = privateKey('163 (HMAC_SHA256)'),
  ) => {
    const result = parseKeyFile(text, options);
    return result.kind === 'key' ? { ...result.key, secret: result.key.secret.export() } : result.message;
  };
  expect(read({ file })).toEqual({ name: 'k8s-bind.example', algorithm: 'hmac-sha256', secret });
  expect(read({ file: 'other.private', keyName: 'mine.' })).toEqual({
    name: 'mine.',
    algorithm: 'hmac-sha256',
    secret,
  });
  expect(read({ file }, privateKey('165'))).toMatchObject({ algorithm: 'hmac-sha512' });
  expect(read({ file: 'other.private' })).toContain('needed that, or the name of the key');
  expect(read({ file }, privateKey('157 (HMAC_MD5)'))).toContain('none for TSIG with HMAC-SHA');
  expect(read({ file }, privateKey('13 (ECDSAP256SHA256)'))).toContain('none for TSIG with HMAC-SHA');
  expect(read({ file }, privateKey('163', '!!'))).toContain('is no base64');
});

test.each([
  ['where the algorithm should be', `key k { algorithm "${base64}"; secret hmac-sha256; };`],
  ['without its word', `key k { algorithm hmac-sha256; "${base64}"; };`],
  ['before its word', `key k { algorithm hmac-sha256; "${base64}" secret; };`],
  ['outside of every statement', `"${base64}" key k { algorithm hmac-sha256; }`],
  ['at the end, without a semicolon', `key k { algorithm hmac-sha256; };\n${base64}`],
])('a secret %s is not quoted', (_where, text) => {
  const result = parseKeyFile(text);
  expect(result.kind).toBe('problem');
  expect(JSON.stringify(result)).not.toContain(base64);
});

test('a key whose name is a line end is told of in one line', () => {
  expect(parseKeyFile('key "\n" { algorithm hmac-sha256; };')).toMatchObject({
    kind: 'problem',
    message: 'Cannot read the key file: found the key "\\u000a" without secret, needed algorithm and secret',
  });
});
