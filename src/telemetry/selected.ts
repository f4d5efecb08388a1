import type { PublishedService } from './publishedService.ts';

/** What the query asks for; undefined stands for one that it leaves out. */
export function* selected(
  services: Iterable<PublishedService>,
  query: URLSearchParams,
): Generator<PublishedService | undefined> {
  const filter = (query.get('filter') ?? '').toLowerCase();
  let left = Number(query.get('limit') ?? Number.POSITIVE_INFINITY);
  for (const service of services) {
    if (!(left > 0)) return;
    const isSelected = filter === '' || matches(service, filter);
    if (isSelected) left -= 1;
    yield isSelected ? service : undefined;
  }
}

const matches = ({ service, addresses, names }: PublishedService, filter: string): boolean =>
  [service, ...addresses, ...names].some((text) => text.includes(filter));

/** Those after `skip`, and not more than `limit`. */
export function* part<Item>(
  items: Iterable<Item | undefined>,
  query: URLSearchParams,
): Generator<Item | undefined> {
  let skip = Number(query.get('skip') ?? 0);
  let left = Number(query.get('limit') ?? Number.POSITIVE_INFINITY);
  for (const item of items) {
    if (!(left > 0)) return;
    const isShown = item !== undefined && !(skip > 0);
    if (item !== undefined) skip -= 1;
    if (isShown) left -= 1;
    yield isShown ? item : undefined;
  }
}
