import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { shownText } from '../model/visibleText.ts';
import { type AnswerLane, createAnswerLane, inPieces } from './answerLane.ts';
import { type AnswerSlots, type AnswerSlotsLimits, createAnswerSlots } from './answerSlots.ts';
import { isLocalRequest } from './isLocalRequest.ts';
import { limitConnections } from './limitConnections.ts';
import { createLiveStreams, type LiveLimits, type LiveStreams } from './liveStreams.ts';
import type { Log } from './log.ts';
import { isKnownHost, plainHost, requestedHost } from './requestedHost.ts';
import type { Answer, Route, StatusSources } from './route.ts';
import { ROUTES, summaryText } from './routes.ts';
import { createSpells, type Spells, spellClock } from './spells.ts';

export type HttpServer = {
  /** Where it listens, with the port that the system chose for port 0. */
  readonly address: { readonly host: string; readonly port: number };
  readonly close: () => Promise<void>;
};

export type HttpServerDeps = { readonly sources: StatusSources; readonly log: Log };

export type HttpServerOptions = {
  readonly host: string;
  readonly port: number;
  /** Names under which it may be asked besides the address it listens on, loopback names and addresses. */
  readonly statusHosts?: readonly string[];
  readonly limits?: Partial<ReaderLimits>;
};

/** What one reader, and all of them together, may take of this process. */
export type ReaderLimits = {
  readonly connections: number;
  readonly answers: AnswerSlotsLimits;
  readonly live: LiveLimits;
  /** From the request to the last octet taken. */
  readonly answerMs: number;
  readonly headersMs: number;
  readonly requestMs: number;
  readonly headerOctets: number;
};

const LIMITS: ReaderLimits = {
  connections: 100,
  answers: { atOnce: 4, waiting: 100 },
  live: { readers: 20, intervalMs: 1_000, quietMs: 15_000, stuckMs: 30_000, longestMs: 600_000 },
  answerMs: 60_000,
  headersMs: 5_000,
  requestMs: 10_000,
  headerOctets: 8_192,
};

/** What answering needs. */
type Answering = HttpServerDeps & {
  readonly hosts: readonly string[];
  readonly spells: Spells;
  readonly lane: AnswerLane;
  readonly slots: AnswerSlots;
  readonly live: LiveStreams;
  readonly answerMs: number;
};

/** Starts the health server. Rejects when the address cannot be listened on. */
export const startHttpServer = async (
  deps: HttpServerDeps,
  { host, port, statusHosts = [], ...options }: HttpServerOptions,
): Promise<HttpServer> => {
  const limits = { ...LIMITS, ...options.limits };
  const lane = createAnswerLane(nowMs);
  const spells = createSpells(deps.log, spellClock);
  const answering: Answering = {
    ...deps,
    hosts: [host, ...statusHosts].map(plainHost),
    spells,
    lane,
    slots: createAnswerSlots(limits.answers),
    live: createLiveStreams(
      {
        make: () => lane.turn(() => summaryText(deps.sources)),
        nowMs,
        onError: (error) =>
          spells.failed('live', '', { message: 'Cannot make the summary', fields: { error } }),
      },
      limits.live,
    ),
    answerMs: limits.answerMs,
  };
  // Not by import: the names of node:http, taken as a module, load a whole HTTP client, and cost 5 MB (Node
  // 24.21).
  const { createServer } = process.getBuiltinModule('node:http');
  const times = {
    requestTimeout: limits.requestMs,
    headersTimeout: limits.headersMs,
    connectionsCheckingInterval: Math.min(1_000, limits.headersMs),
    maxHeaderSize: limits.headerOctets,
  };
  const server = createServer(times, (request, response) => {
    void respond(answering, request, response);
  });
  limitConnections(server, limits.connections);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  server.removeAllListeners('error');
  // A connection that cannot be taken (no descriptor is left) is the reader's loss, never our end.
  server.on('error', (error) => deps.log.debug('Cannot take a connection', { error }));
  const listening = server.address() as AddressInfo;
  return {
    address: { host: listening.address, port: listening.port },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
};

const nowMs = (): number => performance.now();

/** Answers one request; never rejects. */
const respond = async (
  answering: Answering,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const gone = new AbortController();
  const late = setTimeout(() => response.destroy(), answering.answerMs).unref();
  response.once('close', () => {
    clearTimeout(late);
    gone.abort();
  });
  try {
    await answer(answering, request, response, { signal: gone.signal, stay: () => clearTimeout(late) });
  } catch (error) {
    // A reader that went away in the middle is not worth a line.
    if (isOfConnection(error)) return;
    answering.spells.failed('answer', '', {
      message: 'Cannot answer a request',
      fields: { path: shownText(request.url ?? ''), error },
    });
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  }
};

/** Faults of the connection have codes of the system or of streams. */
const isOfConnection = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(?:ERR_STREAM_|E[A-Z]+$)/.test(String(error.code));

const answer = async (
  answering: Answering,
  request: IncomingMessage,
  response: ServerResponse,
  { signal, stay }: { readonly signal: AbortSignal; readonly stay: () => void },
): Promise<void> => {
  const found = routeOf(answering, request);
  const reply = (given: Answer): Promise<void> => send(answering, request, response, given);
  if (found.kind === 'refused') return reply(found.answer);
  const { route, query } = found;
  if (route.live === true && request.method === 'GET') {
    if (!answering.live.hasRoom()) return reply(tooMany);
    stay();
    response.writeHead(200, headersOf('text/event-stream', undefined));
    return answering.live.open(response);
  }
  const { turn } = answering.lane;
  const answerOf = (): Answer | Promise<Answer> => route.answer(answering.sources, query, turn);
  if (route.costly === undefined) return reply(await answerOf());
  const leave = await answering.slots.enter(route.path, signal);
  if (leave === undefined) return signal.aborted ? undefined : reply(tooMany);
  try {
    await reply(await (route.costly === 'in-pieces' ? answerOf() : turn(answerOf)));
  } finally {
    leave();
  }
};

type FoundRoute =
  | { readonly kind: 'route'; readonly route: Route; readonly query: URLSearchParams }
  | { readonly kind: 'refused'; readonly answer: Answer };

const routeOf = ({ hosts }: Answering, request: IncomingMessage): FoundRoute => {
  const url = targetOf(request.url ?? '');
  if (url === undefined) return refused(400, 'the request names no path of ours');
  const atPath = ROUTES.filter(({ path }) => path === url.pathname);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = atPath.find((candidate) => candidate.method === method);
  const host = requestedHost(request.headers.host);
  if (route?.anyHost !== true && !isKnownHost(host, hosts)) return refused(403, HOST_HINT);
  if (route === undefined)
    return atPath.length === 0 ? refused(404, 'not found') : refused(405, 'another method is needed');
  if (route.local === true && !isLocalRequest(request, host, hosts))
    return refused(403, `only for this host: ${LOCAL_HINT}`);
  return { kind: 'route', route, query: url.searchParams };
};

/** The target of a request as a path (RFC 9112 §3.2.1); undefined for anything else, such as `//` or `*`. */
const targetOf = (target: string): URL | undefined =>
  target.startsWith('/') && !target.startsWith('//')
    ? (URL.parse(target, 'http://localhost') ?? undefined)
    : undefined;

const LOCAL_HINT = 'k8s-bind confirm-delete, or curl -H "X-K8s-Bind: 1" from a loopback address';
const HOST_HINT = 'not under this name: ask by address, or start the daemon with --status-host NAME';

const plain = (code: number, text: string): Answer => ({
  code,
  type: 'text/plain; charset=utf-8',
  body: `${text}\n`,
});

const refused = (code: number, text: string): FoundRoute => ({ kind: 'refused', answer: plain(code, text) });

const tooMany: Answer = { ...plain(503, 'too many readers at once'), retryAfterSeconds: 1 };

const headersOf = (type: string, policy: string | undefined): Readonly<Record<string, string>> => ({
  'content-type': type,
  'cache-control': 'no-store',
  'content-security-policy': policy ?? "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
});

const send = async (
  { lane }: Answering,
  request: IncomingMessage,
  response: ServerResponse,
  { code, type, body, policy, retryAfterSeconds }: Answer,
): Promise<void> => {
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
  response.writeHead(code, headersOf(type, policy));
  if (request.method === 'HEAD' || typeof body === 'string') {
    response.end(request.method === 'HEAD' ? undefined : body);
    await finished(response);
  } else await pipeline(Readable.from(inPieces(body, lane, nowMs)), response);
};
