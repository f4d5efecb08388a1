import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';

/** Talks to the API server with next to no delay of its own: one kept-alive connection, JSON both ways. */
export interface ApiClient {
  /**
   * Returns the body of the answer. A PATCH is a merge patch (RFC 7386). Throws when the status is 400 or
   * above: the message begins with it.
   */
  readonly request: <Body>(method: string, path: string, body?: unknown) => Promise<Body>;
  /** Drops the connections; the next request makes a new one. */
  readonly disconnect: () => void;
}

export interface ApiTarget {
  readonly port: number;
  /** Instead of the port of 127.0.0.1, where that is in another network namespace. */
  readonly socketPath?: string;
  readonly ca: string;
  readonly token: string;
}

export function apiClient(target: ApiTarget): ApiClient {
  const { socketPath } = target;
  const agent = new Agent({ keepAlive: true, ca: target.ca, ...(socketPath && { socketPath }) });
  return {
    request: (method, path, body) => send({ ...target, agent, method, path, body }),
    disconnect: () => agent.destroy(),
  };
}

interface Call extends ApiTarget {
  readonly agent: Agent;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

async function send<Body>({ agent, port, token, method, path, body }: Call): Promise<Body> {
  const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'content-type': contentType,
  };
  const outgoing = request({ agent, host: '127.0.0.1', port, method, path, headers });
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const received = await text(answer);
  const { statusCode = 0 } = answer;
  if (statusCode >= 400) throw new Error(`${statusCode} for ${method} ${path}: ${received}`);
  const isJson = answer.headers['content-type']?.startsWith('application/json');
  return (isJson ? JSON.parse(received) : received) as Body;
}
