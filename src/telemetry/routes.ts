import type { OriginKey } from '../model/objectRef.ts';
import { visibleLines } from '../model/visibleText.ts';
import { redact } from '../redact.ts';
import type { AnswerLane } from './answerLane.ts';
import type { Metrics } from './metrics.ts';
import { objectPage, objectQuery, pageLimit } from './objectPage.ts';
import { STATUS_PAGE, STATUS_PAGE_POLICY } from './page/statusPage.ts';
import type { FoundObjects, ObjectQuery } from './publishedObject.ts';
import type { PublishedRrset, PublishedService } from './publishedService.ts';
import { isReady, readiness, readinessText } from './readiness.ts';
import type { Status } from './status.ts';
import type { Summary } from './summary.ts';

/** What is asked of {@link WhySource}: a text that a person typed, and a record type. */
export type WhyQuestion = {
  readonly text: string;
  readonly type: string | undefined;
  /** Of zones of one name, the one that is meant. */
  readonly view: string | undefined;
};

/** Why a name is answered as it is, as plain data; or why the text is no question. */
export type WhySource = (
  question: WhyQuestion,
  turn: AnswerLane['turn'],
) => Promise<
  { readonly kind: 'no-question'; readonly message: string } | { readonly links: readonly object[] }
>;

/** What the health server asks of the program: plain functions. */
export type StatusSources = {
  readonly status: () => Status;
  readonly summary: () => Summary;
  /** Of one object, or of all; undefined is a pause that may be taken. */
  readonly records: (object: OriginKey | undefined) => Iterable<PublishedRrset | undefined>;
  readonly services: () => Iterable<PublishedService>;
  readonly objects: (query: ObjectQuery) => FoundObjects;
  readonly why: WhySource;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  /** Lets held-back deletions go (of one zone, in one view, or of all); answers how many there were. */
  readonly confirmDelete: (zone: string | undefined, view: string | undefined) => number;
};

/** An answer; a body in parts is made as the reader takes it. An empty part is a pause that may be taken. */
export type Answer = {
  readonly code: number;
  readonly type: string;
  readonly body: string | Iterable<string>;
  /** The Content-Security-Policy; without it nothing is allowed. */
  readonly policy?: string;
  readonly retryAfterSeconds?: number;
};

export type Route = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly help: string;
  /** Changes something: only for this host, and never for a web page. */
  readonly local?: true;
  /**
   * Takes time that grows with the cluster: a few at once, and in the lane of costly answers. `in-pieces`:
   * the answer takes its turns itself, since it waits for others in between.
   */
  readonly costly?: true | 'in-pieces';
  /** Says nothing that a web page must not know, so it does not matter under which name it is asked. */
  readonly anyHost?: true;
  /** Stays open: its answer is sent whenever it has become another one, as an event (server-sent events). */
  readonly live?: true;
  readonly answer: (
    sources: StatusSources,
    query: URLSearchParams,
    turn: AnswerLane['turn'],
  ) => Answer | Promise<Answer>;
};

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

/** JSON in which nothing acts on the terminal that shows it. */
const jsonText = (json: string): string => `${visibleLines(json)}\n`;

/** Those after `skip`, and not more than `limit`. */
function* part<Item>(items: Iterable<Item | undefined>, query: URLSearchParams): Generator<Item | undefined> {
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

/** A JSON array, a line and a part for each item; an item that is undefined is left out. */
function* jsonArray(items: Iterable<unknown>): Generator<string> {
  let separator = '[\n';
  for (const item of items) {
    if (item === undefined) {
      yield '';
      continue;
    }
    yield separator + visibleLines(JSON.stringify(item));
    separator = ',\n';
  }
  yield `${separator === '[\n' ? '[' : ''}\n]\n`;
}

/** What the query asks for; undefined stands for one that it leaves out. */
function* selected(
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
