import { parseAst } from 'vite';
import type { Mutant } from './mutant.ts';
import { replacements } from './replacements.ts';
import { childrenOf, isNode, nodeIn, type SyntaxNode } from './syntaxNode.ts';

/** All mutants of one file, in the order of its text; the first has the number `firstId`. */
export function findMutants(file: string, source: string, firstId: number): readonly Mutant[] {
  const found: Omit<Mutant, 'id' | 'file' | 'line'>[] = [];
  const add = ({ start, end }: SyntaxNode, kind: Mutant['kind'], replacement: string) =>
    found.push({ start, end, kind, replacement });
  const visit = (node: SyntaxNode, inChain: boolean) => {
    if (isOnlyType(node)) return;
    if (!inChain) for (const text of replacements(node, source)) add(node, 'expression', text);
    for (const { at, text } of fixedResults(node)) add(at, 'expression', text);
    if (isRemovable(node)) add(node, 'statement', '');
    const body = bodyOf(node);
    if (body !== undefined) add(body, 'body', '{}');
    for (const child of childrenOf(node))
      if (isRead(node, child)) visit(child, isSpine(node, child, inChain));
  };
  visit(parseAst(source, { lang: 'ts' }) as unknown as SyntaxNode, false);
  return found.map((mutant, index) => ({
    ...mutant,
    id: firstId + index,
    file,
    line: source.slice(0, mutant.start).split('\n').length,
  }));
}

const wrappers = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);

/** Types are gone before the program runs. */
const isOnlyType = ({ type }: SyntaxNode): boolean =>
  (type.startsWith('TS') && !wrappers.has(type)) ||
  type === 'ImportDeclaration' ||
  type === 'ExportAllDeclaration';

/** A condition that is always or never met. A loop that never ends tells nothing. */
function fixedResults(node: SyntaxNode): readonly { readonly at: SyntaxNode; readonly text: string }[] {
  const at = node['test'];
  if (!isNode(at)) return [];
  if (node.type === 'IfStatement' || node.type === 'ConditionalExpression')
    return ['true', 'false'].map((text) => ({ at, text }));
  return node.type === 'WhileStatement' || node.type === 'ForStatement' ? [{ at, text: 'false' }] : [];
}

const effects = new Set(['CallExpression', 'AwaitExpression', 'AssignmentExpression']);

const isRemovable = (node: SyntaxNode): boolean =>
  node.type === 'ExpressionStatement' &&
  effects.has(nodeIn(node, 'expression').type) &&
  // A call of the parent's constructor cannot be left out.
  !isSuperCall(nodeIn(node, 'expression'));

const isSuperCall = (node: SyntaxNode): boolean =>
  node.type === 'CallExpression' && nodeIn(node, 'callee').type === 'Super';

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

function bodyOf(node: SyntaxNode): SyntaxNode | undefined {
  const { body } = node;
  if (!functions.has(node.type) || !isNode(body)) return undefined;
  if (body.type !== 'BlockStatement') return undefined;
  return (body['body'] as unknown[]).length > 0 ? body : undefined;
}

/** Names of properties, and what is assigned to, are no expressions. */
function isRead(parent: SyntaxNode, child: SyntaxNode): boolean {
  if ((parent.type === 'Property' || parent.type.endsWith('Definition')) && child === parent['key'])
    return false;
  if (parent.type === 'AssignmentExpression' && child === parent['left']) return false;
  if (parent.type === 'UpdateExpression' || parent.type === 'TaggedTemplateExpression') return false;
  if (parent.type === 'ExportNamedDeclaration' && child === parent['source']) return false;
  return parent.type !== 'ExpressionStatement' || typeof parent['directive'] !== 'string';
}

/** True for what an optional chain (`a?.b.c()`) goes through: it is one expression, and may not be cut. */
function isSpine(parent: SyntaxNode, child: SyntaxNode, inChain: boolean): boolean {
  if (parent.type === 'ChainExpression') return true;
  const fields = { CallExpression: 'callee', MemberExpression: 'object', TSNonNullExpression: 'expression' };
  return inChain && child === parent[fields[parent.type as keyof typeof fields] ?? ''];
}
