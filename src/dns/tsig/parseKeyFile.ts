import { checkName } from '../canonicalName.ts';
import { oneLine } from '../oneLine.ts';
import type { ConfProblem, ConfToken } from './confTokens.ts';
import { confTokens } from './confTokens.ts';
import { isPrivateKey, parsePrivateKey } from './parsePrivateKey.ts';
import { parseSecret } from './parseSecret.ts';
import type { TsigKey } from './tsigKey.ts';
import { parseAlgorithm, tsigKeyName, tsigSecret } from './tsigKey.ts';

/** What a key file holds; or why not, with the line and a message for the user that names no secret. */
export type KeyFileResult = { readonly kind: 'key'; readonly key: TsigKey } | KeyFileProblem;

/** `from` is the included file that the line is of, as it is included; undefined for the file itself. */
export type KeyFileProblem = ConfProblem & { readonly from?: string };

export type KeyFileOptions = {
  /** Which of several keys (dot at the end and case do not count). */
  readonly keyName?: string | undefined;
  /** Where the text is from: the name of a `K*.private` stands in that of its file. */
  readonly file?: string | undefined;
  /** The text of a file that is included; undefined when it cannot be read. Absent: they are passed over. */
  readonly include?: ((path: string) => string | undefined) | undefined;
};

/**
 * Reads the `key` statement of a file as tsig-keygen, ddns-confgen and named (session.key) write it, or of a
 * named.conf with what it includes: other statements are passed over. A `K*.private` of an old dnssec-keygen
 * will do as well.
 */
export const parseKeyFile = (text: string, options: KeyFileOptions = {}): KeyFileResult => {
  if (isPrivateKey(text)) return parsePrivateKey(text, options);
  const found = keyBlocks(text, { include: options.include, depth: 0, from: undefined });
  if ('kind' in found) return found;
  const { blocks } = found;
  const { keyName } = options;
  const chosen = keyName === undefined ? blocks : blocks.filter(({ name }) => sameName(name.text, keyName));
  const [block, second] = chosen;
  if (block === undefined) return nothingFound(found, keyName);
  if (second !== undefined) {
    const names = chosen.map(({ name }) => `"${name.text}"`).join(', ');
    const needed = keyName === undefined ? 'one, or the name of the key to use' : 'it once';
    return problem(second.name.line, `found the keys ${names}, needed ${needed}`, second.from);
  }
  return readBlock(block);
};

/** A `key` statement: its name and the words of each statement inside. */
type KeyBlock = {
  readonly name: ConfToken;
  readonly statements: readonly (readonly ConfToken[])[];
  /** The included file it stands in; undefined for the file itself. */
  readonly from: string | undefined;
};

type KeyBlocks = { readonly blocks: readonly KeyBlock[]; readonly unreadable: readonly string[] };

const problem = (line: number, what: string, from?: string): KeyFileProblem => ({
  kind: 'problem',
  line,
  message: oneLine(`Cannot read the key file: ${what}`),
  ...(from === undefined ? {} : { from }),
});

const nothingFound = ({ blocks, unreadable }: KeyBlocks, keyName: string | undefined): KeyFileProblem => {
  const names = blocks.map(({ name }) => `"${name.text}"`).join(', ');
  const missing = unreadable.map((path) => `, and cannot read include "${path}"`).join('');
  const found = `${blocks.length === 0 ? 'no key statement' : `only ${names}`}${missing}`;
  const needed =
    keyName === undefined
      ? 'one: key "k8s-bind" { algorithm hmac-sha256; secret "…"; };'
      : `the key "${keyName}"`;
  return problem(1, `found ${found}, needed ${needed}`);
};

const sameName = (a: string, b: string): boolean =>
  checkName(a) === undefined && checkName(b) === undefined && tsigNameOf(a) === tsigNameOf(b);

const tsigNameOf = (name: string): string => tsigKeyName({ name });

type Reading = {
  readonly include: KeyFileOptions['include'];
  readonly depth: number;
  readonly from: string | undefined;
};

/** Includes within includes, as deep as anybody would have them: they may lead round in a circle. */
const maxDepth = 8;

/**
 * All `key` statements on the outermost level, included files among them. A `key` inside another statement
 * (`allow-transfer { key "k"; }`) is a reference.
 */
const keyBlocks = (text: string, reading: Reading): KeyBlocks | KeyFileProblem => {
  const { from } = reading;
  const lexed = confTokens(text);
  if (lexed.kind === 'problem') return problem(lexed.line, lexed.message, from);
  const { tokens } = lexed;
  const blocks: KeyBlock[] = [];
  const unreadable: string[] = [];
  for (let at = 0, end = 0; at < tokens.length; at = end) {
    end = statementEnd(tokens, at);
    const [first, value, brace] = tokens.slice(at, end);
    if (first === undefined) break;
    if (!isClosed(tokens.slice(at, end)))
      return problem(first.line, `found no end of the statement ${shown(first)}, needed ";" or "};"`, from);
    if (first.kind !== 'word') continue;
    if (first.text === 'key') {
      if (value === undefined || !isText(value) || brace?.kind !== '{' || tokens[end - 2]?.kind !== '}')
        return problem(first.line, 'found a key statement of another form, needed key "name" { … };', from);
      blocks.push({ name: value, statements: statementsOf(tokens.slice(at + 3, end - 2)), from });
    } else if (first.text === 'include' && value !== undefined && isText(value)) {
      const included = includedBlocks(value.text, reading);
      if ('kind' in included) return included;
      blocks.push(...included.blocks);
      unreadable.push(...included.unreadable);
    }
  }
  return { blocks, unreadable };
};

const includedBlocks = (path: string, { include, depth }: Reading): KeyBlocks | KeyFileProblem => {
  if (include === undefined) return { blocks: [], unreadable: [] };
  const text = depth < maxDepth ? include(path) : undefined;
  if (text === undefined) return { blocks: [], unreadable: [path] };
  return keyBlocks(text, { include, depth: depth + 1, from: path });
};

/** A word as named.conf has them; anything else might be a secret in a wrong place. */
const shown = ({ text }: ConfToken): string =>
  /^[a-z][a-z-]{0,19}$/.test(text) ? `"${text}"` : 'that begins here';

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

const readBlock = ({ name, statements, from }: KeyBlock): KeyFileResult => {
  const values = new Map<string, ConfToken>();
  for (const statement of statements) {
    const [keyword, value, end, ...rest] = statement;
    if (keyword === undefined || !isText(value) || end?.kind !== ';' || rest.length > 0) {
      return problem(
        keyword?.line ?? name.line,
        `found a statement ${keyword === undefined ? '' : `${shown(keyword)} `}of another form, needed a value and ";"`,
        from,
      );
    }
    if ((keyword.text !== 'algorithm' && keyword.text !== 'secret') || values.has(keyword.text)) {
      return problem(keyword.line, `found ${shown(keyword)}, needed algorithm and secret, each once`, from);
    }
    values.set(keyword.text, value);
  }
  const algorithm = values.get('algorithm');
  const secret = values.get('secret');
  if (algorithm === undefined || secret === undefined) {
    const missing = algorithm === undefined ? 'algorithm' : 'secret';
    const what = `found the key "${name.text}" without ${missing}, needed algorithm and secret`;
    return problem(name.line, what, from);
  }
  return readKey({ name, algorithm, secret, from });
};

type KeyWords = {
  readonly name: ConfToken;
  readonly algorithm: ConfToken;
  readonly secret: ConfToken;
  readonly from: string | undefined;
};

const readKey = ({ name, algorithm, secret, from }: KeyWords): KeyFileResult => {
  const wrongName = checkName(name.text);
  if (wrongName !== undefined) return problem(name.line, wrongName.message, from);
  const parsed = parseAlgorithm(algorithm.text);
  if (parsed.kind === 'problem') return problem(algorithm.line, parsed.message, from);
  const octets = parseSecret(secret.text);
  if (typeof octets === 'string') {
    return problem(secret.line, `found a secret of the key "${name.text}" that ${octets}`, from);
  }
  const key = { name: name.text, algorithm: parsed.algorithm, secret: tsigSecret(octets) };
  const { truncatedBits } = parsed;
  return { kind: 'key', key: truncatedBits === undefined ? key : { ...key, truncatedBits } };
};
