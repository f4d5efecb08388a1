import type { ApiContent, ApiObject, Collection } from './apiContent.ts';

/** The text of one page of a list; undefined where what its token continues is not kept any more. */
export type ApiLists = (collection: Collection, query: URLSearchParams) => string | undefined;

/** Lists whose pages can still be had. */
const keptLists = 20;

/** The pages of one list are all of one version; a token that is older than what is kept is refused. */
export const createApiLists = (content: ApiContent, pageSize: number): ApiLists => {
  const lists = { begun: 0, kept: new Map<number, { version: number; all: readonly ApiObject[] }>() };
  return (collection, query) => {
    const [token = lists.begun, start = 0] = query.get('continue')?.split('.').map(Number) ?? [];
    if (token === lists.begun) {
      lists.begun += 1;
      const all = content.list(collection).filter(isChosenBy(query.get('fieldSelector')));
      lists.kept.set(token, { version: content.version(), all });
      lists.kept.delete(token - keptLists);
    }
    const list = lists.kept.get(token);
    if (list === undefined || list.version < content.compacted()) return undefined;
    const { version, all } = list;
    const isPaged = query.get('limit') !== null;
    const page = isPaged ? all.slice(start, start + pageSize) : all;
    const next = start + page.length;
    const more = isPaged && next < all.length ? `${token}.${next}` : '';
    const metadata = { resourceVersion: String(version), continue: more };
    return JSON.stringify({ kind: 'List', metadata, items: page.map(({ json }) => json) });
  };
};

/** Of the fields that can be selected the two that all objects have: name and namespace. */
const isChosenBy =
  (selector: string | null) =>
  ({ key }: ApiObject): boolean => {
    const [namespace, name] = key.split('/');
    const fields = [`metadata.name=${name}`, `metadata.namespace=${namespace}`];
    return selector === null || selector.split(',').every((term) => fields.includes(term));
  };
