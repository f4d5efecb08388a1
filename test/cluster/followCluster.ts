import { createTransport } from '../../src/kube/api/transport.ts';
import { createKubeSource, type KubeSourceOptions } from '../../src/kube/createKubeSource.ts';
import { createCredentials } from '../../src/kube/credentials/createCredentials.ts';
import type { ObjectSource, SourceEvent } from '../../src/store/objectSource.ts';
import { leastNeeds } from '../../src/store/project/projection.ts';
import { waitFor } from '../support/waitFor.ts';

/** A source that follows a real API server until it is disposed of, with all that it marked and reported. */
export type Following = AsyncDisposable & {
  readonly source: ObjectSource;
  readonly events: readonly SourceEvent[];
  /** Services in the order they were marked. */
  readonly marks: string[];
  readonly becomesSynced: () => Promise<void>;
  /** Waits until everything is read and a stream of changes is open for each resource. */
  readonly becomesWatching: () => Promise<void>;
  /** Waits until the Services are just these, as `namespace/name`. */
  readonly becomes: (...keys: readonly string[]) => Promise<void>;
  /** The problem of a resource's feed, once it matches. */
  readonly problemOf: (resource: string, pattern: RegExp) => Promise<string>;
};

export type FollowOptions = Partial<Omit<KubeSourceOptions, 'transport' | 'onEvent'>> & {
  readonly kubeconfig?: string;
  readonly master?: string;
};

export const followCluster = async (options: FollowOptions): Promise<Following> => {
  const { kubeconfig, master, ...rest } = options;
  const transport = createTransport(await createCredentials({ kubeconfig, master, env: {} }));
  const events: SourceEvent[] = [];
  const marks: string[] = [];
  const source = createKubeSource({
    needs: leastNeeds,
    sources: ['service'],
    endpoints: true,
    ...rest,
    transport,
    onEvent: (event) => events.push(event),
  });
  source.store.subscribe({ onDirty: (key) => marks.push(key) });
  const stop = new AbortController();
  const running = source.start(stop.signal);
  const feedOf = (resource: string) => source.status().feeds.find((feed) => feed.resource === resource);
  return {
    source,
    events,
    marks,
    becomesSynced: async () => void (await waitFor('the source to be synced', () => source.store.synced())),
    becomesWatching: async () =>
      void (await waitFor('every feed to watch', () =>
        source.status().feeds.every(({ state }) => state === 'watching'),
      )),
    becomes: async (...keys) => {
      const expected = keys.toSorted().join(' ');
      await waitFor(`the Services to be ${expected}`, () => source.store.keys().toSorted().join(' '), {
        until: (seen) => seen === expected,
        deadlineMs: 30_000,
      });
    },
    problemOf: (resource, pattern) =>
      waitFor(`a problem of ${resource} like ${pattern}`, () => feedOf(resource)?.problem ?? '', {
        until: (problem) => pattern.test(problem),
        deadlineMs: 30_000,
      }),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
      transport.close();
    },
  };
};

export const servicesPath = '/api/v1/namespaces/default/services';

/** A Service that gets a cluster IP. */
export const service = (name: string, annotations: Readonly<Record<string, string>> = {}) => ({
  metadata: { name, annotations },
  spec: { ports: [{ name: 'http', port: 80 }] },
});
