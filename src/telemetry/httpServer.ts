import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isLocalRequest } from './isLocalRequest.ts';
import type { Log } from './log.ts';
import { type Answer, ROUTES, type StatusSources } from './routes.ts';

export type HttpServer = {
  /** Where it listens, with the port that the system chose for port 0. */
  readonly address: { readonly host: string; readonly port: number };
  readonly close: () => Promise<void>;
};

export type HttpServerDeps = { readonly sources: StatusSources; readonly log: Log };

/** Starts the health server. Rejects when the address cannot be listened on. */
export const startHttpServer = async (
  deps: HttpServerDeps,
  address: { readonly host: string; readonly port: number },
): Promise<HttpServer> => {
  // Not by import: the names of node:http, taken as a module, load a whole HTTP client, and cost 5 MB (Node
  // 24.21).
  const { createServer } = process.getBuiltinModule('node:http');
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    void respond(deps, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  server.removeAllListeners('error');
  const { address: host, port } = server.address() as AddressInfo;
  return {
    address: { host, port },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
};

/** Answers one request; never rejects. */
const respond = async (
  deps: HttpServerDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  try {
    await send(request, response, await answer(deps.sources, request));
  } catch (error) {
    // A reader that went away in the middle is not worth a line.
    if (request.destroyed || response.destroyed) return;
    deps.log.error('Cannot answer a request', { path: request.url, error });
    response.writeHead(500).end();
  }
};

const answer = async (sources: StatusSources, request: IncomingMessage): Promise<Answer> => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const atPath = ROUTES.filter(({ path }) => path === url.pathname);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = atPath.find((candidate) => candidate.method === method);
  if (route === undefined)
    return atPath.length === 0 ? plain(404, 'not found') : plain(405, 'another method is needed');
  if (route.local === true && !isLocalRequest(request))
    return plain(403, `only for this host: ${LOCAL_HINT}`);
  return route.answer(sources, url.searchParams);
};

const LOCAL_HINT = 'k8s-bind confirm-delete, or curl -H "X-K8s-Bind: 1" from a loopback address';

const plain = (code: number, text: string): Answer => ({
  code,
  type: 'text/plain; charset=utf-8',
  body: `${text}\n`,
});

const send = async (
  request: IncomingMessage,
  response: ServerResponse,
  { code, type, body, policy }: Answer,
): Promise<void> => {
  response.writeHead(code, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy': policy ?? "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  });
  if (request.method === 'HEAD') response.end();
  else if (typeof body === 'string') response.end(body);
  else await pipeline(Readable.from(body), response);
};
