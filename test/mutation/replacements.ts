import { nodeIn, type SyntaxNode } from './syntaxNode.ts';

/** What stands in place of an expression, one text for each mutant. */
export function replacements(node: SyntaxNode, source: string): readonly string[] {
  const make = makers[node.type];
  return make === undefined ? [] : make(node, (part) => source.slice(part.start, part.end));
}

type TextOf = (node: SyntaxNode) => string;

const otherOperators: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '&': ['|'],
  '|': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
};

const otherMethods = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
  ['min', 'max'],
  ['max', 'min'],
]);

/** Calls of these are replaced by what they are called on. */
const droppedMethods = new Set(['filter', 'sort', 'toSorted', 'reverse', 'slice', 'trim', 'toLowerCase']);

const isText = (node: SyntaxNode): boolean =>
  node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node['value'] === 'string');

/** Adding texts is not arithmetic: there is no text minus a text. */
const addsText = (node: SyntaxNode): boolean =>
  node['operator'] === '+' && [nodeIn(node, 'left'), nodeIn(node, 'right')].some(isText);

const byOperator = (node: SyntaxNode, text: TextOf): readonly string[] =>
  addsText(node)
    ? []
    : (otherOperators[String(node['operator'])] ?? []).map(
        (operator) => `(${text(nodeIn(node, 'left'))}) ${operator} (${text(nodeIn(node, 'right'))})`,
      );

function literal(node: SyntaxNode): readonly string[] {
  const value = node['value'];
  if (typeof value === 'boolean') return [String(!value)];
  if (typeof value === 'string') return [value === '' ? "'mutant'" : "''"];
  return [];
}

function call(node: SyntaxNode, text: TextOf): readonly string[] {
  const callee = nodeIn(node, 'callee');
  if (callee.type !== 'MemberExpression' || callee['computed'] === true) return [];
  const owner = text(nodeIn(callee, 'object'));
  const property = nodeIn(callee, 'property');
  const name = text(property);
  const other = otherMethods.get(name);
  if (other !== undefined) return [`(${owner}).${other}${text(node).slice(property.end - node.start)}`];
  return droppedMethods.has(name) ? [owner] : [];
}

const makers: Readonly<Record<string, (node: SyntaxNode, text: TextOf) => readonly string[]>> = {
  BinaryExpression: byOperator,
  LogicalExpression: byOperator,
  Literal: literal,
  TemplateLiteral: () => ["''"],
  CallExpression: call,
  UnaryExpression: (node, text) => (node['operator'] === '!' ? [text(nodeIn(node, 'argument'))] : []),
  UpdateExpression: (node, text) => [
    text(node).replace(/\+\+|--/, (operator) => (operator === '++' ? '--' : '++')),
  ],
  AssignmentExpression: (node, text) => {
    const other = { '+=': '-=', '-=': '+=' }[String(node['operator'])];
    return other === undefined
      ? []
      : [`${text(nodeIn(node, 'left'))} ${other} ${text(nodeIn(node, 'right'))}`];
  },
  ArrayExpression: (node) => ((node['elements'] as unknown[]).length === 0 ? [] : ['[]']),
  ObjectExpression: (node) => ((node['properties'] as unknown[]).length === 0 ? [] : ['{}']),
};
