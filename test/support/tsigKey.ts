import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './process.ts';

/** What BIND 9.18 signs with; a suffix such as `-128` asks for MACs cut to that many bits. */
export type TsigAlgorithm =
  `hmac-${'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'}${'' | `-${number}`}`;

/** A shared secret as `tsig-keygen` makes it. */
export interface TsigKey {
  readonly name: string;
  readonly algorithm: TsigAlgorithm;
  /** Base64. */
  readonly secret: string;
}

/**
 * A key in a file of mode 0600, as a `key` statement of named.conf, which dig, nsupdate and rndc read too.
 */
export interface TsigKeyFile extends TsigKey {
  readonly file: string;
}

/** Makes a new random key. */
export async function makeTsigKey(name: string, algorithm: TsigAlgorithm = 'hmac-sha256'): Promise<TsigKey> {
  const digest = algorithm.split('-').slice(0, 2).join('-');
  const statement = await run(['tsig-keygen', '-a', digest, name]);
  return { name, algorithm, secret: secretOf(statement) };
}

export async function writeTsigKey(folder: string, key: TsigKey): Promise<TsigKeyFile> {
  const file = join(folder, `${key.name.replace(/\.$/, '')}.key`);
  const statement = `key "${key.name}" {\n\talgorithm ${key.algorithm};\n\tsecret "${key.secret}";\n};\n`;
  await writeFile(file, statement, { mode: 0o600 });
  return { ...key, file };
}

function secretOf(statement: string): string {
  const secret = /secret "([^"]+)"/.exec(statement)?.[1];
  if (secret === undefined)
    throw new Error('Cannot read the TSIG key: no secret in it, a key statement is needed');
  return secret;
}
