import { LineCounter, parseDocument } from 'yaml';
import { repeatedKey } from '../../repeatedKey.ts';
import { withinStack } from '../../withinStack.ts';

export type ParsedYaml =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'problem'; readonly found: string };

/**
 * YAML as plain data. What is wrong with it is reported by line and in general words: a message of the parser
 * quotes the text, and in a kubeconfig that may be a token; so do its warnings, which nobody asks for. A
 * module of its own, to be imported when it is needed: the bundled program gives a CommonJS package that is
 * imported late only a default export.
 */
export const parseYaml = (text: string): ParsedYaml => {
  const lines = new LineCounter();
  const problem = (offset: number, what: string): ParsedYaml => {
    const found = `line ${lines.linePos(offset).line} is no YAML (${what})`;
    return { kind: 'problem', found };
  };
  const options = { lineCounter: lines, prettyErrors: false, logLevel: 'error', uniqueKeys: false } as const;
  const document = withinStack(() => parseDocument(text, options));
  if (document === undefined) return { kind: 'problem', found: 'nested too deep' };
  const [error] = document.errors;
  if (error !== undefined) return problem(error.pos[0], error.code.toLowerCase().replaceAll('_', ' '));
  const repeated = repeatedKey(document.contents);
  if (repeated !== undefined) return problem(repeated, 'duplicate key');
  try {
    return { kind: 'value', value: document.toJS() };
  } catch {
    return { kind: 'problem', found: 'an alias without its anchor, or too many of them' };
  }
};
