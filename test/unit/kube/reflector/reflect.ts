import { type Clock, systemClock } from '../../../../src/clock.ts';
import { createTransport, type TransportLimits } from '../../../../src/kube/api/transport.ts';
import { createCredentials } from '../../../../src/kube/credentials/createCredentials.ts';
import type { MessageShape } from '../../../../src/kube/protobuf/messageShape.ts';
import { isolated } from '../../../../src/kube/reflector/isolated.ts';
import { type ReadLimits, readLimits } from '../../../../src/kube/reflector/readLimits.ts';
import { createReflector, type Reflector } from '../../../../src/kube/reflector/reflector.ts';
import type { WatchList } from '../../../../src/kube/reflector/reflectorMemory.ts';
import { isJsonObject } from '../../../../src/store/jsonObject.ts';
import { objectKey, objectMeta } from '../../../../src/store/objectKey.ts';
import { type Reply, startHostileApi } from '../../../support/hostileApi.ts';
import { waitFor } from '../../../support/waitFor.ts';

export const event = (type: string, name: string, resourceVersion: number) =>
  `${JSON.stringify({ type, object: { metadata: { namespace: 'n', name, resourceVersion: `${resourceVersion}` } } })}\n`;
export const added = (name: string, version: number) => event('ADDED', name, version);
export const initialEventsEnd = (version: number) =>
  `${JSON.stringify({
    type: 'BOOKMARK',
    object: {
      metadata: { resourceVersion: `${version}`, annotations: { 'k8s.io/initial-events-end': 'true' } },
    },
  })}\n`;
export const errorEvent = (code: number) =>
  `${JSON.stringify({ type: 'ERROR', object: { code, message: 'so it is' } })}\n`;

type Setup = {
  readonly reflector: Reflector;
  /** What the handlers were told, in order: `=a,b` replace, `+a` upsert, `-a` delete. */
  readonly told: string[];
  readonly waits: number[];
  /** What was wrong with an attempt, in words. */
  readonly problems: string[];
  readonly faults: unknown[];
  readonly requests: readonly string[];
  readonly ports: readonly number[];
} & AsyncDisposable;

type SetupOptions = {
  readonly watchList?: WatchList;
  readonly clock?: Partial<Clock>;
  readonly limits?: TransportLimits;
  readonly onUpsert?: (key: string) => void;
  readonly readLimits?: Partial<ReadLimits>;
  readonly itemShape?: MessageShape;
};

/** A reflector that runs against a server with these replies. It does not really wait between attempts. */
export const reflect = async (replies: readonly Reply[], options: SetupOptions = {}): Promise<Setup> => {
  const server = await startHostileApi(replies);
  const transport = createTransport(await createCredentials({ master: server.url, env: {} }), options.limits);
  const told: string[] = [];
  const waits: number[] = [];
  const problems: string[] = [];
  const faults: unknown[] = [];
  const handlers = isolated<object>(
    {
      project: (json) => {
        const meta = objectMeta(json);
        return { key: meta && objectKey(meta), object: isJsonObject(json) ? json : undefined };
      },
      shared: (_key, object) => object,
      replace: (objects) => told.push(`=${[...objects.keys()].join()}`),
      upsert: (key) => {
        told.push(`+${key}`);
        options.onUpsert?.(key);
      },
      delete: (key) => told.push(`-${key}`),
      synced: () => undefined,
      connected: () => undefined,
    },
    (fault) => faults.push(fault),
  );
  // Waits between attempts, of about a second to half a minute, pass at once; limits of streams run as they
  // are.
  const clock: Clock = { ...systemClock, random: () => 0.99, ...options.clock };
  const reflector = createReflector(
    {
      transport,
      handlers,
      clock: {
        ...clock,
        after: (delayMs, action) => clock.after(delayMs >= 500 && delayMs < 60_000 ? 5 : delayMs, action),
      },
      onNext: ({ waitMs, problem }) => {
        waits.push(waitMs);
        if (problem !== undefined) problems.push(problem);
      },
    },
    {
      path: () => '/api/v1/services',
      watchList: options.watchList ?? 'always',
      limits: { ...readLimits, ...options.readLimits },
      itemShape: options.itemShape,
    },
  );
  const stop = new AbortController();
  const running = reflector.run(stop.signal);
  return {
    reflector,
    told,
    waits,
    problems,
    faults,
    requests: server.requests,
    ports: server.ports,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
      transport.close();
      await server[Symbol.asyncDispose]();
    },
  };
};

export const toldBecomes = (setup: Setup, ...expected: readonly string[]) =>
  waitFor(`the handlers to be told ${expected.join(' ')}`, () => setup.told.join(' '), {
    until: (told) => told === expected.join(' '),
  });
