import type { Agent, ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import { createLookout, type Lookout } from '../../createLookout.ts';
import type { Access, AccessResult, Credentials } from '../credentials/credentials.ts';
import { createAgents } from './agents.ts';
import { failureMessage } from './failureMessage.ts';
import { http, https } from './http.ts';
import { retryAfterMs } from './retryAfterMs.ts';
import { createTlsCheck } from './tlsCheck.ts';

/**
 * Requests to the Kubernetes API over HTTP/1.1; each stream that stays open has a TCP connection of its own.
 */
export type Transport = {
  /**
   * Resolves when the headers are there. The body flows when somebody listens, and ends early when the signal
   * aborts.
   */
  readonly request: (request: ApiRequest) => Promise<ApiAnswer>;
  /** What was cached of the credentials is no good: the server said 401. */
  readonly renewCredentials: () => void;
  /**
   * A stream turned out to be dead although its connection was open: what idles beside it is not trusted with
   * a further request.
   */
  readonly dropIdle: () => void;
  readonly close: () => void;
};

export type ApiRequest = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly body?: string;
  /** Of the body; `application/json` unless said. */
  readonly contentType?: string;
  /** Media types of the answer; `application/json` unless said. */
  readonly accept?: string | undefined;
};

export type ApiAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly retryAfterMs: number | undefined;
      readonly body: IncomingMessage;
    }
  /** No answer: refused, not resolved, not trusted, timed out, no credentials. */
  | { readonly kind: 'unreachable'; readonly message: string }
  | { readonly kind: 'aborted' };

export type TransportLimits = { readonly connectMs: number; readonly headersMs: number };

const defaultLimits: TransportLimits = { connectMs: 5_000, headersMs: 30_000 };

/** A stream from a host that is gone is closed after three quiet seconds and as many probes. */
const keepAlive = { delayMs: 3_000, intervalMs: 1_000, probes: 3 };

export const createTransport = (
  credentials: Credentials,
  limits: TransportLimits = defaultLimits,
): Transport => {
  const agents = createAgents();
  const checkTls = createTlsCheck();
  const sendWith = async (request: ApiRequest, access: Access): Promise<Attempt> => {
    try {
      checkTls(access.tls);
      return await send(open(request, access, agents.agentFor(access)), { request, access, limits });
    } catch (error) {
      // Certificates, headers, proxies: Node finds out while the request is made, and throws.
      return unreachable(failureMessage(access.server.origin, asError(error)));
    }
  };
  const attempt = async (request: ApiRequest): Promise<Attempt> => {
    const access = await accessOf(credentials, request.signal);
    if (request.signal.aborted) return { answer: { kind: 'aborted' }, stale: false };
    if (access.kind === 'problem') return unreachable(access.message);
    const attempted = await sendWith(request, access);
    if (attempted.answer.kind === 'unreachable') {
      credentials.reread();
      agents.dropIdle();
    }
    return attempted;
  };
  return {
    request: async (request) => {
      const { answer, stale } = await attempt(request);
      // The server closed an idle connection just as it was taken: nothing was done, so the request is made
      // again on a new one.
      return stale ? (await attempt(request)).answer : answer;
    },
    renewCredentials: credentials.renew,
    dropIdle: agents.dropIdle,
    close: agents.close,
  };
};

/** `stale`: the request fell to a kept-alive connection that was already closed at the other end. */
type Attempt = { readonly answer: ApiAnswer; readonly stale: boolean };

const unreachable = (message: string): Attempt => ({
  answer: { kind: 'unreachable', message },
  stale: false,
});

const accessOf = async (credentials: Credentials, signal: AbortSignal): Promise<AccessResult> => {
  try {
    return await credentials.access(signal);
  } catch (error) {
    const { message } = asError(error);
    return { kind: 'problem', message: `Cannot use the credentials of ${credentials.origin}: ${message}` };
  }
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const open = (request: ApiRequest, access: Access, agent: Agent): ClientRequest => {
  const { server } = access;
  const secure = server.protocol === 'https:';
  const options: RequestOptions = {
    agent,
    method: request.method ?? 'GET',
    protocol: server.protocol,
    hostname: hostOf(server),
    port: server.port === '' ? (secure ? 443 : 80) : Number(server.port),
    path: server.pathname.replace(/\/$/, '') + request.path,
    headers: headersOf(request, access),
    signal: request.signal,
    ...(secure ? access.tls : {}),
  };
  return secure ? https.request(options) : http.request(options);
};

const headersOf = (request: ApiRequest, access: Access): OutgoingHttpHeaders => ({
  accept: request.accept ?? 'application/json',
  'user-agent': 'k8s-bind',
  ...(request.body === undefined
    ? {}
    : {
        'content-type': request.contentType ?? 'application/json',
        'content-length': Buffer.byteLength(request.body),
      }),
  ...access.headers,
});

type Sending = {
  readonly request: ApiRequest;
  readonly access: Access;
  readonly limits: TransportLimits;
};

const send = (outgoing: ClientRequest, { request, access, limits }: Sending): Promise<Attempt> =>
  new Promise((resolve) => {
    const { origin } = access.server;
    const timeOut = (what: string, limitMs: number): NodeJS.Timeout =>
      setTimeout(() => outgoing.destroy(new Error(`${what} within ${limitMs / 1000} s`)), limitMs);
    let timer = timeOut('no connection', limits.connectMs);
    let lookout: Lookout | undefined;
    const connected = (socket: Socket): void => {
      clearTimeout(timer);
      timer = timeOut('no answer', limits.headersMs);
      lookout = lookoutOf(socket, access, (reason) => outgoing.destroy(new Error(reason)));
      lookout.sent();
    };
    const settle = (answer: ApiAnswer, stale = false): void => {
      clearTimeout(timer);
      lookout?.stop();
      resolve({ answer, stale });
    };
    outgoing.on('socket', (socket) => {
      socket.setNoDelay(true);
      socket.setKeepAlive(true, keepAlive.delayMs, keepAlive.intervalMs, keepAlive.probes);
      const event = access.server.protocol === 'https:' ? 'secureConnect' : 'connect';
      if (outgoing.reusedSocket) connected(socket);
      else socket.once(event, () => connected(socket));
    });
    outgoing.on('response', (body) => {
      // Whoever reads the body adds a listener of its own; this one is for a body that nobody reads any more.
      body.on('error', () => undefined);
      const retryMs = retryAfterMs(body.headers['retry-after'], Date.now());
      settle({ kind: 'answer', status: body.statusCode ?? 0, retryAfterMs: retryMs, body });
    });
    const fail = (error: Error): void => {
      if (request.signal.aborted) settle({ kind: 'aborted' });
      else
        settle(
          { kind: 'unreachable', message: failureMessage(origin, error) },
          outgoing.reusedSocket && isReset(error),
        );
    };
    outgoing.on('error', fail);
    // An answer of 101 that nobody asked for is neither a response nor an error to Node (24.21): it closes.
    outgoing.on('close', () => fail(new Error('the connection was closed without an answer')));
    outgoing.end(request.body);
  });

/** Through a proxy the other end is the proxy, whose name is not looked at. */
const lookoutOf = (socket: Socket, access: Access, moved: (reason: string) => void): Lookout => {
  const { localAddress = '', remoteAddress = '' } = socket;
  const host = access.proxyUrl === undefined ? hostOf(access.server) : remoteAddress;
  return createLookout({ host, localAddress, remoteAddress }, moved);
};

/** URL keeps the brackets of an IPv6 address, a socket does not want them. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

const isReset = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'ECONNRESET' || error.code === 'EPIPE';
