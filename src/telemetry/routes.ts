import { visibleLines } from '../model/visibleText.ts';
import { redact } from '../redact.ts';
import { jsonArray, jsonText } from './jsonArray.ts';
import { objectPage, objectQuery, pageLimit } from './objectPage.ts';
import { STATUS_PAGE, STATUS_PAGE_POLICY } from './page/statusPage.ts';
import { isReady, readiness, readinessText } from './readiness.ts';
import type { Route, StatusSources } from './route.ts';
import { part, selected } from './selected.ts';

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json';

/** The summary as JSON in one line, without its end. */
export const summaryText = ({ summary }: Pick<StatusSources, 'summary'>): string =>
  visibleLines(redact(JSON.stringify(summary())));

const summaryAnswer: Route['answer'] = (sources) => ({
  code: 200,
  type: JSON_TYPE,
  body: `${summaryText(sources)}\n`,
});

/** Everything the health server answers. */
export const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/livez',
    help: 'the process runs',
    anyHost: true,
    answer: () => ({ code: 200, type: TEXT, body: 'ok\n' }),
  },
  {
    method: 'GET',
    path: '/readyz',
    help: 'every watch synced, every zone written, the fence held; 503 and the reasons otherwise',
    costly: true,
    answer: ({ status }) => {
      const lines = readiness(status());
      return {
        code: isReady(lines) ? 200 : 503,
        type: TEXT,
        body: visibleLines(redact(readinessText(lines))),
      };
    },
  },
  {
    method: 'GET',
    path: '/metrics',
    help: 'Prometheus text format',
    costly: true,
    answer: async ({ metrics }) => ({ code: 200, type: metrics.contentType, body: await metrics.text() }),
  },
  {
    method: 'GET',
    path: '/v1/status',
    help: 'all that the daemon knows about itself',
    costly: true,
    answer: ({ status }) => ({
      code: 200,
      type: JSON_TYPE,
      body: jsonText(redact(JSON.stringify(status()))),
    }),
  },
  {
    method: 'GET',
    path: '/v1/summary',
    help: 'one verdict, what is wrong first, zones, watches, the last changes: what the page shows',
    costly: true,
    answer: summaryAnswer,
  },
  {
    method: 'GET',
    path: '/v1/live',
    help: 'the same now and after every change, as server-sent events; 20 readers at once',
    live: true,
    answer: summaryAnswer,
  },
  {
    method: 'GET',
    path: '/v1/objects',
    help: 'objects that names come from, with their records: `?search=`, `state=`, `kind=`, `namespace=`, `zone=`, `view=`, `limit=` (100, at most 500), `after=` the key before',
    costly: true,
    answer: ({ objects }, query) => ({
      code: 200,
      type: JSON_TYPE,
      body: objectPage(objects(objectQuery(query)), pageLimit(query)),
    }),
  },
  {
    method: 'GET',
    path: '/v1/records',
    help: 'every RRset that is ours and in its zone, with its object; `?object=` for one key of `/v1/objects`, `limit=` at most so many, `skip=` without the first so many',
    costly: true,
    answer: ({ records }, query) => ({
      code: 200,
      type: JSON_TYPE,
      body: jsonArray(part(records(query.get('object') ?? undefined), query)),
    }),
  },
  {
    method: 'GET',
    path: '/v1/services',
    help: 'Services with endpoints and names; `?filter=` part of a name, `?limit=` at most so many',
    costly: true,
    answer: ({ services }, query) => ({
      code: 200,
      type: JSON_TYPE,
      body: jsonArray(selected(services(), query)),
    }),
  },
  {
    method: 'GET',
    path: '/v1/why',
    help: 'why a name is answered as it is; `?name=` as one types it, `&type=` a record type, `&view=` for one view',
    costly: 'in-pieces',
    answer: async ({ why }, query, turn) => {
      const type = query.get('type') ?? undefined;
      const view = query.get('view') ?? undefined;
      const found = await why({ text: query.get('name') ?? '', type, view }, turn);
      const isRefused = 'message' in found;
      return {
        code: isRefused ? 400 : 200,
        type: JSON_TYPE,
        body: jsonText(redact(JSON.stringify(isRefused ? { message: found.message } : found))),
      };
    },
  },
  {
    method: 'POST',
    path: '/v1/confirm-delete',
    help: 'lets a deletion go that is held back; `?zone=` for one zone, `&view=` for one of its views',
    local: true,
    answer: ({ confirmDelete }, query) => {
      const deletes = confirmDelete(query.get('zone') ?? undefined, query.get('view') ?? undefined);
      return {
        code: deletes === 0 ? 409 : 200,
        type: JSON_TYPE,
        body: jsonText(JSON.stringify({ deletes })),
      };
    },
  },
  {
    method: 'GET',
    path: '/',
    help: 'a page for people: services, endpoints and names together, live',
    answer: () => ({
      code: 200,
      type: 'text/html; charset=utf-8',
      body: STATUS_PAGE,
      policy: STATUS_PAGE_POLICY,
    }),
  },
];
