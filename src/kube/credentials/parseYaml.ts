import { LineCounter, parseDocument } from 'yaml';

export type ParsedYaml =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'problem'; readonly found: string };

/**
 * YAML as plain data. What is wrong with it is reported by line and in general words: a message of the parser
 * quotes the text, and in a kubeconfig that may be a token. A module of its own, to be imported when it is
 * needed: the bundled program gives a CommonJS package that is imported late only a default export.
 */
export const parseYaml = (text: string): ParsedYaml => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const what = error.code.toLowerCase().replaceAll('_', ' ');
    return { kind: 'problem', found: `line ${lines.linePos(error.pos[0]).line} is no YAML (${what})` };
  }
  try {
    return { kind: 'value', value: document.toJS() };
  } catch {
    return { kind: 'problem', found: 'an alias without its anchor, or too many of them' };
  }
};
