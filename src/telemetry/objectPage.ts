import { visibleLines } from '../model/visibleText.ts';
import type { FoundObjects, ObjectQuery } from './publishedObject.ts';

const usualLimit = 100;
const mostOnPage = 500;

/** How many objects a page has. */
export const pageLimit = (query: URLSearchParams): number => {
  const limit = Number(query.get('limit') ?? usualLimit);
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, mostOnPage) : usualLimit;
};

/** What a request asks for; what it does not say asks for all. */
export const objectQuery = (query: URLSearchParams): ObjectQuery => {
  const text = (name: string): string => query.get(name) ?? '';
  return {
    search: text('search').trim().toLowerCase(),
    state: text('state'),
    kind: text('kind'),
    namespace: text('namespace'),
    zone: text('zone'),
    view: text('view'),
    after: text('after'),
  };
};

/**
 * One page as JSON, in parts: `objects`, an object a line; `next`, the key to ask on with as `after`, null on
 * the last page; and what can be chosen from.
 */
export function* objectPage(found: FoundObjects, limit: number): Generator<string> {
  let shown = 0;
  let last = '';
  let hasMore = false;
  yield '{"objects":[';
  for (const object of found.objects) {
    if (object === undefined) {
      yield '';
      continue;
    }
    hasMore = shown === limit;
    if (hasMore) break;
    yield `${shown === 0 ? '\n' : ',\n'}${visibleLines(JSON.stringify(object))}`;
    last = object.key;
    shown += 1;
  }
  const { total, kinds, namespaces } = found;
  const rest = { next: hasMore ? last : null, total, kinds, namespaces };
  yield `\n],${visibleLines(JSON.stringify(rest)).slice(1)}\n`;
}
