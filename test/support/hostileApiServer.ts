import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answers, type Reply } from './hostileApi.ts';

/** An object as the API has it: as much of it as the server itself must know. */
export type ApiObject = {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
};

/** What is served instead of the right answer; undefined lets the request pass. */
export type Misbehaviour = (request: IncomingMessage) => Reply | undefined;

/**
 * A Kubernetes API server over plain HTTP: Services and EndpointSlices with lists, watches, initial events
 * and a history. Whoever holds it is every tenant at once, as it checks nothing, and can make it misbehave
 * for each request.
 */
export type HostileApiServer = AsyncDisposable & {
  readonly url: string;
  readonly put: (...objects: readonly ApiObject[]) => void;
  readonly remove: (...objects: readonly ApiObject[]) => void;
  /** From the next request on; undefined ends it. Streams that are open go on. */
  readonly misbehave: (how: Misbehaviour | undefined) => void;
  /** How many requests were answered wrongly. */
  readonly misbehaved: () => number;
  /** Loses its history, as after a restore: every watch ends, and everything must be read anew. */
  readonly forget: () => void;
  /** Writes any text into the open watches of a resource. */
  readonly say: (resource: string, text: string) => void;
  /** Cuts all connections. */
  readonly cut: () => void;
  readonly requests: () => number;
};

type Change = { readonly version: number; readonly resource: string; readonly line: string };

export const startHostileApiServer = async (): Promise<HostileApiServer> => {
  const objects = new Map<string, ApiObject>();
  const watches = new Set<{ readonly resource: string; readonly response: ServerResponse }>();
  let history: Change[] = [];
  let version = 1000;
  let oldest = version;
  let misbehaviour: Misbehaviour | undefined;
  let misbehaved = 0;
  let requests = 0;

  const tell = (type: string, object: ApiObject): void => {
    const resource = resourceOf(object);
    const line = eventLine(type, object);
    history.push({ version, resource, line });
    for (const watch of watches) if (watch.resource === resource) watch.response.write(line);
  };
  const list = (resource: string): readonly ApiObject[] =>
    [...objects.values()].filter((object) => resourceOf(object) === resource);

  const watch = (resource: string, url: URL, response: ServerResponse): void => {
    response.writeHead(200, json);
    response.flushHeaders();
    const from = Number(url.searchParams.get('resourceVersion') ?? '0');
    if (url.searchParams.get('sendInitialEvents') === 'true') {
      for (const object of list(resource)) response.write(eventLine('ADDED', object));
      response.write(initialEventsEnd(version));
    } else if (from < oldest) {
      response.end(expired);
      return;
    } else
      for (const change of history)
        if (change.resource === resource && change.version > from) response.write(change.line);
    const entry = { resource, response };
    watches.add(entry);
    response.on('close', () => watches.delete(entry));
  };

  const serve: Reply = (response, request) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const resource = /^\/(?:api\/v1|apis\/discovery\.k8s\.io\/v1)\/(services|endpointslices)$/.exec(
      url.pathname,
    )?.[1];
    if (resource === undefined) answers(404, status(404, 'not here'))(response, request);
    else if (url.searchParams.has('watch')) watch(resource, url, response);
    else {
      const kind = resource === 'services' ? 'ServiceList' : 'EndpointSliceList';
      const body = { kind, metadata: { resourceVersion: `${version}` }, items: list(resource) };
      answers(200, JSON.stringify(body))(response, request);
    }
  };

  const server = createServer((request, response) => {
    requests += 1;
    request.resume();
    response.on('error', () => undefined);
    const wrong = misbehaviour?.(request);
    if (wrong === undefined) serve(response, request);
    else {
      misbehaved += 1;
      wrong(response, request);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put: (...given) => {
      for (const object of given) {
        version += 1;
        const key = keyOf(object);
        const type = objects.has(key) ? 'MODIFIED' : 'ADDED';
        const stored = withVersion(object, version);
        objects.set(key, stored);
        tell(type, stored);
      }
    },
    remove: (...given) => {
      for (const object of given) {
        if (!objects.delete(keyOf(object))) continue;
        version += 1;
        tell('DELETED', withVersion(object, version));
      }
    },
    misbehave: (how) => {
      misbehaviour = how;
    },
    misbehaved: () => misbehaved,
    forget: () => {
      history = [];
      version += 1;
      oldest = version;
      for (const { response } of watches) response.end(expired);
    },
    say: (resource, text) => {
      for (const watch of watches) if (watch.resource === resource) watch.response.write(text);
    },
    cut: () => server.closeAllConnections(),
    requests: () => requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const json = { 'content-type': 'application/json' };

const resourceOf = ({ kind }: ApiObject): string => `${kind.toLowerCase()}s`;

const keyOf = ({ kind, metadata }: ApiObject): string => `${kind} ${metadata.namespace}/${metadata.name}`;

const withVersion = (object: ApiObject, version: number): ApiObject => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion: `${version}` },
});

/** One line of a watch. */
export const eventLine = (type: string, object: unknown): string => `${JSON.stringify({ type, object })}\n`;

const initialEventsEnd = (version: number): string =>
  eventLine('BOOKMARK', {
    metadata: { resourceVersion: `${version}`, annotations: { 'k8s.io/initial-events-end': 'true' } },
  });

/** The body of a refusal. */
export const status = (code: number, message: string): string =>
  JSON.stringify({ kind: 'Status', status: 'Failure', code, message });

const expired = eventLine('ERROR', { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' });
