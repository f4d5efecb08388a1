import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readKeyFile } from '../../../src/setup/readKeyFile.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const base64 = Buffer.from('a secret of 24 octets...').toString('base64');
const statement = (name: string): string => `key "${name}" { algorithm hmac-sha256; secret "${base64}"; };\n`;

it('reads the named key from a named.conf with several and what it includes, relative to that file', async () => {
  await using folder = await temporaryFolder('keys');
  const put = (name: string, text: string) => writeFile(join(folder.path, name), text, { mode: 0o600 });
  await put('named.conf', `${statement('rndc-key')}${statement('other')}include "k8s.key";\n`);
  await put('k8s.key', statement('k8s-bind'));
  const file = join(folder.path, 'named.conf');
  expect(readKeyFile(file, 'k8s-bind.')).toMatchObject({ name: 'k8s-bind', algorithm: 'hmac-sha256' });
  expect(readKeyFile(file, 'other')).toMatchObject({ name: 'other' });
  expect(readKeyFile(file)).toBe(
    `${file} line 2: Cannot read the key file: found the keys "rndc-key", "other", "k8s-bind", needed one, or the name of the key to use`,
  );
  // What everyone may read is no secret: it is passed over, and said.
  await chmod(join(folder.path, 'k8s.key'), 0o644);
  expect(readKeyFile(file, 'k8s-bind')).toContain(
    'and cannot read include "k8s.key", needed the key "k8s-bind"',
  );
});

it('names the included file, and its line, whatever is wrong in there', async () => {
  await using folder = await temporaryFolder('keys');
  const put = (name: string, text: string) => writeFile(join(folder.path, name), text, { mode: 0o600 });
  const file = join(folder.path, 'named.conf');
  await put('named.conf', 'include "k8s.key";\n');
  const found = async (text: string): Promise<unknown> => {
    await put('k8s.key', text);
    return readKeyFile(file);
  };
  const at = (line: number): RegExp => new RegExp(`^${folder.path}/k8s\\.key line ${line}: Cannot `);
  expect(await found('\nkey k { salt x; };')).toMatch(at(2));
  expect(await found('\n\nkey k { algorithm hmac-md5; secret "aaaa"; };')).toMatch(at(3));
  expect(await found('key k { algorithm hmac-sha256;\nsecret "not base64"; };')).toMatch(at(2));
  expect(await found('key "k..k" { algorithm hmac-sha256; secret "YQ=="; };')).toMatch(at(1));
  expect(await found('\n/* open')).toMatch(at(2));
  expect(await found(`${statement('a')}${statement('b')}`)).toMatch(at(2));
});

it('reads a private key of an old dnssec-keygen by the name of its file', async () => {
  await using folder = await temporaryFolder('keys');
  const file = join(folder.path, 'Kk8s-bind.+163+04512.private');
  await writeFile(
    file,
    `Private-key-format: v1.3\nAlgorithm: 163 (HMAC_SHA256)\nKey: ${base64}\nBits: AAA=\n`,
  );
  expect(readKeyFile(file)).toMatchObject({ name: 'k8s-bind', algorithm: 'hmac-sha256' });
  expect(readKeyFile(join(folder.path, 'absent'))).toMatch(/^Cannot use key file ".*absent": ENOENT/);
});
