import { checkName } from '../canonicalName.ts';
import { oneLine } from '../oneLine.ts';
import type { ConfProblem } from './confTokens.ts';
import { parseSecret } from './parseSecret.ts';
import { type TsigAlgorithm, type TsigKey, tsigSecret } from './tsigKey.ts';

/** Whether a text is a private key as dnssec-keygen of BIND 9.12 and before wrote it for TSIG too. */
export const isPrivateKey = (text: string): boolean => /^\s*Private-key-format:/i.test(text);

/**
 * Reads `K<name>.+163+<id>.private`. The file does not say the key's name, so that comes from the name of the
 * file unless it is given.
 */
export const parsePrivateKey = (
  text: string,
  { keyName, file }: { readonly keyName?: string | undefined; readonly file?: string | undefined },
): { readonly kind: 'key'; readonly key: TsigKey } | ConfProblem => {
  const name = keyName ?? nameInFile(file);
  if (name === undefined || checkName(name) !== undefined)
    return problem(
      1,
      'found a private key whose file is not called K<name>.+<algorithm>+<id>.private, needed that, or the name of the key',
    );
  const number = fieldOf(text, 'Algorithm');
  const algorithm = algorithms.get(number?.value.split(/\s/)[0] ?? '');
  if (algorithm === undefined)
    return problem(
      number?.line ?? 1,
      'found a private key that is none for TSIG with HMAC-SHA, needed one of tsig-keygen',
    );
  const base64 = fieldOf(text, 'Key');
  const secret = parseSecret(base64?.value ?? '');
  if (typeof secret === 'string')
    return problem(base64?.line ?? 1, `found a secret of the key "${name}" that ${secret}`);
  return { kind: 'key', key: { name, algorithm, secret: tsigSecret(secret) } };
};

/** Numbers that BIND gave the HMACs (dst/dst.h). MD5 (157) is missing on purpose. */
const algorithms: ReadonlyMap<string, TsigAlgorithm> = new Map([
  ['161', 'hmac-sha1'],
  ['162', 'hmac-sha224'],
  ['163', 'hmac-sha256'],
  ['164', 'hmac-sha384'],
  ['165', 'hmac-sha512'],
]);

const nameInFile = (file: string | undefined): string | undefined =>
  /(?:^|\/)K([^/]+)\.\+\d{3}\+\d{5}\.private$/i.exec(file ?? '')?.[1];

const fieldOf = (
  text: string,
  field: string,
): { readonly value: string; readonly line: number } | undefined => {
  const lines = text.split(/\r?\n/);
  const at = lines.findIndex((line) => line.toLowerCase().startsWith(`${field.toLowerCase()}:`));
  return at < 0 ? undefined : { value: (lines[at] ?? '').slice(field.length + 1).trim(), line: at + 1 };
};

const problem = (line: number, what: string): ConfProblem => ({
  kind: 'problem',
  line,
  message: oneLine(`Cannot read the key file: ${what}`),
});
