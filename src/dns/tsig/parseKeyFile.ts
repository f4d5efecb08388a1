import { Buffer } from 'node:buffer';
import { checkName } from '../canonicalName.ts';
import type { ConfProblem, ConfToken } from './confTokens.ts';
import { confTokens } from './confTokens.ts';
import type { TsigKey } from './tsigKey.ts';
import { parseAlgorithm, tsigKeyName, tsigSecret } from './tsigKey.ts';

/** What a key file holds; or why not, with the line and a message for the user that names no secret. */
export type KeyFileResult = { readonly kind: 'key'; readonly key: TsigKey } | ConfProblem;

/**
 * Reads the `key` statement of a file as tsig-keygen, ddns-confgen and named (session.key) write it, or of a
 * named.conf: other statements are passed over. With several keys `keyName` decides which (dot at the end and
 * case do not count).
 */
export const parseKeyFile = (text: string, options: { readonly keyName?: string } = {}): KeyFileResult => {
  const lexed = confTokens(text);
  if (lexed.kind === 'problem') return { ...lexed, message: `Cannot read the key file: ${lexed.message}` };
  const blocks = keyBlocks(lexed.tokens);
  if ('kind' in blocks) return blocks;
  const { keyName } = options;
  const wanted = keyName === undefined ? blocks : blocks.filter(({ name }) => sameName(name.text, keyName));
  const [block, second] = wanted;
  if (block === undefined) return nothingFound(blocks, keyName);
  if (second !== undefined) {
    const names = wanted.map(({ name }) => `"${name.text}"`).join(', ');
    const needed = keyName === undefined ? 'one, or the name of the key to use' : 'it once';
    return problem(second.name.line, `found the keys ${names}, needed ${needed}`);
  }
  return readBlock(block);
};

/** A `key` statement: its name and the words of each statement inside. */
type KeyBlock = { readonly name: ConfToken; readonly statements: readonly (readonly ConfToken[])[] };

const problem = (line: number, what: string): ConfProblem => ({
  kind: 'problem',
  line,
  message: `Cannot read the key file: ${what}`,
});

const nothingFound = (blocks: readonly KeyBlock[], keyName: string | undefined): ConfProblem => {
  const names = blocks.map(({ name }) => `"${name.text}"`).join(', ');
  const found = blocks.length === 0 ? 'no key statement' : `only ${names}`;
  const needed =
    keyName === undefined
      ? 'one: key "k8s-bind" { algorithm hmac-sha256; secret "…"; };'
      : `the key "${keyName}"`;
  return problem(1, `found ${found}, needed ${needed}`);
};

const sameName = (a: string, b: string): boolean =>
  checkName(a) === undefined && checkName(b) === undefined && tsigNameOf(a) === tsigNameOf(b);

const tsigNameOf = (name: string): string => tsigKeyName({ name });

/**
 * All `key` statements on the outermost level. A `key` inside another statement (`allow-transfer { key "k";
 * }`) is a reference.
 */
const keyBlocks = (tokens: readonly ConfToken[]): readonly KeyBlock[] | ConfProblem => {
  const blocks: KeyBlock[] = [];
  for (let at = 0; at < tokens.length; ) {
    const end = statementEnd(tokens, at);
    const first = tokens[at];
    if (first === undefined) break;
    if (!isClosed(tokens.slice(at, end))) {
      return problem(first.line, `found no end of the statement "${first.text}", needed ";" or "};"`);
    }
    if (first.text === 'key' && first.kind === 'word') {
      const [, name, brace] = tokens.slice(at, end);
      if (name === undefined || !isText(name) || brace?.kind !== '{' || tokens[end - 2]?.kind !== '}') {
        return problem(first.line, 'found a key statement of another form, needed key "name" { … };');
      }
      blocks.push({ name, statements: statementsOf(tokens.slice(at + 3, end - 2)) });
    }
    at = end;
  }
  return blocks;
};

/** Index behind the `;` that ends the statement at `start`, or behind the last token. */
const statementEnd = (tokens: readonly ConfToken[], start: number): number => {
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    const kind = tokens[at]?.kind;
    if (kind === '{') depth++;
    if (kind === '}') depth--;
    if (kind === ';' && depth <= 0) return at + 1;
  }
  return tokens.length;
};

const isClosed = (statement: readonly ConfToken[]): boolean => {
  const count = (kind: ConfToken['kind']): number => statement.filter((token) => token.kind === kind).length;
  return statement.at(-1)?.kind === ';' && count('{') === count('}');
};

const statementsOf = (tokens: readonly ConfToken[]): readonly (readonly ConfToken[])[] => {
  const statements: (readonly ConfToken[])[] = [];
  for (let at = 0; at < tokens.length; ) {
    const end = statementEnd(tokens, at);
    statements.push(tokens.slice(at, end));
    at = end;
  }
  return statements;
};

const isText = (token: ConfToken | undefined): token is ConfToken =>
  token?.kind === 'word' || token?.kind === 'quoted';

const readBlock = ({ name, statements }: KeyBlock): KeyFileResult => {
  const values = new Map<string, ConfToken>();
  for (const statement of statements) {
    const [keyword, value, end, ...rest] = statement;
    if (keyword === undefined || !isText(value) || end?.kind !== ';' || rest.length > 0) {
      return problem(
        keyword?.line ?? name.line,
        `found "${keyword?.text}" of another form, needed a value and ";"`,
      );
    }
    if ((keyword.text !== 'algorithm' && keyword.text !== 'secret') || values.has(keyword.text)) {
      return problem(keyword.line, `found "${keyword.text}", needed algorithm and secret, each once`);
    }
    values.set(keyword.text, value);
  }
  const algorithm = values.get('algorithm');
  const secret = values.get('secret');
  if (algorithm === undefined || secret === undefined) {
    const missing = algorithm === undefined ? 'algorithm' : 'secret';
    return problem(name.line, `found the key "${name.text}" without ${missing}, needed algorithm and secret`);
  }
  return readKey(name, algorithm, secret);
};

const readKey = (name: ConfToken, algorithm: ConfToken, secret: ConfToken): KeyFileResult => {
  const wrongName = checkName(name.text);
  if (wrongName !== undefined) return problem(name.line, wrongName.message);
  const parsed = parseAlgorithm(algorithm.text);
  if (parsed.kind === 'problem') return problem(algorithm.line, parsed.message);
  const octets = parseSecret(secret.text);
  if (typeof octets === 'string') {
    return problem(secret.line, `found a secret of the key "${name.text}" that ${octets}`);
  }
  const key = { name: name.text, algorithm: parsed.algorithm, secret: tsigSecret(octets) };
  const { truncatedBits } = parsed;
  return { kind: 'key', key: truncatedBits === undefined ? key : { ...key, truncatedBits } };
};

/**
 * The octets of a base64 secret, blanks allowed as BIND does; or what is wrong with it, without showing it.
 * Node's own decoder takes anything, so the text is checked first. BIND accepts an empty secret, this does
 * not.
 */
export const parseSecret = (text: string): Buffer | string => {
  const base64 = text.replaceAll(/\s+/g, '');
  if (base64 === '') return 'is empty, needed at least one octet';
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64))
    return 'is no base64, needed only A-Z a-z 0-9 + / and = at its end';
  if (base64.length % 4 !== 0)
    return 'has a length that is no multiple of 4, needed base64 with its = padding';
  const octets = Buffer.from(base64, 'base64');
  return octets.toString('base64') === base64
    ? octets
    : 'is base64 with stray bits at its end, needed the text unchanged';
};
