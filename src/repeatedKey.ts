/** Anything in a document of the package yaml: a list or map, an entry of a map, a scalar or an alias. */
type YamlNode = {
  readonly items?: readonly unknown[];
  readonly key?: unknown;
  readonly value?: unknown;
  /** Where it begins, where its value ends, and where it ends. */
  readonly range?: readonly number[] | null;
};

/**
 * Where a map of a YAML document says a key once more; undefined where none does. The parser compares each
 * key with all before it: of a file of a megabyte it took minutes. So its option `uniqueKeys` is off.
 */
export const repeatedKey = (contents: unknown): number | undefined => {
  const waiting: unknown[] = [contents];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (!isNode(node)) continue;
    const keys = new Set<unknown>();
    for (const item of node.items ?? []) {
      if (!isNode(item) || !isNode(item.key) || !isScalar(item.key)) continue;
      if (keys.has(item.key.value)) return item.key.range?.[0] ?? 0;
      keys.add(item.key.value);
    }
    const below = node.items ?? ('key' in node ? [node.key, node.value] : []);
    for (let at = below.length - 1; at >= 0; at -= 1) waiting.push(below[at]);
  }
  return undefined;
};

const isNode = (value: unknown): value is YamlNode => typeof value === 'object' && value !== null;

/** An alias has no value. */
const isScalar = (node: YamlNode): boolean => 'value' in node && !('key' in node) && !('items' in node);
