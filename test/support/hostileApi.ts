import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/**
 * An HTTP server for what no API server can be brought to do: each request is answered by the next of the
 * replies, the last one for ever.
 */
export type HostileApi = AsyncDisposable & {
  readonly url: string;
  /** Path and query of each request. */
  readonly requests: readonly string[];
  /** Remote ports of the connections the requests came on. */
  readonly ports: readonly number[];
};

export type Reply = (response: ServerResponse, request: IncomingMessage) => void;

/** @param tls speaks https with this certificate */
export const startHostileApi = async (
  replies: readonly Reply[],
  tls?: ServerOptions,
): Promise<HostileApi> => {
  const requests: string[] = [];
  const ports: number[] = [];
  const serve: Reply = (response, request) => {
    const reply = replies[Math.min(requests.length, replies.length - 1)];
    requests.push(request.url ?? '');
    ports.push(request.socket.remotePort ?? 0);
    reply?.(response, request);
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => serve(response, request);
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    ports,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Headers and the given text; the answer stays open. */
export const opens =
  (text: string): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(text);
  };

/** A whole answer. */
export const answers =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

/** Headers and the given text, then the connection is gone. */
export const breaksOff =
  (text: string): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(text, () => setImmediate(() => response.socket?.resetAndDestroy()));
  };

/** The request is read, and nothing comes. */
export const hangs: Reply = () => undefined;

/**
 * Headers and the first text, then the second again and again: as fast as it is taken, or every so many
 * milliseconds.
 */
export const floods =
  (first: string, then: string, everyMs?: number): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(first);
    if (everyMs !== undefined) {
      const timer = setInterval(() => response.write(then), everyMs);
      response.on('close', () => clearInterval(timer));
      return;
    }
    const pour = (): void => {
      while (!response.destroyed && response.write(then));
    };
    response.on('drain', pour);
    pour();
  };
